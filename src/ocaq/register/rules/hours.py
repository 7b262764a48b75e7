"""When a place is open: by its own clock, by the week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

WEEK: Final = range(7)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch [opens, closes) of one day of the week, 0 Monday."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Days:
    """Neighbouring days with the same hours; no `openings`: closed."""

    first: int
    last: int
    openings: tuple[tuple[time, time], ...]
    has_today: bool


def open_until(openings: Iterable[Opening], *, zone: str, at: datetime) -> time | None:
    """Return the time it closes when it is open now, else None; where the zone is not known nobody can say."""
    if not zone:
        return None
    here = at.astimezone(ZoneInfo(zone))
    today = (one for one in openings if one.weekday == here.weekday())
    return next((one.closes for one in today if one.opens <= here.time() < one.closes), None)


def week(openings: Iterable[Opening], *, zone: str, at: datetime) -> list[Days]:
    """Return the week as a table shows it, Monday first; nothing when no hours are known."""
    by_day: dict[int, list[tuple[time, time]]] = {}
    for one in openings:
        by_day.setdefault(one.weekday, []).append((one.opens, one.closes))
    if not by_day:
        return []
    today = at.astimezone(ZoneInfo(zone)).weekday() if zone else -1
    days = [(day, tuple(sorted(by_day.get(day, ())))) for day in WEEK]
    return [_days(list(group), hours, today) for hours, group in groupby(days, key=lambda one: one[1])]


def _days(group: Sequence[tuple[int, object]], hours: tuple[tuple[time, time], ...], today: int) -> Days:
    first, last = group[0][0], group[-1][0]
    return Days(first, last, hours, first <= today <= last)
