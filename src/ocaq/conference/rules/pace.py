"""Times to come hold for the moment a state was written; an item that overruns, or is held, moves them on.

Pages with script reckon the same in `islands/shared/pace.ts`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

_NOTHING = timedelta(0)


def overrun(now: Mapping[str, Any], *, at: datetime) -> timedelta:
    """Return by how much what is on stage ends later than its state says, as seen at `at`."""
    planned = _planned(now)
    if now["held_at"] is None:
        return max(_NOTHING, at - planned)
    held = datetime.fromisoformat(now["held_at"])
    return max(_NOTHING, held - planned) + max(_NOTHING, at - held)


def paced(state: Mapping[str, Any], *, at: datetime) -> Mapping[str, Any]:
    """Return the state as it is at `at`: how late, when what comes begins, when all ends; `state` stays as it is."""
    now = state["now"]
    more = overrun(now, at=at) if now and state["phase"] in {"on_air", "held"} else _NOTHING
    if more < timedelta(seconds=1):
        return state
    programme = dict(state["programme"])
    first = programme[state["next"]]["order"] if state["next"] else len(programme)
    coming = [(item["order"], ref) for ref, item in programme.items() if item["state"] == "to_come"]
    clock = _planned(now) + more
    for _order, ref in sorted(one for one in coming if one[0] >= first):
        starts = max(datetime.fromisoformat(programme[ref]["expected_at"]), clock)
        programme[ref] = programme[ref] | {"expected_at": starts.isoformat()}
        clock = starts + timedelta(seconds=programme[ref]["seconds"])
    ends = max(datetime.fromisoformat(state["projected_end"]), clock)
    late_s = state["running_late_s"] + int(more.total_seconds())
    return {**state, "programme": programme, "running_late_s": late_s, "projected_end": ends.isoformat()}


def _planned(now: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(now["started_at"]) + timedelta(seconds=now["seconds"] + now["held_s"])
