"""References and other random texts."""

import os
import secrets
from collections import Counter

import pytest
from django.middleware import csrf
from django.test import RequestFactory

from ocaq.kernel.ids import ALPHABET, REF_LENGTH, new_ref, random_text


def test_references_are_of_their_alphabet_and_none_comes_twice():
    refs = [new_ref() for _ in range(5_000)]

    assert {len(ref) for ref in refs} == {REF_LENGTH}
    assert set("".join(refs)) == set(ALPHABET)
    assert len(set(refs)) == len(refs)


@pytest.mark.parametrize("allowed_chars", [ALPHABET, "01", "".join(map(chr, range(32, 127)))])
def test_every_byte_that_is_kept_stands_for_a_character_as_often_as_for_another(
    allowed_chars: str, monkeypatch: pytest.MonkeyPatch
):
    # All bytes once, as if the system had drawn them in turn.
    monkeypatch.setattr(secrets, "token_bytes", lambda count: bytes(range(256)))
    fair = 256 - 256 % len(allowed_chars)

    drawn = Counter(random_text(fair, allowed_chars))

    assert drawn == dict.fromkeys(allowed_chars, fair // len(allowed_chars))


def test_what_is_thrown_away_is_drawn_again(monkeypatch: pytest.MonkeyPatch):
    draws = [b"\xff" * 6, b"\xff\x00\xff\x01\xff\x02"]
    monkeypatch.setattr(secrets, "token_bytes", lambda count: draws.pop(0))

    assert random_text(3, ALPHABET) == ALPHABET[:3]


def test_a_token_against_forged_forms_is_djangos_own_and_asks_the_system_twice(monkeypatch: pytest.MonkeyPatch):
    request = RequestFactory().get("/")
    asked = []
    monkeypatch.setattr(secrets, "token_bytes", lambda count: asked.append(count) or os.urandom(count))

    token = csrf.get_token(request)

    assert len(asked) == 2  # the secret, and the mask over it
    assert len(token) == csrf.CSRF_TOKEN_LENGTH
    assert csrf._does_token_match(token, request.META["CSRF_COOKIE"])
    assert not csrf._does_token_match(csrf.get_token(RequestFactory().get("/")), request.META["CSRF_COOKIE"])
