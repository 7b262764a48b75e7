"""Opaque references for addresses and evidence: they say nothing about order, number or person."""

import hashlib
import secrets
from functools import cache

# No vowels and no look-alikes: a reference read over the telephone stays itself and spells no word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 12


def new_ref() -> str:
    """Return 12 random characters, 57 bits."""
    return random_text(REF_LENGTH, ALPHABET)


def key_saying(key: str, *said: object) -> str:
    """Return the key of a form together with what it says, at most 57 characters.

    A browser brings a form that was sent back with its key: sent again with other words, it is another one.
    """
    return f"{key[:40]}.{hashlib.sha256(repr(said).encode()).hexdigest()[:16]}"


def random_text(length: int, allowed_chars: str) -> str:
    """Return characters drawn evenly, by one question to the system instead of one each.

    Every question lets go of the interpreter's lock: a page that asks a hundred times is a hundred times kept waiting.

    Args:
        allowed_chars: 2 to 256 of ASCII, none twice.
    """
    table, beyond = _sieve(allowed_chars)
    drawn = b""
    while len(drawn) < length:
        drawn += secrets.token_bytes(2 * length).translate(table, beyond)
    return drawn[:length].decode()


@cache
def _sieve(allowed_chars: str) -> tuple[bytes, bytes]:
    """Return what each byte stands for, and the last bytes, which would favour some characters."""
    fair = 256 - 256 % len(allowed_chars)
    return bytes(ord(allowed_chars[byte % len(allowed_chars)]) for byte in range(256)), bytes(range(fair, 256))
