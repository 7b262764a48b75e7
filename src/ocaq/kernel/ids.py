"""Opaque references for addresses and evidence: they say nothing about order, number or person."""

import secrets

# No vowels and no look-alikes: a reference read over the telephone stays itself and spells no word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 12


def new_ref() -> str:
    """Return 12 random characters, 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REF_LENGTH))
