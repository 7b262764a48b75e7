"""People in the hall: now, and over the evening. People, never sockets; countries as declared."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from ocaq.conference.models import PresenceInterval
from ocaq.conference.rules import attendance as rules
from ocaq.evidence.rules.cells import OTHER, merged, rows_of, told_together


@dataclass(frozen=True, slots=True)
class Present:
    """Exact: for the house alone."""

    people: int
    by_country: dict[str, int]
    at: datetime

    @property
    def countries(self) -> int:
        return sum(map(bool, self.by_country))


def present_now(conference_id: int, at: datetime) -> Present:
    """Return who holds a live lease, each person once (one SQL query)."""
    since = at - timedelta(seconds=rules.LEASE_S)
    rows = PresenceInterval.objects.filter(conference_id=conference_id, lasting=True, seen_at__gt=since)
    country = dict(rows.order_by("started_at", "pk").values_list("participant", "country"))
    return Present(len(country), dict(Counter(country.values())), at)


_MOST_KEPT = 64
_kept: dict[str, tuple[datetime, rules.Crowd]] = {}


def crowd(ref: str, at: datetime) -> rules.Crowd:
    """Return what everybody may see of a hall at `at`, by its conference (at most three SQL queries in ten seconds)."""
    moment = rules.crowd_at(at)
    kept = _kept.get(ref)
    if kept is None or kept[0] != moment:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[ref] = kept = (moment, _crowd(ref, moment))
    return kept[1]


def _crowd(ref: str, at: datetime) -> rules.Crowd:
    came = PresenceInterval.objects.filter(conference__ref=ref, started_at__lte=at)
    # Whoever has left since was there at that moment: every process must come to the same.
    here = came.filter(
        Q(left_at__isnull=True, seen_at__gt=at - timedelta(seconds=rules.LEASE_S)) | Q(left_at__gt=at)
    ).order_by("started_at", "pk")
    country = dict(here.values_list("participant", "country"))
    so_far = came.aggregate(people=Count("participant", distinct=True))["people"]
    first = came.values("country").annotate(first=Min("started_at")).order_by("first", "country")
    return rules.crowd(country.values(), so_far=so_far, first_come=first.values_list("country", flat=True))


def stays(conference_id: int, *, at: datetime) -> list[rules.Stay]:
    """Return each person's time in the hall until `at`, devices merged (one SQL query)."""
    rows = (
        PresenceInterval.objects.filter(conference_id=conference_id)
        .order_by("started_at", "pk")
        .values_list("participant", "country", "capacity", "started_at", "seen_at", "left_at")
    )
    intervals: dict[str, list[rules.Interval]] = defaultdict(list)
    declared: dict[str, tuple[str, str]] = {}
    for participant, country, capacity, started_at, seen_at, left_at in rows.iterator(chunk_size=5000):
        intervals[participant].append(rules.interval_of(started_at=started_at, seen_at=seen_at, left_at=left_at, at=at))
        declared[participant] = (country, capacity)
    return [
        rules.Stay(participant, *declared[participant], rules.union(found)) for participant, found in intervals.items()
    ]


@dataclass(frozen=True, slots=True)
class Attendance:
    """The table of the day. `took_part`: present ten minutes or more, all devices taken together."""

    people: int
    countries: int
    took_part: int
    peak: int
    minutes: int
    by_country: list[rules.Row]
    by_capacity: list[rules.Row]

    @property
    def lights(self) -> dict[str, int]:
        """{country: people} for the map; countries that are told together burn alike."""
        counts = {row.key: row.people for row in self.by_country}
        return dict.fromkeys(told_together(counts) or (), 1) | {
            row: count for row, count in rows_of(merged(counts)) if row != OTHER
        }


def attendance_of(people: Sequence[rules.Stay]) -> Attendance:
    """Return the table of `people`; nothing is read."""
    by_country = rules.table(people, by="country")
    return Attendance(
        people=len(people),
        countries=sum(bool(row.key) for row in by_country),
        took_part=sum(rules.length_s(stay.intervals) >= rules.LEAST_STAY_S for stay in people),
        peak=rules.peak(interval for stay in people for interval in stay.intervals),
        minutes=round(sum(rules.length_s(stay.intervals) for stay in people) / 60),
        by_country=by_country,
        by_capacity=rules.table(people, by="capacity"),
    )
