"""The counts of a conference: from its rows now, and as they were written to the log."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext

from ocaq.conference.figures import KIND
from ocaq.conference.models import Conference, Hand, Item, Poll, PollOption, Question, Run, Tally
from ocaq.conference.queries import attendance
from ocaq.conference.queries.room import PUBLIC_STATES
from ocaq.conference.rules import attendance as rules
from ocaq.conference.words.show import capacity_name
from ocaq.evidence.figures import Named, Value
from ocaq.evidence.rules.cells import SMALLEST, is_told, merged, told_together
from ocaq.kernel.places import country_name
from ocaq.kernel.refusals import NotPossible

UNKNOWN = "unknown"
Facts = dict[str, int | list[str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts of a count, numbers and tables; `stays` are the people behind them.

    `asked`: references of the questions behind the rows 1, 2 … of `support`. What the hall shows beside a name has no
    place in the log.
    """

    stays: Sequence[rules.Stay]
    attendance: Facts
    floor: Facts
    asked: Sequence[str]

    @property
    def are_few(self) -> bool:
        """Nothing may be told of fewer than five people."""
        return len(self.stays) < SMALLEST


def counts(conference_id: int, *, until: datetime) -> Counts:
    """Count a conference from its rows (eight SQL queries). What would point at few people is left out."""
    stays = attendance.stays(conference_id, at=until)
    table = attendance.attendance_of(stays)
    runs = list(
        Run.objects.filter(conference_id=conference_id).select_related("item").prefetch_related("item__speakers")
    )
    by_country = {row.key.lower() or UNKNOWN: row.people for row in table.by_country}
    told: Facts = {
        "people": table.people,
        "hours": int(sum(rules.length_s(stay.intervals) for stay in stays) // 3600),
        "by_country": list(merged(by_country)),
        "by_capacity": list(merged({row.key or UNKNOWN: row.people for row in table.by_capacity})),
        "by_item": list(_by_item(runs, stays, until)),
    }
    if table.peak >= SMALLEST:
        told["peak"] = table.peak
    if is_told(table.took_part, table.people):
        told["took_part"] = table.took_part
    if told_together(by_country) is not None:
        told["countries"] = table.countries
    questions = list(Question.objects.filter(conference_id=conference_id).order_by("-votes", "pk"))
    asked = [question for question in questions if question.state in PUBLIC_STATES]
    return Counts(
        stays,
        told,
        _floor(conference_id, [run.item for run in runs], questions)
        | {"support": [f"{place}:{question.votes}" for place, question in enumerate(asked, 1)]},
        [question.ref for question in asked],
    )


def _by_item(runs: Sequence[Run], stays: Sequence[rules.Stay], until: datetime) -> Iterable[str]:
    times: dict[str, list[rules.Interval]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: (run.started_at, run.pk)):
        times[run.item.ref].append((run.started_at, run.ended_at or until))
    for item, ran in times.items():
        present = sum(any(rules.overlap(stay.intervals, *one) for one in ran) for stay in stays)
        if present and is_told(present, len(stays)):
            yield f"{item}:{present}"


def _floor(conference_id: int, items: Iterable[Item], questions: Sequence[Question]) -> Facts:
    polls = Poll.objects.filter(conference_id=conference_id).prefetch_related("options").order_by("pk")
    answers = {poll: sorted(poll.options.all(), key=lambda option: option.position) for poll in polls}
    voices = {poll: sum(option.votes for option in options) for poll, options in answers.items()}
    # What fewer than five answered is not counted into the sum either: it would be found by subtraction.
    taken = [poll for poll in polls if voices[poll] >= SMALLEST]
    shown = [poll for poll in taken if poll.results_shown and poll.state != Poll.State.DRAFT]
    spoke = speakers(conference_id, items)
    return {
        "asked": len(questions),
        "answered": sum(question.state == Question.State.ANSWERED for question in questions),
        "voices": sum(voices[poll] for poll in taken),
        "spoke": len(spoke),
        "spoke_countries": len({country for _, country in spoke if country}),
        "poll": [f"{option.ref}:{option.votes}" for poll in shown for option in answers[poll]],
    }


def speakers(conference_id: int, items: Iterable[Item]) -> set[tuple[str, str]]:
    """Return (name or reference, country) of everybody on the programme of `items` or on the floor (one SQL query)."""
    on_stage = {(speaker.name, speaker.country) for item in items for speaker in item.speakers.all()}
    spoke = Hand.objects.filter(conference_id=conference_id, state=Hand.State.SPOKE)
    # By reference: the count stays when names are erased.
    return on_stage | set(spoke.values_list("participant", "country"))


def values(found: Counts) -> dict[str, Value]:
    """Return what figures show of a count, by their code; nothing of fewer than five people."""
    if found.are_few:
        return {}
    told: dict[str, Value] = {"conference.questions": int(_whole(found.floor["asked"]))}
    for name, fact in (found.attendance | found.floor).items():
        if fact != []:
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
        NotPossible: `too-few-people`.
    """
    conference = Conference.objects.get(ref=ref, state=Conference.State.ENDED)
    assert conference.ended_at is not None
    found = counts(conference.pk, until=conference.ended_at)
    if found.are_few:
        raise NotPossible("too-few-people")
    told = values(found)
    del told["conference.questions"]
    return told


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
    """Return what the rows of a table are called in the reader's language (at most two SQL queries)."""
    language = get_language() or "en"
    if code == f"{KIND}.by_country":
        return {row: country_name(row.upper(), language) for row in rows}
    if code == f"{KIND}.by_capacity":
        return {row: capacity_name(row) for row in rows}
    if code == f"{KIND}.poll":
        return _answer_names(rows)
    if code == f"{KIND}.support":
        return _question_names(ref, rows)
    items = Item.objects.filter(conference__ref=ref, ref__in=rows)
    return {item.ref: str(item.title) for item in items}


def _answer_names(rows: Collection[str]) -> dict[str, str]:
    options = PollOption.objects.filter(ref__in=rows).select_related("poll")
    return {option.ref: f"{option.poll.question}: {option.text}" for option in options}


def _question_names(ref: str, rows: Collection[str]) -> dict[str, str]:
    """Return the words of questions by their place in the last count; of those no longer kept, that they are not."""
    asked = Tally.objects.filter(conference__ref=ref).order_by("-round").values_list("asked", flat=True).first()
    places = {question: str(place) for place, question in enumerate(asked or (), 1) if str(place) in rows}
    texts = Question.objects.filter(ref__in=places).exclude(text="").values_list("ref", "text")
    no_longer = gettext("A question whose words are no longer kept")
    return dict.fromkeys(rows, no_longer) | {places[question]: text for question, text in texts}
