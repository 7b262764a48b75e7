"""The page of the room. What those see who have done nothing yet is alike, so it is drawn once a second for all."""

import secrets
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ocaq.conference.queries.channels import PUBLIC, channel_of, levels_lately, state_at_head
from ocaq.conference.queries.mine import mine
from ocaq.conference.rules.modes import Mode, refusal_of_deed
from ocaq.conference.rules.pace import paced
from ocaq.conference.views import drawn
from ocaq.conference.views.boot import boot_block
from ocaq.conference.views.visiting import Visit
from ocaq.design import dates
from ocaq.design.zones import capital_zone, reader_zone
from ocaq.kernel.ids import new_ref
from ocaq.kernel.places import country_name

REFRESH_S, WRITING_S = 15, 300
NOTHING: dict[str, Any] = {"votes": [], "poll": {}, "reactions": []}
# Stand in for what differs between two people who have done nothing yet; nobody can write them in a question.
_TOKEN, _KEY = secrets.token_hex(16), secrets.token_hex(16)
_MOST_KEPT = 200
_kept: dict[tuple[Any, ...], str] = {}


def page_of(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """Return what the page is made of: the frame, the room as drawn, the boot block."""
    conference, own, drawing = visit.conference, visit.registration, drawn.Drawing()
    written, state_json = state_at_head(channel_of(conference.ref, PUBLIC), drawing.language)
    state = paced(written, at=visit.at)
    done = mine(conference.id, own.ref) if own else NOTHING
    me = _me(visit, drawing.language)
    writing = request.GET.get("write", "")
    boot = boot_block(
        request,
        conference,
        audience=PUBLIC,
        ticket=visit.ticket(),
        at=visit.at,
        state=state_json,
        rest={"me": me, "mine": done},
    )
    return {
        "conference": conference,
        "state": state,
        "w": drawing.words,
        "writing": writing,
        "refresh_s": WRITING_S if writing else REFRESH_S,
        "live": state["phase"] in {"doors", "on_air", "held"},
        "phase_word": drawing.t(f"phase.{state['phase']}"),
        "now": visit.at,
        "room": _drawing_of(request, visit, drawing, state, done),
        "boot": boot,
    }


def _me(visit: Visit, language: str) -> dict[str, str] | None:
    if visit.registration is None:
        return None
    ref, person = visit.registration.ref, visit.registration.person
    return {
        "participant": ref,
        "name": person.name,
        "country": person.country,
        "country_name": country_name(person.country, language),
    }


def _drawing_of(
    request: HttpRequest, visit: Visit, drawing: drawn.Drawing, state: Mapping[str, Any], done: Mapping[str, Any]
) -> SafeString:
    """Draw the room, or take the drawing made for another reader who sees the same."""
    own, zone = visit.registration, reader_zone(request) or capital_zone()
    writing = request.GET.get("write", "")
    hand_up = own is not None and any(hand["participant"] == own.ref for hand in state["queue"].values())
    shared = not hand_up and not any(done.values()) and writing in {"", "still", "hand", "question"}
    key = (
        visit.conference.ref,
        state["seq"],
        drawing.language,
        str(zone),
        own is not None,
        writing,
        int(visit.at.timestamp()),
    )
    drawing_kept = _kept.get(key) if shared else None
    if drawing_kept is None:
        context = _hall(visit, drawing, state, done, zone) | {"writing": writing, "key": _KEY, "csrf_token": _TOKEN}
        drawing_kept = render_to_string("conference/room_drawn.html", context, request)
        if shared:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = drawing_kept
    return mark_safe(drawing_kept.replace(_TOKEN, get_token(request)).replace(_KEY, new_ref()))  # noqa: S308 - our own drawing


def _hall(
    visit: Visit, drawing: drawn.Drawing, state: Mapping[str, Any], done: Mapping[str, Any], zone: tzinfo
) -> dict[str, Any]:
    levels = levels_lately(channel_of(visit.conference.ref, PUBLIC))
    starts_at = drawn.at_of(state["conference"]["starts_at"])
    begins = {"time": dates.clock(starts_at, zone), "there": dates.clock(starts_at, capital_zone())}
    participant = visit.registration.ref if visit.registration else ""
    return {
        "conference": visit.conference,
        "state": state,
        "w": drawing.words,
        "me": participant,
        "live": state["phase"] in {"doors", "on_air", "held"},
        "phase_word": drawing.t(f"phase.{state['phase']}"),
        "begins": drawing.t("stage.begins", **begins),
        "stage": drawn.stage(state, drawing, at=visit.at),
        "programme": drawn.programme(state, drawing),
        "lateness": drawn.lateness(state, drawing),
        "said": drawn.words(state, drawing),
        "queue": drawn.queue(state, drawing, participant=participant),
        "questions": drawn.questions(state, levels, drawing, voted=done["votes"]),
        "poll": drawn.poll(state, levels, drawing, chosen=done["poll"]),
        "present": drawn.presence(levels, drawing, at=visit.at, zone=zone),
        "reactions": drawn.reactions(levels, drawing, mine=done["reactions"]),
        "rests": _rests(state),
        "rest_words": drawing.words["rests"].get(state["mode"], ""),
    }


def _rests(state: Mapping[str, Any]) -> dict[str, bool]:
    asked = {"phase": state["phase"], "mode": Mode(state["mode"])}
    return {deed: refusal_of_deed(deed=deed, **asked) is not None for deed in ("question", "reaction")}
