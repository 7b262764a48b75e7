"""Quarters, and what a report of one may say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

COUNTS: Final = ("events", "people", "pupils", "teachers", "lessons", "publications")
COUNTS_OF_PEOPLE: Final = ("people", "pupils", "teachers")
MOST: Final = 1_000_000
LONGEST_WORDS: Final = 1_000
OPEN_QUARTERS: Final = 8  # a late report is welcome for two years


def quarter_of(day: date) -> str:
    return f"{day.year}q{(day.month + 2) // 3}"


def first_day(quarter: str) -> date:
    """Return the first day of a quarter.

    Raises:
        ValueError: it is none.
    """
    year, _, number = quarter.partition("q")
    if number not in {"1", "2", "3", "4"} or len(year) != 4:
        raise ValueError(quarter)
    return date(int(year), 3 * int(number) - 2, 1)


def after(quarter: str, count: int = 1) -> str:
    """Return the quarter `count` after this one; before it, when negative."""
    first = first_day(quarter)
    months = first.year * 12 + first.month - 1 + 3 * count
    return quarter_of(date(months // 12, months % 12 + 1, 1))


def open_quarters(today: date) -> list[str]:
    """Return the quarters that can be reported on: the running one first, then those before it."""
    now = quarter_of(today)
    return [after(now, -i) for i in range(OPEN_QUARTERS)]


def refusal_to_report(*, quarter: str, answers: Mapping[str, Any], words: str, today: date) -> str | None:
    """Return why a report cannot be kept, or None."""
    if quarter not in open_quarters(today):
        return "quarter-not-open"
    counts = [answers.get(name, 0) for name in COUNTS]
    if not all(isinstance(count, int) and 0 <= count <= MOST for count in counts):
        return "count-not-understood"
    return "words-too-long" if len(words) > LONGEST_WORDS else None
