"""Codes that open a record without an account, and what may be asked about it."""

import secrets
import unicodedata
from datetime import datetime, timedelta

CODE_LENGTH = 6
CODE_HOLDS = timedelta(minutes=15)
CODE_TRIES = 5
PER_ADDRESS, PER_ORIGIN = 3, 20
WITHIN = timedelta(hours=1)
PROOF_HOLDS = timedelta(minutes=30)
ANSWERED_WITHIN = timedelta(days=30)
WORDS_LENGTH = 1000
ANSWER_LENGTH = 1000


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def refusal_to_send(*, of_address: int, of_origin: int) -> str | None:
    """Return why no code is sent now.

    Args:
        of_address, of_origin: codes asked for within the last hour.
    """
    return "codes-too-many" if of_address >= PER_ADDRESS or of_origin >= PER_ORIGIN else None


def refusal_of_code(
    *, is_right: bool, tries: int, expires_at: datetime, used_at: datetime | None, at: datetime
) -> str | None:
    """Return why a code opens nothing. Wrong, used and run out are told alike."""
    if used_at is not None or at >= expires_at or tries >= CODE_TRIES or not is_right:
        return "code-wrong"
    return None


def refusal_of_words(words: str) -> str | None:
    if not any(c.isalpha() for c in words):
        return "request-empty"
    return "request-too-long" if len(words) > WORDS_LENGTH else None


def refusal_to_answer(*, state: str) -> str | None:
    return None if state == "waiting" else "answered-already"


def digits(code: str) -> str:
    """Return a code as typed or pasted, in any script's digits, as ASCII digits; other characters are left out."""
    return "".join(str(unicodedata.digit(c)) for c in code if unicodedata.digit(c, None) is not None)
