"""Pure rules: roles and scopes, names, codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.accounts.rules import digits, refusal_of_name, refusal_to_end, refusal_to_grant

COUNTRIES = frozenset({"DE", "KZ"})


@pytest.mark.parametrize(
    ("role", "scope", "place", "holds", "refusal"),
    [
        ("staff", "institution", "", False, None),
        ("coordinator", "country", "DE", False, None),
        ("coordinator", "institution", "", False, None),
        ("coordinator", "community", "k7m2p9", False, None),
        ("staff", "country", "DE", False, "role-scope-wrong"),
        ("director", "country", "DE", False, "role-scope-wrong"),
        ("king", "institution", "", False, "role-scope-wrong"),
        ("staff", "institution", "DE", False, "role-scope-wrong"),
        ("coordinator", "country", "XX", False, "role-country-wrong"),
        ("coordinator", "country", "", False, "role-country-wrong"),
        ("coordinator", "community", "no good", False, "role-scope-wrong"),
        ("crew", "institution", "", True, "role-held"),
    ],
)
def test_who_may_hold_what(role: str, scope: str, place: str, holds: bool, refusal: str | None) -> None:
    assert refusal_to_grant(role=role, scope=scope, place=place, countries=COUNTRIES, holds=holds) == refusal


@pytest.mark.parametrize(
    ("role", "own", "ended", "refusal"),
    [
        ("staff", False, False, None),
        ("staff", True, False, "own-staff-role"),
        ("crew", True, False, None),
        ("crew", False, True, "role-ended"),
        ("staff", True, True, "role-ended"),
    ],
)
def test_what_may_end(role: str, own: bool, ended: bool, refusal: str | None) -> None:
    assert refusal_to_end(role=role, own=own, ended=ended) == refusal


@given(st.integers(0, 999_999), st.sampled_from("0٠۰०０"))
def test_digits_of_any_script_are_read(code: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in f"{code:06d}")
    assert digits(f" {written[:3]}-{written[3:]}\u200f") == f"{code:06d}"


def test_a_name_has_an_end() -> None:
    assert refusal_of_name("x" * 200) is None
    assert refusal_of_name("x" * 201) == "name-too-long"
