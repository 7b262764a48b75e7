"""Polls: prepared, opened, closed, their results shown when the director wishes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ocaq.conference.commands.stage import Act, Stage, atomic_act, enter
from ocaq.conference.models import Poll, PollOption
from ocaq.conference.rules import floor as rules
from ocaq.evidence.recording import Fact
from ocaq.evidence.rules.cells import SMALLEST
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.text import Text

_LIMIT = 200


@atomic_act
def create_poll(
    *,
    slug: str,
    question: Mapping[str, str],
    options: Sequence[Mapping[str, str]],
    by: Actor,
    at: datetime,
    key: str = "",
) -> Act:
    """Prepare a poll; nobody sees it before it is opened.

    Args:
        question, options: {language: text}, at least one language each.

    Returns:
        The act; its `ref` is the poll's.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotValid: `poll-question-missing`, `poll-options-count`, `poll-options-alike`.
        NotPossible: `show-ended`.
    """
    stage = enter("draft_poll", slug=slug, by=by, at=at, key=key)
    asked, answers = _text(question), [answer for option in options if (answer := _text(option))]
    if not asked:
        raise NotValid("poll-question-missing")
    if refusal := rules.refusal_of_options([next(iter(answer.values())) for answer in answers]):
        raise NotValid(refusal)
    poll = Poll.objects.create(conference=stage.conference, item=stage.running.current, question=asked)
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, text=answer) for place, answer in enumerate(answers)
    )
    return stage.settle("poll.drafted", facts={"poll": poll.ref, "options": len(answers)}, ref=poll.ref)


@atomic_act
def open_poll(*, slug: str, poll: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Ask everybody.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `poll-was-open`, `poll-other-open`, `doors-closed`, `show-ended`.
    """
    stage = enter("poll", slug=slug, by=by, at=at, key=key)
    opened = _poll(stage, poll)
    others = Poll.objects.filter(conference=stage.conference, state=Poll.State.OPEN).exists()
    if refusal := rules.refusal_of_poll_move(act="open", state=opened.state, other_open=others):
        raise NotPossible(refusal)
    opened.state, opened.opened_at = Poll.State.OPEN, at
    opened.save(update_fields=["state", "opened_at"])
    return stage.settle("poll.opened", facts={"poll": opened.ref})


@atomic_act
def close_poll(*, slug: str, poll: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Take no more votes.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `poll-not-open`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key)
    closed = _poll(stage, poll)
    if refusal := rules.refusal_of_poll_move(act="close", state=closed.state):
        raise NotPossible(refusal)
    closed.state, closed.closed_at = Poll.State.CLOSED, at
    closed.save(update_fields=["state", "closed_at"])
    return stage.settle("poll.closed", facts=_told(closed))


@atomic_act
def show_results(*, slug: str, poll: str, by: Actor, at: datetime, on: bool = True, key: str = "") -> Act:
    """Show everybody how a poll stands, or hide it.

    Raises:
        NotFound: `no-such-conference`, `not-found`.
        NotAllowed: `not-allowed`.
        NotPossible: `poll-never-open`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key)
    shown = _poll(stage, poll)
    if refusal := rules.refusal_of_poll_move(act="show", state=shown.state):
        raise NotPossible(refusal)
    shown.results_shown = on
    shown.save(update_fields=["results_shown"])
    return stage.settle("results.shown" if on else "results.hidden", facts=_told(shown))


def _told(poll: Poll) -> dict[str, Fact]:
    """Return what the public log may know: how five people or more voted, once that is settled and shown."""
    if poll.state != Poll.State.CLOSED or not poll.results_shown:
        return {"poll": poll.ref}
    votes = list(poll.options.order_by("position").values_list("votes", flat=True))
    return {"poll": poll.ref, "votes": votes} if sum(votes) >= SMALLEST else {"poll": poll.ref}


def _poll(stage: Stage, ref: str) -> Poll:
    poll = Poll.objects.select_for_update().filter(conference=stage.conference, ref=ref).first()
    if poll is None:
        raise NotFound("not-found")
    return poll


def _text(texts: Mapping[str, str]) -> Text:
    return Text({language: one_line(text)[:_LIMIT] for language, text in texts.items()})
