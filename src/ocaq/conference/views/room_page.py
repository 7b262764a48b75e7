"""The page of the room. What those see who have done nothing yet is alike, so it is drawn once for all of them."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ocaq.conference.queries.channels import PUBLIC, channel_of, levels_lately, state_at_head
from ocaq.conference.queries.mine import mine
from ocaq.conference.rules.modes import Mode, refusal_of_deed
from ocaq.conference.rules.pace import paced
from ocaq.conference.views import drawn
from ocaq.conference.views.boot import boot_block, escaped
from ocaq.conference.views.kept import Gap, Kept
from ocaq.conference.views.visiting import Visit
from ocaq.design import dates
from ocaq.design.templatetags.ocaq import both_clocks
from ocaq.design.zones import capital_zone, city_of, reader_zone
from ocaq.kernel import erasure
from ocaq.kernel.ids import REF_LENGTH, new_ref
from ocaq.kernel.places import country_name

REFRESH_S, WRITING_S = 15, 300
NOTHING: dict[str, Any] = {"votes": [], "poll": {}, "reactions": []}
# What the script keeps up to date by itself from its first second on; who has none fetches the page again anyway.
KEPT_S = 5
_WRITING = frozenset({"", "still", "hand", "question"})
# Stand for what differs between two readers who have done nothing yet; nobody can write them in a question.
_SECRET = secrets.token_hex(16)
_LENGTHS = {"csrf": 64, "key": REF_LENGTH, "nonce": 24}
_CLOCK_LENGTH = len("00:00")
_OPEN = ("csrf", "key", "clocks", "ticket", "me", "now", "zone", "city")
_MOST_KEPT = 100
_takes_gzip = re.compile(r"\bgzip\b").search


@dataclass(frozen=True)
class Page:
    """A page as drawn, and the moments whose times of day are left open in it."""

    kept: Kept
    moments: Mapping[str, datetime]


_kept: dict[tuple[Any, ...], Page] = {}
erasure.clears(_kept.clear)


def _mark(name: str) -> str:
    return f"{name}-{_SECRET}"


def page_of(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the page of the room: the frame, the room as drawn, the boot block."""
    conference, own, drawing = visit.conference, visit.registration, drawn.Drawing()
    state, _json = state_at_head(channel_of(conference.ref, PUBLIC), drawing.language)
    done = mine(conference.id, own.ref) if own else NOTHING
    key = _shared_key(request, visit, state, done, drawing.language)
    page = _kept.get(key) if key else None
    if page is None:
        page = _drawn(request, visit, drawing, done)
        if key:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = page
    return _filled(request, visit, page, drawing.language, is_shared=key is not None)


def _shared_key(
    request: HttpRequest, visit: Visit, state: Mapping[str, Any], done: Mapping[str, Any], language: str
) -> tuple[Any, ...] | None:
    """Return what two readers have in common who see the same, None for who has done something that shows."""
    own, writing = visit.registration, request.GET.get("write", "")
    hand_up = own is not None and any(hand["participant"] == own.ref for hand in state["queue"].values())
    if hand_up or any(done.values()) or writing not in _WRITING or request.GET.keys() - {"write"}:
        return None
    if len(get_messages(request)):
        return None
    is_zone_known, since = reader_zone(request) is not None, int(visit.at.timestamp()) // KEPT_S
    about = (visit.conference.ref, visit.conference.version, state["seq"])
    return (*about, language, is_zone_known, own is not None, request.GET.urlencode(), since)


