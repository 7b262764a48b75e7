"""What participants do, many at once: a command takes a batch of one kind, in the writer's transaction.

A person may occur more than once in a batch; the later deed counts. Permission is the ticket's, which names them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import QuerySet

from ocaq.conference.models import Hand, Question, Registration
from ocaq.conference.queries import room
from ocaq.conference.queries.channels import CREW, PUBLIC, channel_of
from ocaq.conference.queries.console import balance
from ocaq.conference.queries.hall import Hall, hall
from ocaq.conference.queries.patches import patch_between
from ocaq.intake.kinds import Answer
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.lines import one_line
from ocaq.live.channels import publish

DONE = Answer()


@dataclass(frozen=True, slots=True)
class Deed:
    """One person's deed, its words and refs as sent."""

    participant: str
    key: str
    country: str = ""
    language: str = ""
    text: str = ""


def ask_questions(*, conference: str, deeds: Sequence[Deed], by: Actor, at: datetime) -> list[Answer]:
    """Keep questions for the moderator.

    Refusals: `doors-closed`, `show-ended`, `rests-*`, `questions-closed`, `question-empty`.
    """
    here = hall(conference, locked=True)
    if refused := _held_back(here, "question", deeds):
        return refused
    assert here is not None
    names = _names(deeds)
    questions, answers = [], []
    for deed in deeds:
        text = one_line(deed.text)
        if deed.participant not in names:
            answers.append(Answer(refused="register-first"))
            continue
        if not text:
            answers.append(Answer(refused="question-empty"))
            continue
        question = Question(
            ref=new_ref(),
            conference_id=here.conference_id,
            participant=deed.participant,
            name=names[deed.participant],
            country=deed.country,
            language=deed.language,
            text=text,
            key=deed.key,
            asked_at=at,
        )
        questions.append(question)
        answers.append(Answer(ref=question.ref))
    Question.objects.bulk_create(questions)
    if questions:
        waiting = {question.ref: msgspec.to_builtins(room.question_told(question)) for question in questions}
        publish(channel=channel_of(conference, CREW), kind="question.asked", patch={"put": {"waiting": waiting}}, at=at)
    return answers


def raise_hands(*, conference: str, deeds: Sequence[Deed], by: Actor, at: datetime) -> list[Answer]:
    """Put people into the queue for the floor.

    Refusals: `doors-closed`, `show-ended`, `rests-*`, `floor-closed`, `hand-up-already`.
    """
    here = hall(conference, locked=True)
    if refused := _held_back(here, "hand", deeds):
        return refused
    assert here is not None
    up = set(_open_hands(here, deeds).values_list("participant", flat=True))
    names = _names(deeds)
    hands: list[Hand] = []
    answers: list[Answer] = []
    for deed in deeds:
        if deed.participant not in names:
            answers.append(Answer(refused="register-first"))
            continue
        if deed.participant in up:
            answers.append(Answer(refused="hand-up-already"))
            continue
        up.add(deed.participant)
        hand = Hand(
            ref=new_ref(),
            conference_id=here.conference_id,
            participant=deed.participant,
            name=names[deed.participant],
            country=deed.country,
            topic=one_line(deed.text)[:200],
            budget_s=here.floor_budget_s,
            key=deed.key,
            raised_at=at + timedelta(microseconds=len(hands)),  # of one moment, the earlier in line
        )
        hands.append(hand)
        answers.append(Answer(ref=hand.ref))
    _queue_changes(here, "hand.raised", lambda: Hand.objects.bulk_create(hands), at)
    return answers


def lower_hands(*, conference: str, deeds: Sequence[Deed], by: Actor, at: datetime) -> list[Answer]:
    """Take people off the queue; for whoever is speaking it ends the turn.

    Refusals: `no-hand-up`.
    """
    here = hall(conference, locked=True)
    open_hands = {hand.participant: hand for hand in _open_hands(here, deeds)} if here else {}
    answers = [
        Answer(ref=open_hands[deed.participant].ref) if deed.participant in open_hands else Answer(refused="no-hand-up")
        for deed in deeds
    ]
    if here is None or not open_hands:
        return answers

    def lower() -> None:
        for hand in open_hands.values():
            hand.state = Hand.State.SPOKE if hand.state == Hand.State.SPEAKING else Hand.State.LOWERED
            hand.ended_at = at
        Hand.objects.bulk_update(open_hands.values(), ["state", "ended_at"])

    _queue_changes(here, "hand.lowered", lower, at)
    return answers


def _held_back(here: Hall | None, deed: str, deeds: Sequence[Any]) -> list[Answer]:
    refusal = here.refusal(deed) if here else "doors-closed"
    return [Answer(refused=refusal)] * len(deeds) if refusal else []


def _names(deeds: Iterable[Deed]) -> Mapping[str, str]:
    """Return the names of those who are registered still: a ticket outlives a withdrawal by minutes."""
    refs = {deed.participant for deed in deeds}
    registered = Registration.objects.filter(ref__in=refs, state=Registration.State.CONFIRMED)
    return dict(registered.values_list("ref", "name"))


def _open_hands(here: Hall, deeds: Iterable[Deed]) -> QuerySet[Hand]:
    states = [Hand.State.RAISED, Hand.State.CALLED, Hand.State.SPEAKING]
    return Hand.objects.filter(
        conference_id=here.conference_id, participant__in={deed.participant for deed in deeds}, state__in=states
    )


def _queue_changes(here: Hall, kind: str, change: Callable[[], object], at: datetime) -> None:
    before = _queue(here.conference_id)
    change()
    after = _queue(here.conference_id)
    public = patch_between(before[0], after[0])
    crew = patch_between(before[0] | before[1], after[0] | after[1])
    for audience, patch in ((PUBLIC, public), (CREW, crew)):
        if patch:
            publish(channel=channel_of(here.ref, audience), kind=kind, patch=patch, at=at)


def _queue(conference_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        {"queue": msgspec.to_builtins(room.queue(conference_id))},
        {"balance": msgspec.to_builtins(balance(conference_id))},
    )
