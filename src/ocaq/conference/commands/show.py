"""The director calls the show: doors, standby, go, undo, hold, stretch, end."""

from datetime import datetime, timedelta
from typing import Any

from ocaq.conference.commands.crew import ask_departments
from ocaq.conference.commands.stage import Act, Stage, atomic_act, direct, end_turns
from ocaq.conference.events import DoorsOpened, ShowEnded
from ocaq.conference.models import Conference, Hand, Item, Run
from ocaq.conference.rules import show as rules
from ocaq.kernel import bus
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotPossible


@atomic_act
def open_doors(*, slug: str, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """Let people into the hall. Who opens the doors takes the baton when nobody holds it.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `doors-open`, `show-ended`, `conference-draft`, `conference-cancelled`,
            `programme-empty`,
            `baton-not-yours`.
    """
    stage = direct("open_doors", slug=slug, by=by, at=at, version=version, key=key, takes_baton=True)
    if refusal := rules.refusal_to_open(state=stage.conference.state, items=len(stage.running.items)):
        raise NotPossible(refusal)
    _enter_state(stage, Conference.State.DOORS)
    bus.publish(DoorsOpened(stage.conference.ref, at))
    return stage.settle("doors.opened")


@atomic_act
def set_standby(
    *,
    slug: str,
    item: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str = "",
    pressed_at: datetime | None = None,
) -> Act:
    """Put any item on standby and ask the departments that have a cue in it.

    Args:
        pressed_at: by the server's clock; None: the sender does not know.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `pressed-too-late`, `item-on-stage`, `item-skipped`, `show-ended`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("standby", slug=slug, by=by, at=at, version=version, key=key, pressed_at=pressed_at)
    awaited = stage.item(item)
    if awaited.pk == stage.show.current_id:
        raise NotPossible("item-on-stage")
    if awaited.skipped:
        raise NotPossible("item-skipped")
    stage.show.standby, stage.show.standby_at = awaited, at
    ask_departments(awaited, by=by, at=at)
    return stage.settle("item.awaited", facts={"item": awaited.ref}, log={"number": stage.number(awaited)})


@atomic_act
def go(
    *,
    slug: str,
    by: Actor,
    at: datetime,
    item: str = "",
    version: int | None = None,
    key: str = "",
    pressed_at: datetime | None = None,
) -> Act:
    """Put the item on standby on stage, else the next in order. It can be taken back for eight seconds.

    Args:
        item: the one the caller means; refused when another would come.
        pressed_at: by the server's clock; None: the sender does not know.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `pressed-too-late`, `doors-closed`, `show-ended`, `nothing-next`, `another-next`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("go", slug=slug, by=by, at=at, version=version, key=key, pressed_at=pressed_at)
    coming = stage.running.next
    if coming is None:
        raise NotPossible("nothing-next")
    if item and item != coming.ref:
        raise NotPossible("another-next")
    _take_stage(stage, coming, at)
    return stage.settle(
        "item.started",
        event="cue.went",
        facts={"item": coming.ref},
        log={"number": stage.number(coming)},
    )


@atomic_act
def undo_go(*, slug: str, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """Take the last go back: the item before goes on as if it had never left the stage.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `undo-too-late`, `doors-closed`, `not-on-air`, `show-ended`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("undo_go", slug=slug, by=by, at=at, version=version, key=key)
    if refusal := rules.refusal_to_undo(undo_until=stage.show.undo_until, at=at):
        raise NotPossible(refusal)
    left = stage.running.current
    number = stage.number(left) if left else ""
    _give_stage_back(stage)
    return stage.settle(
        "item.unstarted",
        event="cue.undone",
        facts={"item": left.ref if left else None},
        log={"number": number},
    )


@atomic_act
def hold(*, slug: str, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """Stop the clock of the item on stage.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `held-already`, `doors-closed`, `not-on-air`, `show-ended`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("hold", slug=slug, by=by, at=at, version=version, key=key)
    stage.show.held_at = at
    return stage.settle("clock.held")


@atomic_act
def resume(*, slug: str, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """Let the clock run on.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `not-held`, `doors-closed`, `not-on-air`, `show-ended`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("resume", slug=slug, by=by, at=at, version=version, key=key)
    stood_s = _held_until(stage, at) - stage.show.held_s
    stage.show.held_s, stage.show.held_at = stage.show.held_s + stood_s, None
    return stage.settle("clock.resumed", facts={"seconds": stood_s}, log={"seconds": stood_s})


@atomic_act
def stretch(*, slug: str, seconds: int, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """Make the item on stage longer, or shorter when `seconds` is negative.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `stretch-out-of-range`, `stretch-too-short`, `item-length-out-of-range`,
            `doors-closed`, `not-on-air`, `show-ended`,
            `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("stretch", slug=slug, by=by, at=at, version=version, key=key)
    current = stage.running.current
    planned = current.length_s if current else 0
    if refusal := rules.refusal_of_stretch(seconds=seconds, left_planned_s=planned + stage.show.added_s):
        raise NotPossible(refusal)
    stage.show.added_s += seconds
    return stage.settle("item.stretched", facts={"seconds": seconds}, log={"seconds": seconds})


@atomic_act
def end_show(*, slug: str, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Act:
    """End the conference: the last item is over, the floor closes, the report can be read.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `doors-closed`, `not-on-air`, `show-ended`, `baton-not-taken`, `baton-not-yours`.
    """
    stage = direct("end_show", slug=slug, by=by, at=at, version=version, key=key)
    _end_run(stage, at)
    end_turns(stage.conference, at)
    Hand.objects.filter(conference=stage.conference, state__in=[Hand.State.RAISED, Hand.State.CALLED]).update(
        state=Hand.State.LOWERED, ended_at=at
    )
    stage.conference.polls.filter(state="open").update(state="closed", closed_at=at)
    show = stage.show
    show.current = show.current_started_at = show.standby = show.standby_at = show.held_at = show.undo = (
        show.undo_until
    ) = None
    show.added_s = show.held_s = 0
    show.floor_open = show.questions_open = False
    _enter_state(stage, Conference.State.ENDED, ended_at=at)
    bus.publish(ShowEnded(stage.conference.ref, at))
    return stage.settle("show.ended")


def _enter_state(stage: Stage, state: Conference.State, *, ended_at: datetime | None = None) -> None:
    stage.conference.state, stage.conference.ended_at = state, ended_at
    stage.conference.save(update_fields=["state", "ended_at"])


def _held_until(stage: Stage, at: datetime) -> int:
    show = stage.show
    return show.held_s + (max(0, round((at - show.held_at).total_seconds())) if show.held_at else 0)


def _end_run(stage: Stage, at: datetime) -> None:
    Run.objects.filter(conference=stage.conference, ended_at=None).update(ended_at=at, held_s=_held_until(stage, at))


def _take_stage(stage: Stage, coming: Item, at: datetime) -> None:
    show, left, plan = stage.show, stage.running.current, stage.running.plan
    if show.plan is None:
        show.plan = {ref: [start.isoformat(), seconds] for ref, (start, seconds) in plan.items()}
    turns = end_turns(stage.conference, at)
    undo = _remembered(stage, turns)
    _end_run(stage, at)
    planned_at, planned_s = plan[coming.ref]
    Run.objects.create(
        conference=stage.conference, item=coming, planned_at=planned_at, planned_s=planned_s, started_at=at
    )
    show.current, show.current_started_at, show.added_s = coming, at, 0
    show.held_at, show.held_s, show.standby, show.standby_at = None, 0, None, None
    show.undo, show.undo_until = undo, at + timedelta(seconds=rules.UNDO_S)
    if coming.kind == Item.Kind.EXCHANGE:
        show.floor_open = True
    elif left is not None and left.kind == Item.Kind.EXCHANGE:
        show.floor_open = False
    if stage.conference.state != Conference.State.ON_AIR:
        _enter_state(stage, Conference.State.ON_AIR)


def _remembered(stage: Stage, turns: list[Hand]) -> dict[str, Any]:
    show = stage.show
    return {
        "first": stage.conference.state != Conference.State.ON_AIR,
        "current": show.current_id,
        "current_started_at": _text(show.current_started_at),
        "added_s": show.added_s,
        "held_at": _text(show.held_at),
        "held_s": show.held_s,
        "standby": show.standby_id,
        "standby_at": _text(show.standby_at),
        "floor_open": show.floor_open,
        "run": next((run.pk for run in stage.running.runs if run.ended_at is None), None),
        "turns": [hand.pk for hand in turns],
    }


def _give_stage_back(stage: Stage) -> None:
    show, was = stage.show, stage.show.undo or {}
    Run.objects.filter(conference=stage.conference, ended_at=None).delete()
    Run.objects.filter(pk=was["run"]).update(ended_at=None, held_s=0)
    # Whoever was given the floor since the go steps back: two people never have it.
    since = Hand.objects.filter(conference=stage.conference, state=Hand.State.SPEAKING)
    since.update(state=Hand.State.RAISED, started_at=None)
    Hand.objects.filter(pk__in=was["turns"], state=Hand.State.SPOKE).update(state=Hand.State.SPEAKING, ended_at=None)
    show.current_id, show.standby_id = was["current"], was["standby"]
    for name in ("current_started_at", "held_at", "standby_at"):
        setattr(show, name, datetime.fromisoformat(was[name]) if was[name] else None)
    show.added_s, show.held_s, show.floor_open = was["added_s"], was["held_s"], was["floor_open"]
    show.undo = show.undo_until = None
    if was["first"]:
        show.plan = None
        _enter_state(stage, Conference.State.DOORS)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
