"""The day in figures, counted from its records: programme as run, people, floor, questions, polls."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from ocaq.conference.models import Hand, Item, Poll, Question, Reaction, Registration, Run
from ocaq.conference.queries import attendance
from ocaq.conference.queries.programme import ConferenceRow
from ocaq.conference.rules import attendance as rules
from ocaq.kernel.text import Text

QUESTIONS_LISTED = 30


@dataclass(frozen=True, slots=True)
class RanRow:
    planned_at: datetime
    planned_s: int
    started_at: datetime
    ended_at: datetime
    title: Text
    people: tuple[str, ...]
    present: int
    inserted: bool

    @property
    def late_min(self) -> int:
        return int((self.started_at - self.planned_at).total_seconds() / 60)

    @property
    def length_s(self) -> int:
        return round((self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Bar:
    text: Text
    votes: int
    share: int


@dataclass(frozen=True, slots=True)
class PollRow:
    question: Text
    votes: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    text: str
    language: str
    name: str
    country: str
    votes: int
    state: str


@dataclass(frozen=True, slots=True)
class Report:
    """`spoke`: people on stage and on the floor; `left_out`: items planned and not run."""

    attendance: attendance.Attendance
    ran: list[RanRow]
    left_out: list[Text]
    on_air_s: int
    planned_s: int
    spoke: int
    spoke_countries: int
    asked: int
    answered: int
    questions: list[QuestionRow]
    polls: list[PollRow]
    made_at: datetime

    @property
    def on_air_hours(self) -> str:
        return _hours(self.on_air_s)

    @property
    def planned_hours(self) -> str:
        return _hours(self.planned_s)


def report(conference: ConferenceRow, *, at: datetime, all_polls: bool) -> Report:
    """Return the report of a conference as it stands at `at` (nine SQL queries).

    Args:
        all_polls: also those whose results the director did not show.
    """
    until = conference.ended_at or at
    stays = attendance.stays(conference.id, at=until)
    items = list(Item.objects.filter(conference_id=conference.id).prefetch_related("speakers").order_by("position"))
    runs = list(Run.objects.filter(conference_id=conference.id).order_by("started_at", "pk"))
    ran_ids = {run.item_id for run in runs}
    spoke = _spoke(conference.id, [item for item in items if item.pk in ran_ids])
    questions = list(Question.objects.filter(conference_id=conference.id).order_by("-votes", "pk"))
    return Report(
        attendance=attendance.attendance_of(stays),
        ran=_ran(runs, {item.pk: item for item in items}, stays, until),
        left_out=[item.title for item in items if item.pk not in ran_ids],
        on_air_s=round((until - runs[0].started_at).total_seconds()) if runs else 0,
        planned_s=sum(item.length_s for item in items if not item.inserted_live),
        spoke=len(spoke),
        spoke_countries=len({country for _, country in spoke if country}),
        asked=len(questions),
        answered=sum(question.state == Question.State.ANSWERED for question in questions),
        questions=[_question(one) for one in questions if one.text and one.state in {"shown", "taken", "answered"}][
            :QUESTIONS_LISTED
        ],
        polls=_polls(conference.id, all_polls=all_polls),
        made_at=until,
    )


def _hours(seconds: int) -> str:
    """Return a length as hours and minutes, e.g. 2:25."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def _ran(runs: Sequence[Run], items: dict[int, Item], stays: Sequence[rules.Stay], until: datetime) -> list[RanRow]:
    rows = []
    for run in runs:
        item, ended_at = items[run.item_id], run.ended_at or until
        present = sum(rules.overlap(stay.intervals, run.started_at, ended_at) for stay in stays)
        people = tuple(speaker.name for speaker in sorted(item.speakers.all(), key=lambda speaker: speaker.position))
        rows.append(
            RanRow(
                run.planned_at, run.planned_s, run.started_at, ended_at, item.title, people, present, item.inserted_live
            )
        )
    return rows


def _spoke(conference_id: int, items: Sequence[Item]) -> set[tuple[str, str]]:
    on_stage = {(speaker.name, speaker.country) for item in items for speaker in item.speakers.all()}
    spoke = Hand.objects.filter(conference_id=conference_id, state=Hand.State.SPOKE)
    # By reference: the count stays when names are erased.
    floor = spoke.values_list("participant", "country")
    return on_stage | set(floor)


def _question(question: Question) -> QuestionRow:
    return QuestionRow(
        question.text, question.language, question.name, question.country, question.votes, question.state
    )


def _polls(conference_id: int, *, all_polls: bool) -> list[PollRow]:
    rows = []
    for poll in (
        Poll.objects.filter(conference_id=conference_id)
        .exclude(state=Poll.State.DRAFT)
        .prefetch_related("options")
        .order_by("pk")
    ):
        if not (poll.results_shown or all_polls):
            continue
        options = sorted(poll.options.all(), key=lambda option: option.position)
        votes = sum(option.votes for option in options)
        rows.append(
            PollRow(
                poll.question,
                votes,
                tuple(
                    Bar(option.text, option.votes, round(100 * option.votes / votes) if votes else 0)
                    for option in options
                ),
            )
        )
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
    """Return the counts for everybody: groups of one to four people are told together (nine SQL queries)."""
    told = report(conference, at=at, all_polls=False)
    rows, small = rules.told_publicly(told.attendance.by_country)
    capacities, small_capacities = rules.told_publicly(told.attendance.by_capacity)
    return {
        "people": told.attendance.people,
        "countries": told.attendance.countries,
        "took_part": told.attendance.took_part,
        "peak": told.attendance.peak,
        "minutes": told.attendance.minutes,
        "attendance": [
            {"country": row.key, "people": row.people, "minutes": row.minutes, "peak": row.peak} for row in rows
        ],
        "small_countries": {"countries": small.groups, "people": small.people, "minutes": small.minutes},
        "capacities": [{"capacity": row.key, "people": row.people} for row in capacities],
        "small_capacities": {"capacities": small_capacities.groups, "people": small_capacities.people},
        "questions": {"asked": told.asked, "answered": told.answered},
        "runs": [
            {
                "title": dict(row.title),
                "planned_at": row.planned_at,
                "started_at": row.started_at,
                "ended_at": row.ended_at,
            }
            for row in told.ran
        ],
    }
