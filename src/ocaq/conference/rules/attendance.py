"""Who was there: devices merged into people, people into what may be seen of them without pointing at anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocaq.evidence.rules.cells import SMALLEST

LEASE_S = 60
BEAT_S = 25
CROWD_EVERY_S = 10  # how often everybody learns anew how many are in the hall
LIGHTS = (200, 50, 10)  # a light burns larger from so many people on; below, from one person on
LEAST_STAY_S = 600  # who counts as having taken part in the published report

Interval = tuple[datetime, datetime]  # half-open


def interval_of(*, started_at: datetime, seen_at: datetime, left_at: datetime | None, at: datetime) -> Interval:
    """Return when a device was there: until it left, else until its lease ran out or `at`."""
    ends_at = left_at or min(seen_at + timedelta(seconds=LEASE_S), max(at, seen_at))
    return started_at, max(ends_at, started_at)


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of half-open intervals as disjoint ones in order; touching ones join, empty ones vanish."""
    merged: list[Interval] = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def length_s(intervals: Iterable[Interval]) -> float:
    return sum((end - start).total_seconds() for start, end in intervals)


def peak(intervals: Iterable[Interval]) -> int:
    """Return the most intervals that overlap at any moment."""
    steps = sorted((instant, step) for start, end in intervals for instant, step in ((start, 1), (end, -1)))
    most = present = 0
    for _, step in steps:
        present += step
        most = max(most, present)
    return most


def overlap(intervals: Iterable[Interval], start: datetime, end: datetime) -> bool:
    return any(begun < end and ended > start for begun, ended in intervals)


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time in the hall, all devices taken together."""

    participant: str
    country: str
    capacity: str
    intervals: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    people: int
    minutes: int
    peak: int


def table(stays: Iterable[Stay], *, by: str) -> list[Row]:
    """Return a row for each country or capacity, most people first.

    Args:
        by: "country" or "capacity".
    """
    groups: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        groups[stay.country if by == "country" else stay.capacity].append(stay)
    rows = [
        Row(
            key,
            len(members),
            round(sum(length_s(stay.intervals) for stay in members) / 60),
            peak(interval for stay in members for interval in stay.intervals),
        )
        for key, members in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.people, row.key))


@dataclass(frozen=True, slots=True)
class Crowd:
    """What everybody may see of the people in the hall.

    `people` is None while they are fewer than five. `lights` holds {country: how many people at least}.
    """

    people: int | None
    lights: Mapping[str, int]

    @property
    def countries(self) -> int:
        return len(self.lights)


def crowd(here: Iterable[str], *, so_far: int, first_come: Iterable[str]) -> Crowd:
    """Return what may be seen of a hall from which no country of fewer than five people can be worked out.

    A light only says that somebody is there, or at least so many. With as many lights as people each country would
    have one: so there are always four people more than lights, now and over the evening.

    Args:
        here: the country of each person present; empty where none was named.
        so_far: how many people have come since the doors opened.
        first_come: countries in the order in which somebody first came from them.
    """
    present = Counter(here)
    people = present.total()
    if people < SMALLEST:
        return Crowd(None, {})
    beyond = SMALLEST - 1
    known = [country for country in first_come if country][: max(0, so_far - beyond)]
    lit = [country for country in known if present[country]][: people - beyond]
    lights = {country: next((step for step in LIGHTS if present[country] >= step), 1) for country in lit}
    if people - sum(lights.values()) < beyond:
        lights = dict.fromkeys(lit, 1)
    return Crowd(people, lights)


def crowd_at(at: datetime) -> datetime:
    """Return the moment whose crowd is shown at `at`: a single person who comes or goes is not seen doing so."""
    return datetime.fromtimestamp(at.timestamp() // CROWD_EVERY_S * CROWD_EVERY_S, at.tzinfo)
