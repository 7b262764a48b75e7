"""The report of the day, made from its records: figures, programme as run, what was asked and voted on."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from ocaq.conference import permissions
from ocaq.conference.figures import KIND
from ocaq.conference.models import Conference, Hand, Item, Poll, Question, Reaction, Registration, Run
from ocaq.conference.queries import attendance, counting
from ocaq.conference.queries.programme import ConferenceRow
from ocaq.conference.queries.subjects import questions_listed, subjects_who_asked
from ocaq.conference.rules import attendance as rules
from ocaq.evidence import figures
from ocaq.evidence.figures import OTHER, SMALLEST, Shown
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RanRow:
    """`present` is None when fewer than five people were there, or it was not published."""

    planned_at: datetime
    started_at: datetime
    ended_at: datetime
    title: Text
    people: tuple[str, ...]
    present: int | None
    inserted: bool

    @property
    def late_min(self) -> int:
        return int((self.started_at - self.planned_at).total_seconds() / 60)

    @property
    def length_s(self) -> int:
        return round((self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` of all voices, 0 to 1."""

    text: Text
    part: float

    @property
    def share_pct(self) -> int:
        return round(100 * self.part)


@dataclass(frozen=True, slots=True)
class PollRow:
    """`votes` is None while fewer than five have voted; then there are no bars."""

    question: Text
    votes: int | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """`name` is for the house alone; `country` is empty where few people of it were there."""

    text: str
    language: str
    name: str
    country: str
    votes: int
    state: str


@dataclass(frozen=True, slots=True)
class Report:
    """`shown`: figures by the name behind `conference.`; `small`: countries told together; `left_out`: not run."""

    shown: Mapping[str, Shown]
    is_published: bool
    lights: Mapping[str, int]
    small: Sequence[str]
    ran: list[RanRow]
    left_out: list[Text]
    on_air_s: int
    planned_s: int
    questions: list[QuestionRow]
    polls: list[PollRow]
    made_at: datetime


def report(conference: ConferenceRow, *, at: datetime) -> Report:
    """Return the report of a conference as everybody reads it at `at` (thirteen SQL queries).

    What is published stands as it was published; before that everything is counted from the rows.
    """
    return _report(conference, at=at, for_house=False)


def report_for_house(conference: ConferenceRow, *, by: Actor, at: datetime) -> Report:
    """Return it with the names of who asked, and polls whose results the director did not show.

    Fifteen SQL queries, and the look.

    Raises:
        NotAllowed: `not-allowed`.
    """
    if not permissions.may_see_registrations(by):
        raise NotAllowed("not-allowed")
    told = _report(conference, at=at, for_house=True)
    return seen(told, subjects_who_asked(conference_id=conference.id), by=by, purpose="conference", at=at)


def _report(conference: ConferenceRow, *, at: datetime, for_house: bool) -> Report:
    until = conference.ended_at or at
    counts = counting.counts(conference.id, until=until)
    known = figures.published(f"{KIND}:{conference.ref}") if conference.state == Conference.State.ENDED else {}
    live = counting.values(counts)
    shown = {code.partition(".")[2]: figures.shown(code, value, known) for code, value in live.items()}
    tally = counting.last_tally(conference.id) if known else None
    voices = _voices(tally.asked if tally else counts.asked, shown)
    items = list(Item.objects.filter(conference_id=conference.id).prefetch_related("speakers").order_by("position"))
    runs = list(Run.objects.filter(conference_id=conference.id).order_by("started_at", "pk"))
    ran_ids = {run.item_id for run in runs}
    by_country = dict(shown["by_country"].rows) if "by_country" in shown else {}
    told = {row.upper(): people for row, people in by_country.items() if row != OTHER}
    small = _small(counts.stays, told) if "countries" in shown else []
    by_item = dict(shown["by_item"].rows) if "by_item" in shown else {}
    return Report(
        shown=shown,
        is_published=bool(known),
        lights=dict.fromkeys(small, 1) | told,
        small=small,
        ran=_ran(runs, {item.pk: item for item in items}, by_item, until),
        left_out=[item.title for item in items if item.pk not in ran_ids],
        on_air_s=round((until - runs[0].started_at).total_seconds()) if runs else 0,
        planned_s=sum(item.length_s for item in items if not item.inserted_live),
        questions=_questions(conference.id, told, voices, for_house=for_house),
        polls=_polls(conference.id, voices, for_house=for_house),
        made_at=until,
    )


def _small(stays: Sequence[rules.Stay], told: Mapping[str, int]) -> list[str]:
    """Return the countries that are told together: somebody came from each."""
    return sorted({stay.country for stay in stays if stay.country} - told.keys())


