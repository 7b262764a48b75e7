"""What two dates of birth say about two entries with like names."""

from datetime import date
from typing import Final, Literal

Birth = Literal["agrees", "near", "unknown", "differs"]

# How much of the likeness of the names is left: relatives share names, hardly ever birthdays.
WEIGHT: Final[dict[Birth, float]] = {"agrees": 1.0, "near": 0.9, "unknown": 0.8, "differs": 0.4}


def birth(one: date | None, other: date | None) -> Birth:
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "agrees"
    return "near" if other in near_dates(one) else "differs"


def near_dates(born: date) -> frozenset[date]:
    """Return the dates that a slip of the pen makes of one: day and month exchanged, a neighbouring year or day."""
    slips = [
        (born.year, born.day, born.month),
        (born.year - 1, born.month, born.day),
        (born.year + 1, born.month, born.day),
        (born.year - 10, born.month, born.day),
        (born.year + 10, born.month, born.day),
        (born.year, born.month, born.day - 1),
        (born.year, born.month, born.day + 1),
    ]
    return frozenset(found for slip in slips if (found := _date(*slip)) and found != born)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
