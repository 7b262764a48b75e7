"""Deeds that are counted: votes, reactions, presence. Raw statements over batches, alike on SQLite and PostgreSQL.

What a director changes too is locked after the show, as directors do: two who lock in turn never wait in a ring.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from ocaq.conference.models import Poll, Question, Registration, Run
from ocaq.conference.queries.hall import Hall, hall
from ocaq.conference.queries.room import PUBLIC_STATES
from ocaq.conference.rules.attendance import LEASE_S
from ocaq.conference.rules.show import Phase
from ocaq.intake.kinds import Answer
from ocaq.kernel.actor import Actor

DONE = Answer()
# PostgreSQL plans statements of any length; SQLite takes 32,766 values, which three a row never reach below this.
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Vote:
    """`on` False takes it back. `what`: a question's ref, a kind of reaction; for polls the poll with its `option`.

    `item` is what a reaction is to; empty: what is on stage.
    """

    participant: str
    what: str
    on: bool = True
    option: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    participant: str
    device: str
    country: str
    capacity: str


def vote_for_questions(*, conference: str, votes: Sequence[Vote], by: Actor, at: datetime) -> list[Answer]:
    """Give a voice to questions on show, or take it back; the counters move with it (at most seven statements).

    Refusals: `doors-closed`, `show-ended`, `rests-*`, `question-not-shown`, `register-first`.
    """
    here = hall(conference, locked=True)
    refusal = here.refusal("question-vote") if here else "doors-closed"
    if refusal or here is None:
        return [Answer(refused=refusal or "doors-closed")] * len(votes)
    refs = {vote.what for vote in votes}
    rows = Question.objects.filter(conference_id=here.conference_id, ref__in=refs, state__in=PUBLIC_STATES)
    shown = dict(rows.values_list("ref", "pk"))
    answers = _answers(votes, lambda vote: DONE if vote.what in shown else Answer(refused="question-not-shown"))
    wanted = {(shown[vote.what], vote.participant): vote.on for vote in _taken(votes, answers)}
    moved: dict[int, int] = defaultdict(int)
    for question_id in _inserted(
        "conference_questionvote",
        "question_id, participant, at",
        [(*pair, _moment(at)) for pair, on in wanted.items() if on],
        "question_id",
    ):
        moved[question_id] += 1
    for question_id in _deleted(
        "conference_questionvote",
        "question_id, participant",
        [pair for pair, on in wanted.items() if not on],
        "question_id",
    ):
        moved[question_id] -= 1
    _add("conference_question", "votes", moved)
    return answers


def vote_in_poll(*, conference: str, votes: Sequence[Vote], by: Actor, at: datetime) -> list[Answer]:
    """Give everybody's one voice to an answer of the open poll; a later one replaces it (at most eight statements).

    Refusals: `doors-closed`, `show-ended`, `rests-*`, `poll-not-open`, `poll-option-unknown`, `register-first`.
    """
    here = hall(conference, locked=True)
    refusal = here.refusal("poll-vote") if here else "doors-closed"
    if refusal or here is None:
        return [Answer(refused=refusal or "doors-closed")] * len(votes)
    # The poll stays locked, so that the counters follow the voices whoever else writes.
    poll = (
        Poll.objects.select_for_update(no_key=True)
        .filter(conference_id=here.conference_id, state=Poll.State.OPEN)
        .first()
    )
    options = dict(poll.options.values_list("ref", "pk")) if poll else {}
    answers = _answers(votes, lambda vote: _poll_answer(vote, poll, options))
    chosen = {vote.participant: options[vote.option] for vote in _taken(votes, answers)}
    if poll is None or not chosen:
        return answers
    moved: dict[int, int] = defaultdict(int)
    before = _voices(poll.pk, list(chosen))
    for participant, option in chosen.items():
        if before.get(participant) != option:
            moved[option] += 1
            if participant in before:
                moved[before[participant]] -= 1
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO conference_pollvote (poll_id, option_id, participant, at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (poll_id, participant) DO UPDATE SET option_id = excluded.option_id, at = excluded.at",
            [(poll.pk, option, participant, _moment(at)) for participant, option in chosen.items()],
        )
    _add("conference_polloption", "votes", moved)
    return answers


def react(*, conference: str, votes: Sequence[Vote], by: Actor, at: datetime) -> list[Answer]:
    """Keep reactions to the item that was on stage when they were made, or take them back (at most five statements).

    Refusals: `doors-closed`, `show-ended`, `rests-*`, `nothing-on-stage`, `reaction-to-nothing`, `register-first`.
    """
    here = hall(conference)
    refusal = here.refusal("reaction") if here else "doors-closed"
    if refusal or here is None or here.item_id is None:
        return [Answer(refused=refusal or "nothing-on-stage")] * len(votes)
    items = {"": here.item_id, here.item_ref: here.item_id, **_ran(here, {vote.item for vote in votes})}
    answers = _answers(votes, lambda vote: DONE if vote.item in items else Answer(refused="reaction-to-nothing"))
    wanted = {(items[vote.item], vote.participant, vote.what): vote.on for vote in _taken(votes, answers)}
    _inserted(
        "conference_reaction",
        "item_id, participant, kind, at",
        [(*one, _moment(at)) for one, on in wanted.items() if on],
        "item_id",
    )
    _deleted(
        "conference_reaction", "item_id, participant, kind", [one for one, on in wanted.items() if not on], "item_id"
    )
    return answers


def be_present(*, conference: str, beats: Sequence[Beat], by: Actor, at: datetime) -> list[Answer]:
    """Lengthen the leases of devices, or begin new ones (four statements). Outside opening hours nothing is kept.

    A lease that ran out stays as it ended: who comes back later begins another interval. Who was erased leaves none, on
    whichever device a page of theirs is open still.
    """
    here = hall(conference)
    if here is None or here.phase in {Phase.BEFORE, Phase.ENDED}:
        return [DONE] * len(beats)
    now, since = _moment(at), _moment(at - timedelta(seconds=LEASE_S))
    known = _known({beat.participant for beat in beats})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conference_presenceinterval SET lasting = %s"
            " WHERE conference_id = %s AND lasting AND seen_at <= %s",
            [False, here.conference_id, since],
        )
        cursor.executemany(
            "INSERT INTO conference_presenceinterval"
            " (conference_id, participant, device, country, capacity, started_at, seen_at, lasting)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (conference_id, participant, device) WHERE lasting DO UPDATE SET seen_at = excluded.seen_at",
            [
                (here.conference_id, beat.participant, beat.device, beat.country, beat.capacity, now, now, True)
                for beat in beats
                if beat.participant in known
            ],
        )
    return [DONE] * len(beats)


def leave(*, conference: str, beats: Sequence[Beat], by: Actor, at: datetime) -> list[Answer]:
    """End the leases of devices that say they go (two statements)."""
    here = hall(conference)
    if here is None:
        return [DONE] * len(beats)
    now = _moment(at)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE conference_presenceinterval SET lasting = %s, left_at = %s, seen_at = %s"
            " WHERE conference_id = %s AND participant = %s AND device = %s AND lasting AND seen_at > %s",
            [
                (
                    False,
                    now,
                    now,
                    here.conference_id,
                    beat.participant,
                    beat.device,
                    _moment(at - timedelta(seconds=LEASE_S)),
                )
                for beat in beats
            ],
        )
    return [DONE] * len(beats)


def _ran(here: Hall, refs: set[str]) -> dict[str, int]:
    """Return {ref: key} of those that were on stage before: a reaction may have waited for its line meanwhile."""
    earlier = refs - {"", here.item_ref}
    runs = Run.objects.filter(conference_id=here.conference_id, item__ref__in=earlier)
    return dict(runs.values_list("item__ref", "item_id")) if earlier else {}


def _answers(votes: Sequence[Vote], judged: Callable[[Vote], Answer]) -> list[Answer]:
    """Judge the votes of those who are registered still: a ticket outlives a withdrawal by minutes."""
    refs = {vote.participant for vote in votes}
    rows = Registration.objects.filter(ref__in=refs, state=Registration.State.CONFIRMED)
    registered = set(rows.values_list("ref", flat=True))
    return [judged(vote) if vote.participant in registered else Answer(refused="register-first") for vote in votes]


def _known(participants: Iterable[str]) -> set[str]:
    refs = list(participants)
    if not refs:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ref FROM conference_registration WHERE ref IN ({_marks(refs)})", refs)  # noqa: S608 - only marks
        return {ref for (ref,) in cursor.fetchall()}


def _taken(votes: Sequence[Vote], answers: Sequence[Answer]) -> Iterable[Vote]:
    return (vote for vote, answer in zip(votes, answers, strict=True) if answer.is_done)


def _poll_answer(vote: Vote, poll: Poll | None, options: dict[str, int]) -> Answer:
    if poll is None or vote.what != poll.ref:
        return Answer(refused="poll-not-open")
    return DONE if vote.option in options else Answer(refused="poll-option-unknown")


def _voices(poll_id: int, participants: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _slices(participants):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT participant, option_id FROM conference_pollvote WHERE poll_id = %s"  # noqa: S608 - only marks
                f" AND participant IN ({_marks(some)})",
                [poll_id, *some],
            )
            found |= dict(cursor.fetchall())
    return found


def _inserted(table: str, columns: str, rows: Sequence[tuple[Any, ...]], returning: str) -> list[int]:
    """Insert what is not there yet; return a column of every row that came in."""
    came: list[int] = []
    for some in _slices(rows):
        marks = ", ".join(f"({_marks(row)})" for row in some)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {marks} ON CONFLICT DO NOTHING RETURNING {returning}",  # noqa: S608 - own names
                [value for row in some for value in row],
            )
            came += [row[0] for row in cursor.fetchall()]
    return came


def _deleted(table: str, columns: str, rows: Sequence[tuple[Any, ...]], returning: str) -> list[int]:
    """Delete what is there; return a column of every row that went."""
    gone: list[int] = []
    for some in _slices(rows):
        marks = ", ".join(f"({_marks(row)})" for row in some)
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE ({columns}) IN (VALUES {marks}) RETURNING {returning}",  # noqa: S608 - own names
                [value for row in some for value in row],
            )
            gone += [row[0] for row in cursor.fetchall()]
    return gone


def _add(table: str, column: str, moved: dict[int, int]) -> None:
    # In the order of keys, so that two writers never wait for each other.
    steps = [(step, pk) for pk, step in sorted(moved.items()) if step]
    if steps:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {column} = {column} + %s WHERE id = %s", steps)  # noqa: S608 - own names


def _slices(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))


def _marks(row: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(row))


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