def _voices(asked: Sequence[str], shown: Mapping[str, Shown]) -> dict[str, int]:
    """Return the voices of questions and of answers to polls, by their references."""
    support = shown["support"].rows if "support" in shown else []
    polls = shown["poll"].rows if "poll" in shown else []
    return {asked[int(place) - 1]: voices for place, voices in support} | dict(polls)


def _ran(runs: Sequence[Run], items: Mapping[int, Item], present: Mapping[str, int], until: datetime) -> list[RanRow]:
    rows = []
    for run in runs:
        item = items[run.item_id]
        people = tuple(speaker.name for speaker in sorted(item.speakers.all(), key=lambda speaker: speaker.position))
        rows.append(
            RanRow(
                run.planned_at,
                run.started_at,
                run.ended_at or until,
                item.title,
                people,
                present.get(item.ref),
                item.inserted_live,
            )
        )
    return rows


def _questions(
    conference_id: int, told: Collection[str], voices: Mapping[str, int], *, for_house: bool
) -> list[QuestionRow]:
    return [
        QuestionRow(
            question.text,
            question.language,
            question.name if for_house else "",
            question.country if for_house or question.country in told else "",
            voices.get(question.ref, question.votes),
            question.state,
        )
        for question in questions_listed(conference_id)
    ]


def _polls(conference_id: int, voices: Mapping[str, int], *, for_house: bool) -> list[PollRow]:
    rows = []
    for poll in (
        Poll.objects.filter(conference_id=conference_id)
        .exclude(state=Poll.State.DRAFT)
        .prefetch_related("options")
        .order_by("pk")
    ):
        if not (poll.results_shown or for_house):
            continue
        options = sorted(poll.options.all(), key=lambda option: option.position)
        given = [voices.get(option.ref, option.votes) for option in options]
        votes = sum(given)
        bars = (Bar(option.text, part / votes) for option, part in zip(options, given, strict=True) if votes)
        if votes >= SMALLEST or for_house:
            rows.append(PollRow(poll.question, votes, tuple(bars)))
        else:
            rows.append(PollRow(poll.question, None, ()))
    return rows


def exact(conference: ConferenceRow, *, at: datetime) -> dict[str, Any]:
    """Return every count as it is, for those who prepare the conference (eight SQL queries)."""
    conference_id = conference.id
    cells: dict[tuple[str, str], list[float]] = defaultdict(list)
    for stay in attendance.stays(conference_id, at=conference.ended_at or at):
        cells[stay.country, stay.capacity].append(rules.length_s(stay.intervals))
    registered = Counter(
        Registration.objects.filter(conference_id=conference_id, state="confirmed").values_list("country", "capacity")
    )
    polls = (
        Poll.objects.filter(conference_id=conference_id)
        .exclude(state=Poll.State.DRAFT)
        .prefetch_related("options")
        .order_by("pk")
    )
    reactions = (
        Reaction.objects.filter(item__conference_id=conference_id)
        .values_list("kind")
        .annotate(Count("pk"))
        .order_by("kind")
    )
    return {
        "attendance": [
            {"country": country, "capacity": capacity, "people": len(seconds), "seconds": round(sum(seconds), 3)}
            for (country, capacity), seconds in sorted(cells.items())
        ],
        "registered": [
            {"country": country, "capacity": capacity, "people": count}
            for (country, capacity), count in sorted(registered.items())
        ],
        "questions": list(
            Question.objects.filter(conference_id=conference_id).order_by("pk").values("ref", "state", "votes")
        ),
        "hands": Hand.objects.filter(conference_id=conference_id).count(),
        "reactions": dict(reactions),
        "polls": [
            {"ref": poll.ref, "options": [{"ref": option.ref, "votes": option.votes} for option in poll.options.all()]}
            for poll in polls
        ],
        "runs": [
            {"item": run.item.ref, "started_at": run.started_at, "ended_at": run.ended_at}
            for run in Run.objects.filter(conference_id=conference_id)
            .select_related("item")
            .order_by("started_at", "pk")
        ],
    }


def published(conference: ConferenceRow, *, at: datetime) -> dict[str, Any]:
    """Return the figures for everybody, each with its address once it is published (thirteen SQL queries)."""
    told = report(conference, at=at)
    return {
        "figures": {
            f"{KIND}.{name}": {"value": shown.value, "address": shown.address if shown.ref else None}
            for name, shown in told.shown.items()
        },
        "small_countries": sorted(told.small),
        "runs": [
            {
                "title": dict(row.title),
                "planned_at": row.planned_at,
                "started_at": row.started_at,
                "ended_at": row.ended_at,
                "present": row.present,
            }
            for row in told.ran
        ],
    }
