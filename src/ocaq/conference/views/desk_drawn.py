"""The console as the server draws it: what a director needs to run the show when no script does."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from ocaq.conference.views.drawn import Drawing, at_of, queue
from ocaq.design import dates

_AFTER_SHOWN, _QUESTIONS_SHOWN = 3, 12
# light: (shape and colour of `{% st %}`, word)
LIGHTS = {"not_needed": "none", "asked": "new", "read": "half", "ready": "done", "problem": "problem"}


def desk(
    state: Mapping[str, Any], levels: Mapping[str, Any], drawing: Drawing, *, me: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return the rows of the console's cells."""
    cues = sorted(({**item, "ref": ref} for ref, item in state["programme"].items()), key=lambda item: item["order"])
    rows = [_row(cue, state, drawing) for cue in cues]
    following = [row for row in rows if row["state"] == "to_come" and row["ref"] != state["next"]]
    next_order = next((row["order"] for row in rows if row["ref"] == state["next"]), -1)
    late = state["running_late_s"]
    return {
        "undo_open": bool(state["undo_until"]) and at_of(state["undo_until"]) > at,
        "cues": rows,
        "coming": next((row for row in rows if row["ref"] == state["next"]), None),
        "after_next": [row for row in following if row["order"] > next_order][:_AFTER_SHOWN],
        "floor": queue(state, drawing, participant=""),
        "late_s": abs(late),
        "is_late": late > 0,
        "is_early": late < 0,
        "ends_at": at_of(state["projected_end"]),
        "holds_baton": bool(state["baton"]) and state["baton"]["ref"] == me["ref"],
        "offered_to_me": bool(state["baton_offered_to"]) and state["baton_offered_to"]["ref"] == me["ref"],
        "waiting": [{**question, "ref": ref} for ref, question in state["waiting"].items()][:_QUESTIONS_SHOWN],
        "shown": [
            {**question, "ref": ref} for ref, question in state["questions"].items() if question["state"] != "answered"
        ],
        "polls": [{**poll, "ref": ref} for ref, poll in state["polls"].items()],
        "ran_words": _ran_words(cues, drawing) if state["phase"] == "ended" else "",
        "log": [{**line, "at": at_of(line["at"])} for line in state["log"][:8]],
        "people": levels.get("people", 0),
        "countries": levels.get("countries", 0),
        "lights": levels.get("lights", {}),
        "people_word": drawing.n("count.people", levels.get("people", 0)),
        "countries_word": drawing.n("count.countries", levels.get("countries", 0)),
        "world_label": drawing.n("world.label", levels.get("countries", 0)),
    }


def _ran_words(cues: Sequence[Mapping[str, Any]], drawing: Drawing) -> str:
    """Return from when to when a show ran that is over, and how much of it; nothing when nothing ran."""
    ran = [(at_of(cue["expected_at"]), timedelta(seconds=cue["ran_s"])) for cue in cues if cue["ran_s"] is not None]
    if not ran:
        return ""
    start, end = min(began for began, _ in ran), max(began + took for began, took in ran)
    zone = ZoneInfo(settings.CAPITAL_ZONE)
    words = [
        drawing.t(
            "console.ran",
            start=dates.clock(start, zone),
            end=dates.clock(end, zone),
            length=dates.clock_face(end - start),
        ),
        drawing.n("count.items_ran", len(ran)),
    ]
    skipped = sum(cue["state"] == "skipped" for cue in cues)
    return " ".join(words + [drawing.n("count.items_skipped", skipped)] * bool(skipped))


def _row(cue: Mapping[str, Any], state: Mapping[str, Any], drawing: Drawing) -> dict[str, Any]:
    crew = state["crew"].get(cue["ref"], {"cues": {}, "lights": {}, "notes": "", "owner": ""})
    standby = state["standby"] and state["standby"]["ref"] == cue["ref"]
    return {
        **cue,
        "number": f"{cue['number']:g}",
        "go_word": drawing.t("console.go", number=f"{cue['number']:g}"),
        "kind_word": drawing.t(f"kind.{cue['kind']}"),
        "planned": at_of(cue["planned_at"]),
        "expected": at_of(cue["expected_at"]),
        "length": dates.clock_face(cue["seconds"] if cue["ran_s"] is None else cue["ran_s"]),
        "call": drawing.t("text.comma").join(cue["people"]) or cue["title"],
        "shape": {"on": "on", "past": "past", "skipped": "past"}.get(cue["state"], "sb" if standby else ""),
        "standby": bool(standby),
        "notes": crew["notes"],
        "owner": crew["owner"],
        "departments": [_department(department, crew) for department in state["departments"]],
    }


def _department(department: Mapping[str, Any], crew: Mapping[str, Any]) -> dict[str, Any]:
    light = crew["lights"].get(department["code"])
    cue = crew["cues"].get(department["code"], "")
    state = light["state"] if light else ("" if cue else "not_needed")
    return {
        **department,
        "cue": cue,
        "state": state,
        "shape": LIGHTS.get(state, "new"),
        "nudged": bool(light and light["nudged_at"]),
    }