def _filled(request: HttpRequest, visit: Visit, page: Page, language: str, *, is_shared: bool) -> HttpResponse:
    zone = reader_zone(request)
    values = {
        "csrf": get_token(request),
        "key": new_ref(),
        "nonce": str(request.csp_nonce),  # type: ignore[attr-defined]
        "clocks": _clocks(visit.at.replace(second=0, microsecond=0), zone, language),
        "ticket": visit.own_ticket,
        "me": escaped(json.dumps(_me(visit, language), ensure_ascii=False)),
        "now": visit.at.isoformat().replace("+00:00", "Z"),
        "zone": str(zone) if zone else "",
        "city": escaped(json.dumps(city_of(str(zone), language) if zone else "", ensure_ascii=False)),
        **{name: dates.clock(at, zone or capital_zone()) for name, at in page.moments.items()},
    }
    filling = {name: value.encode() for name, value in values.items()}
    if not is_shared or not _takes_gzip(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(page.kept.whole(filling))
    response = HttpResponse(page.kept.packed(filling), headers={"Content-Encoding": "gzip"})
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@lru_cache(maxsize=1_024)
def _clocks(minute: datetime, zone: tzinfo | None, _language: str) -> str:
    """Return the time in the reader's zone and the capital's, as the head of the page writes it."""
    return str(render_to_string("design/when.html", both_clocks(minute, zone, capital_zone())))


def _drawn(request: HttpRequest, visit: Visit, drawing: drawn.Drawing, done: Mapping[str, Any]) -> Page:
    """Draw the whole page, with marks where readers differ."""
    written, state_json = state_at_head(channel_of(visit.conference.ref, PUBLIC), drawing.language)
    state, writing = paced(written, at=visit.at), request.GET.get("write", "")
    open_in_boot = {name: _mark(name) for name in ("me", "now", "csrf", "zone", "city")}
    boot = boot_block(
        request,
        visit.conference,
        audience=PUBLIC,
        ticket=_mark("ticket"),
        at=visit.at,
        state=state_json,
        rest={"mine": done, **open_in_boot},
    )
    hall, moments = _hall(visit, drawing, state, done, is_zone_known=reader_zone(request) is not None)
    context = hall | {
        "writing": writing,
        "refresh_s": WRITING_S if writing else REFRESH_S,
        "clocks": _mark("clocks"),
        "key": _mark("key"),
        "csrf_token": _mark("csrf"),
        "boot": boot,
    }
    text = render_to_string("conference/room.html", context, request)
    nonce = Gap(str(request.csp_nonce), _LENGTHS["nonce"])  # type: ignore[attr-defined]
    gaps = {name: Gap(_mark(name), _LENGTHS.get(name, 0)) for name in _OPEN} | {"nonce": nonce}
    gaps |= {name: Gap(f'"{_mark(name)}"') for name in ("me", "city")}  # JSON of their own
    return Page(Kept(text, gaps | {name: Gap(_mark(name), _CLOCK_LENGTH) for name in moments}), moments)


def _me(visit: Visit, language: str) -> dict[str, str] | None:
    if visit.registration is None:
        return None
    own = visit.registration
    return {
        "participant": own.ref,
        "name": own.name,
        "country": own.country,
        "country_name": country_name(own.country, language),
    }


def _hall(
    visit: Visit, drawing: drawn.Drawing, state: Mapping[str, Any], done: Mapping[str, Any], *, is_zone_known: bool
) -> tuple[dict[str, Any], dict[str, datetime]]:
    """Return what the room is drawn from, and the moments whose times of day it leaves open."""
    levels = levels_lately(channel_of(visit.conference.ref, PUBLIC))
    starts_at = drawn.at_of(state["conference"]["starts_at"])
    begins = {"time": _mark("begins"), "there": dates.clock(starts_at, capital_zone())}
    rows = drawn.programme(state, drawing)
    moments = {"begins": starts_at, "counted": visit.at, **{f"at{n}": row["at"] for n, row in enumerate(rows)}}
    participant = visit.registration.ref if visit.registration else ""
    hall = {
        "conference": visit.conference,
        "state": state,
        "w": drawing.words,
        "me": participant,
        "live": state["phase"] in {"doors", "on_air", "held"},
        "phase_word": drawing.t(f"phase.{state['phase']}"),
        "begins": drawing.t("stage.begins", **begins),
        "stage": drawn.stage(state, drawing, at=visit.at),
        "programme": [{**row, "clock": _open_clock(f"at{n}", row["at"], is_zone_known)} for n, row in enumerate(rows)],
        "lateness": drawn.lateness(state, drawing),
        "said": drawn.words(state, drawing),
        "queue": drawn.queue(state, drawing, participant=participant),
        "questions": drawn.questions(state, levels, drawing, voted=done["votes"]),
        "poll": drawn.poll(state, levels, drawing, chosen=done["poll"]),
        "present": drawn.presence(levels, drawing, counted=f"{_mark('counted')}:{visit.at:%S}"),
        "reactions": drawn.reactions(levels, drawing, mine=done["reactions"]),
        "rests": _rests(state),
        "rest_words": drawing.words["rests"].get(state["mode"], ""),
    }
    return hall, moments


def _open_clock(name: str, at: datetime, is_zone_known: bool) -> SafeString:
    unknown = "" if is_zone_known else mark_safe(" data-here")
    return format_html('<time{} datetime="{}">{}</time>', unknown, at.isoformat(timespec="minutes"), _mark(name))


def _rests(state: Mapping[str, Any]) -> dict[str, bool]:
    asked = {"phase": state["phase"], "mode": Mode(state["mode"])}
    return {deed: refusal_of_deed(deed=deed, **asked) is not None for deed in ("question", "reaction")}
