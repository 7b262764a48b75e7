"""How a show may move, and when its items are expected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ocaq.conference.rules.planning import LONGEST_S, Planned, timetable

UNDO_S = 8
MOMENT_S = 5
HOLDER_ABSENT_S = 30
LONGEST_STRETCH_S = 3600
LEAST_ITEM_S = 5


class Phase(StrEnum):
    BEFORE = "before"
    DOORS = "doors"
    ON_AIR = "on_air"
    HELD = "held"
    ENDED = "ended"


# In which phases an act may happen; from which it leads where is what its command writes.
PHASES_OF_ACT: dict[str, frozenset[Phase]] = {
    "open_doors": frozenset({Phase.BEFORE}),
    "standby": frozenset({Phase.BEFORE, Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "go": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "undo_go": frozenset({Phase.ON_AIR, Phase.HELD}),
    "hold": frozenset({Phase.ON_AIR}),
    "resume": frozenset({Phase.HELD}),
    "stretch": frozenset({Phase.ON_AIR, Phase.HELD}),
    "skip": frozenset({Phase.BEFORE, Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "unskip": frozenset({Phase.BEFORE, Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "insert": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "end_show": frozenset({Phase.ON_AIR, Phase.HELD}),
    "floor": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "draft_poll": frozenset({Phase.BEFORE, Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "poll": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "moderate": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "message": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
    "words": frozenset({Phase.DOORS, Phase.ON_AIR, Phase.HELD}),
}
_WHY_NOT = {
    Phase.BEFORE: "doors-closed",
    Phase.DOORS: "not-on-air",
    Phase.ON_AIR: "not-held",
    Phase.HELD: "held-already",
    Phase.ENDED: "show-ended",
}


def phase_of(*, state: str, held: bool) -> Phase:
    """Return the phase of a conference in `state` whose clock is or is not held."""
    if state == "on_air":
        return Phase.HELD if held else Phase.ON_AIR
    return {"doors": Phase.DOORS, "ended": Phase.ENDED}.get(state, Phase.BEFORE)


def refusal_of_act(*, act: str, phase: Phase) -> str | None:
    """Return why an act cannot happen in this phase, or None."""
    if phase in PHASES_OF_ACT[act]:
        return None
    if act == "open_doors" and phase is not Phase.ENDED:
        return "doors-open"
    return _WHY_NOT[phase]


def refusal_to_open(*, state: str, items: int) -> str | None:
    """Return why the doors of a conference in `state` stay closed, or None."""
    if state in {"draft", "cancelled"}:
        return f"conference-{state}"
    return None if items else "programme-empty"


def refusal_of_press(*, pressed_at: datetime | None, at: datetime) -> str | None:
    """Return why an act of the moment is not done: held up on the line, it is no longer meant. None: not told."""
    late = pressed_at is not None and at - pressed_at > timedelta(seconds=MOMENT_S)
    return "pressed-too-late" if late else None


def refusal_to_undo(*, undo_until: datetime | None, at: datetime) -> str | None:
    """Return why the last go stands, or None; the window is half-open."""
    return None if undo_until is not None and at < undo_until else "undo-too-late"


def refusal_of_stretch(*, seconds: int, left_planned_s: int) -> str | None:
    """Return why the item on stage cannot be lengthened or shortened by `seconds`.

    Args:
        left_planned_s: length with what was added so far; the whole stays as long as an item may be.
    """
    if seconds == 0 or abs(seconds) > LONGEST_STRETCH_S:
        return "stretch-out-of-range"
    if left_planned_s + seconds < LEAST_ITEM_S:
        return "stretch-too-short"
    return "item-length-out-of-range" if seconds > 0 and left_planned_s + seconds > LONGEST_S else None


def refusal_to_take_baton(
    *, holder: str, by: str, seen_at: datetime | None, at: datetime, confirmed: bool
) -> str | None:
    """Return why the baton stays with its holder: they are there, or their absence was not confirmed."""
    if not holder or holder == by:
        return None
    if seen_at is not None and at - seen_at < timedelta(seconds=HOLDER_ABSENT_S):
        return "baton-held"
    return None if confirmed else "baton-absent-unconfirmed"


@dataclass(frozen=True, slots=True)
class Cue:
    """An item as the clock sees it. `ref` opaque; `fixed_at` None: starts when the one before ends."""

    ref: str
    length_s: int
    fixed_at: datetime | None = None
    skipped: bool = False
    inserted: bool = False
    ran: bool = False


@dataclass(frozen=True, slots=True)
class OnStage:
    """The running item. `seconds` planned and added; `held_s` of earlier holds and of the present one when it began."""

    ref: str
    started_at: datetime
    seconds: int
    held_s: int = 0

    @property
    def ends_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds + self.held_s)


Plan = dict[str, tuple[datetime, int]]


def plan_of(cues: Sequence[Cue], *, starts_at: datetime) -> Plan:
    """Return {ref: (planned start, planned seconds)} as the rundown stands; what is skipped takes no time."""
    slots = timetable([Planned(cue.ref, cue.length_s, cue.fixed_at, cue.skipped) for cue in cues], starts_at)
    return {slot.ref: (slot.starts_at, round((slot.ends_at - slot.starts_at).total_seconds())) for slot in slots}


def with_inserted(plan: Plan, cues: Iterable[Cue], *, starts_at: datetime) -> Plan:
    """Return the plan kept at the first go with a place, but no time, for what came in since."""
    result: Plan = {}
    moment = starts_at
    for cue in cues:
        start, seconds = plan.get(cue.ref, (moment, 0))
        result[cue.ref] = (start, seconds)
        moment = start + timedelta(seconds=seconds)
    return result


def to_come(cues: Sequence[Cue], current: str | None) -> list[Cue]:
    """Return the items still to play in order: after the current one, neither skipped nor played already."""
    after = 0
    if current is not None:
        after = next(index for index, cue in enumerate(cues) if cue.ref == current) + 1
    return [cue for cue in cues[after:] if not cue.skipped and not cue.ran]


def expected_starts(
    cues: Sequence[Cue], *, starts_at: datetime, on_stage: OnStage | None, first: str | None = None
) -> tuple[dict[str, datetime], datetime]:
    """Return ({ref: expected start} of what is to come, projected end).

    A fixed start is never left early; free time before it absorbs lateness. `first` is on standby out of order.
    """
    clock = on_stage.ends_at if on_stage else starts_at
    starts: dict[str, datetime] = {}
    coming = to_come(cues, on_stage.ref if on_stage else None)
    jumped = next((index for index, cue in enumerate(cues) if cue.ref == first), None)
    if jumped is not None and first not in {cue.ref for cue in coming[:1]}:
        coming = [cues[jumped], *to_come(cues, first)]
    for cue in coming:
        start = max(clock, cue.fixed_at) if cue.fixed_at else clock
        starts[cue.ref] = start
        clock = start + timedelta(seconds=cue.length_s)
    return starts, clock


def late_s(*, planned_at: datetime, planned_s: int, on_stage: OnStage) -> int:
    """Return by how many seconds the item on stage will end after its plan; negative is early."""
    return round((on_stage.ends_at - planned_at).total_seconds()) - planned_s


def numbers(cues: Iterable[Cue]) -> dict[str, float]:
    """Return {ref: cue number}. Numbers never move: what is inserted after 14 is 14.1, then 14.2."""
    result: dict[str, float] = {}
    whole = tenth = 0
    for cue in cues:
        whole, tenth = (whole, tenth + 1) if cue.inserted else (whole + 1, 0)
        part = tenth / 10 if tenth < 10 else 0.9 + (tenth - 9) / 1000
        result[cue.ref] = round(whole + part, 3) if tenth else whole
    return result
