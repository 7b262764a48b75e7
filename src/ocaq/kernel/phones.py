"""Telephone numbers: read as people write them, kept as E.164, shown in the groups of their country."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from ocaq.kernel.lines import parts_of

_SHORTEST: Final = 5
# A spreadsheet takes the plus before a number for arithmetic: 994125981234.
_LONG: Final = re.compile(r"(?<![\d+])\d{11,13}(?!\d)")
_HOME: Final = "994"


def read(cell: str, country: str) -> tuple[list[str], list[str]]:
    """Return (numbers as E.164, what could not be read).

    A number without the code of its country is of `country` and must be one that is given out there; of one with its
    code only the length must be right, because what is given out abroad changes faster than anybody's tables.
    """
    if is_number(cell):
        return [cell], []
    found: list[str] = []
    home = {_HOME, str(phonenumbers.country_code_for_region(country or "ZZ"))} - {"0"}
    left = cell = _LONG.sub(lambda run: f"+{run[0]}" if run[0].startswith(tuple(home)) else run[0], cell)
    for match in reversed(list(PhoneNumberMatcher(cell, country or None))):
        found.insert(0, _kept(match.number))
        left = left[: match.start] + ";" + left[match.end :]
    rest = [(part, _read(part, country)) for part in parts_of(left)]
    found += [number for _, number in rest if number]
    # Beside a number words say whose it is.
    unread = [part for part, number in rest if not number and (not found or len(_digits(part)) >= _SHORTEST)]
    return list(dict.fromkeys(found)), unread


def only(text: str, country: str) -> str:
    """Return the one number that is written there, as E.164; "" for none, for several and for what cannot be read."""
    found, unread = read(text, country)
    return found[0] if len(found) == 1 and not unread else ""


def is_number(text: str) -> bool:
    """Say whether it is one number as we keep it, of a length that its country has."""
    number = _parsed(text, None)
    return number is not None and phonenumbers.is_possible_number(number) and _kept(number) == text


@lru_cache(4096)
def readable(number: str) -> str:
    """Return an international number in the groups of its country, +44 20 7946 0007; what is none, as it stands."""
    read_as = _parsed(number, None)
    if read_as is None:
        return number
    grouped = phonenumbers.format_number(read_as, PhoneNumberFormat.INTERNATIONAL)
    # Only spaces may come in: no digit that somebody wrote is lost.
    return grouped if _digits(grouped) == _digits(number) else number


def _read(text: str, country: str) -> str:
    bare = _digits(text)
    written = text.strip()
    coded = f"+{bare.removeprefix('00')}" if written.startswith(("+", "(+", "00")) else ""
    for attempt, region, holds in (
        (coded, None, phonenumbers.is_possible_number),
        (written, country or None, phonenumbers.is_valid_number),
        (f"+{bare}", None, phonenumbers.is_valid_number),
    ):
        number = _parsed(attempt, region) if attempt else None
        if number is not None and holds(number):
            return _kept(number)
    return ""


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _kept(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
