"""The counts of a conference: from its rows now, and as they were written to the log."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from ocaq.conference.figures import KIND
from ocaq.conference.models import Conference, Hand, Item, Poll, Question, Run, Tally
from ocaq.conference.queries import attendance
from ocaq.conference.rules import attendance as rules
from ocaq.conference.words.show import capacity_name
from ocaq.evidence.figures import SMALLEST, Named, Value, merged
from ocaq.kernel.places import country_name

UNKNOWN = "unknown"
Facts = dict[str, int | list[str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts of the two entries of a count; `stays` are the people behind them."""

    stays: Sequence[rules.Stay]
    attendance: Facts
    floor: Facts


def counts(conference_id: int, *, until: datetime) -> Counts:
    """Count a conference from its rows (eight SQL queries)."""
    stays = attendance.stays(conference_id, at=until)
    table = attendance.attendance_of(stays)
    runs = list(
        Run.objects.filter(conference_id=conference_id).select_related("item").prefetch_related("item__speakers")
    )
    return Counts(
        stays,
        {
            "people": table.people,
            "took_part": table.took_part,
            "countries": table.countries,
            "peak": table.peak,
            "hours": int(sum(rules.length_s(stay.intervals) for stay in stays) // 3600),
            "by_country": list(merged({row.key.lower() or UNKNOWN: row.people for row in table.by_country})),
            "by_capacity": list(merged({row.key or UNKNOWN: row.people for row in table.by_capacity})),
            "by_item": list(_by_item(runs, stays, until)),
        },
        _floor(conference_id, [run.item for run in runs]),
    )


def _by_item(runs: Sequence[Run], stays: Sequence[rules.Stay], until: datetime) -> Iterable[str]:
    times: dict[str, list[rules.Interval]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: (run.started_at, run.pk)):
        times[run.item.ref].append((run.started_at, run.ended_at or until))
    for item, ran in times.items():
        present = sum(any(rules.overlap(stay.intervals, *one) for one in ran) for stay in stays)
        if present >= SMALLEST:
            yield f"{item}:{present}"


def _floor(conference_id: int, items: Iterable[Item]) -> Facts:
    states = list(Question.objects.filter(conference_id=conference_id).values_list("state", flat=True))
    polls = Poll.objects.filter(conference_id=conference_id).prefetch_related("options")
    spoke = speakers(conference_id, items)
    return {
        "asked": len(states),
        "answered": states.count(Question.State.ANSWERED),
        "voices": sum(option.votes for poll in polls for option in poll.options.all()),
        "spoke": len(spoke),
        "spoke_countries": len({country for _, country in spoke if country}),
    }


def speakers(conference_id: int, items: Iterable[Item]) -> set[tuple[str, str]]:
    """Return (name or reference, country) of everybody on the programme of `items` or on the floor (one SQL query)."""
    on_stage = {(speaker.name, speaker.country) for item in items for speaker in item.speakers.all()}
    spoke = Hand.objects.filter(conference_id=conference_id, state=Hand.State.SPOKE)
    # By reference: the count stays when names are erased.
    return on_stage | set(spoke.values_list("participant", "country"))


def values(found: Counts) -> dict[str, Value]:
    """Return what figures show of a count, by their code."""
    told: dict[str, Value] = {"conference.questions": int(_whole(found.floor["asked"]))}
    for name, fact in (found.attendance | found.floor).items():
        told[f"conference.{name}"] = tuple(fact) if isinstance(fact, list) else fact
    del told["conference.asked"]
    return told


def _whole(fact: int | list[str]) -> int:
    assert isinstance(fact, int)
    return fact


def last_tally(conference_id: int) -> Tally | None:
    return Tally.objects.filter(conference_id=conference_id).order_by("-round").first()


def tally(ref: str) -> Mapping[str, Value]:
    """Count a conference that has ended, as `count_conference` would write it (nine SQL queries).

    Questions are not in it: they were written to the log while people asked.

    Raises:
        Conference.DoesNotExist: none has ended at this reference.
    """
    conference = Conference.objects.get(ref=ref, state=Conference.State.ENDED)
    assert conference.ended_at is not None
    found = values(counts(conference.pk, until=conference.ended_at))
    del found["conference.questions"]
    return found


def named(refs: Collection[str]) -> dict[str, Named]:
    """Return the conferences everybody may know of, by reference (one SQL query)."""
    hidden = [Conference.State.DRAFT, Conference.State.CANCELLED]
    return {row.ref: _named(row) for row in Conference.objects.filter(ref__in=refs).exclude(state__in=hidden)}


def ended() -> list[Named]:
    """Return conferences that are over, latest first (one SQL query)."""
    return [_named(row) for row in Conference.objects.filter(state=Conference.State.ENDED).order_by("-ended_at", "pk")]


def _named(row: Conference) -> Named:
    return Named(row.ref, row.title, f"/conferences/{row.slug}/", row.ended_at)


def row_names(code: str, ref: str, rows: Collection[str]) -> dict[str, str]:
    """Return what the rows of a table are called in the reader's language (at most one SQL query)."""
    language = get_language() or "en"
    if code == f"{KIND}.by_country":
        return {row: country_name(row.upper(), language) for row in rows}
    if code == f"{KIND}.by_capacity":
        return {row: capacity_name(row) for row in rows}
    items = Item.objects.filter(conference__ref=ref, ref__in=rows)
    return {item.ref: str(item.title) for item in items}
