"""Telephone numbers as people read them."""

from functools import lru_cache

import phonenumbers


@lru_cache(4096)
def readable(number: str) -> str:
    """Return an international number in the groups of its country, +44 20 7946 0007; what is none, as it stands."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    grouped = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    # Only spaces may come in: no digit that somebody wrote is lost.
    return grouped if _digits(grouped) == _digits(number) else number


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
