"""Who was there: devices merged into people, people into a table that points at nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE_S = 60
BEAT_S = 25
SMALL_CELL = 4  # one to four people are told as one group
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


def drawn_alike(people: Mapping[str, int]) -> dict[str, int]:
    """Return {country: people} as shown to everybody: one to four are told as one, so that nobody is pointed at."""
    return {country: (1 if 0 < count <= SMALL_CELL else count) for country, count in people.items() if count > 0}
