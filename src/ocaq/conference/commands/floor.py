"""The director gives the floor and takes questions; the order of hands is `rules.floor`'s."""

from datetime import datetime

from ocaq.conference import permissions
from ocaq.conference.commands.stage import Act, Stage, atomic_act, end_turns, enter
from ocaq.conference.models import Hand, Question
from ocaq.conference.rules import floor as rules
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible


@atomic_act
def open_floor(*, slug: str, by: Actor, at: datetime, on: bool = True, key: str = "") -> Act:
    """Open the floor for hands, or close it; hands that are up stay up.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key)
    stage.show.floor_open = on
    return stage.settle("floor.opened" if on else "floor.closed")


@atomic_act
def call_hand(*, slug: str, hand: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Call somebody to the line: they are next.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `hand-not-raised`, `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key, may=permissions.may_moderate)
    called = _hand(stage, hand)
    if refusal := rules.refusal_to_call(called.state):
        raise NotPossible(refusal)
    called.state = Hand.State.CALLED
    called.save(update_fields=["state"])
    return stage.settle("hand.called", log={"name": called.name})


@atomic_act
def give_floor(*, slug: str, hand: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Give somebody the floor; a turn that is running ends.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `hand-not-raised`, `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key)
    given = _hand(stage, hand)
    if refusal := rules.refusal_to_give_floor(given.state):
        raise NotPossible(refusal)
    end_turns(stage.conference, at)
    given.state, given.started_at = Hand.State.SPEAKING, at
    given.save(update_fields=["state", "started_at"])
    return stage.settle("floor.given", log={"name": given.name})


@atomic_act
def end_turn(*, slug: str, hand: str, by: Actor, at: datetime, key: str = "") -> Act:
    """End a turn; its seconds count for the country.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `hand-not-speaking`, `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key)
    ended = _hand(stage, hand)
    if refusal := rules.refusal_to_end_turn(ended.state):
        raise NotPossible(refusal)
    end_turns(stage.conference, at)
    seconds = round((at - ended.started_at).total_seconds()) if ended.started_at else 0
    return stage.settle(
        "turn.ended",
        facts={"seconds": seconds},
        log={"name": ended.name, "seconds": seconds},
    )


@atomic_act
def dismiss_hand(*, slug: str, hand: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Take a hand off the queue, for instance of somebody whose line does not answer.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `hand-not-raised`, `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key, may=permissions.may_moderate)
    dismissed = _hand(stage, hand)
    if refusal := rules.refusal_to_give_floor(dismissed.state):
        raise NotPossible(refusal)
    dismissed.state, dismissed.ended_at = Hand.State.LOWERED, at
    dismissed.save(update_fields=["state", "ended_at"])
    return stage.settle("hand.dismissed", log={"name": dismissed.name})


@atomic_act
def open_questions(*, slug: str, by: Actor, at: datetime, on: bool = True, key: str = "") -> Act:
    """Take questions, or no more of them.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `doors-closed`, `show-ended`.
    """
    stage = enter("floor", slug=slug, by=by, at=at, key=key)
    stage.show.questions_open = on
    return stage.settle("questions.opened" if on else "questions.closed")


@atomic_act
def moderate(*, slug: str, question: str, state: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Show a question to everybody, decline it, take it for an answer, or say that it was answered.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `question-not-movable`, `doors-closed`, `show-ended`.
    """
    stage = enter("moderate", slug=slug, by=by, at=at, key=key, may=permissions.may_moderate)
    moved = Question.objects.select_for_update().filter(conference=stage.conference, ref=question).first()
    if moved is None:
        raise NotFound("not-found")
    if refusal := rules.refusal_to_moderate(state=moved.state, to=state):
        raise NotPossible(refusal)
    if state == Question.State.TAKEN:
        Question.objects.filter(conference=stage.conference, state=Question.State.TAKEN).update(
            state=Question.State.ANSWERED
        )
    moved.state, moved.decided_at, moved.decided_by = state, at, by.ref
    moved.save(update_fields=["state", "decided_at", "decided_by"])
    return stage.settle(
        {
            "shown": "question.shown",
            "taken": "question.taken",
            "answered": "question.answered",
            "declined": "question.declined",
        }[state]
    )


def _hand(stage: Stage, ref: str) -> Hand:
    hand = Hand.objects.filter(conference=stage.conference, ref=ref).first()
    if hand is None:
        raise NotFound("not-found")
    return hand
