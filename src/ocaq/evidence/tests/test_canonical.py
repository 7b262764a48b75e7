import hmac

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from ocaq.evidence.canonical import LARGEST, canonical
from ocaq.evidence.commitments import commitment, new_salt

names = st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]))
atoms = texts | st.integers(-LARGEST, LARGEST) | st.booleans() | st.none()
values = st.recursive(atoms, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=6)


@settings(deadline=None)
@given(st.dictionaries(names, values))
def test_our_spelling_is_that_of_the_reference(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("code", range(0x100))
def test_every_control_character_is_spelled_as_the_reference_does(code):
    assert canonical({"a": chr(code)}) == rfc8785.dumps({"a": chr(code)})


def test_half_a_pair_has_no_spelling():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"a": "\ud800"})


def test_a_commitment_is_an_hmac_over_the_spelling():
    salt = new_salt()
    record = {"participant": "k7m2", "country": "DE", "capacity": None, "minutes": 84}

    expected = hmac.new(salt, b'{"capacity":null,"country":"DE","minutes":84,"participant":"k7m2"}', "sha256")
    assert commitment(salt, record) == expected.hexdigest()
    assert commitment(new_salt(), record) != commitment(salt, record)


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"short", {"a": 1})
