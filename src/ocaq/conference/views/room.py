"""The room: a page that lives by itself, and works without script by being fetched again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ocaq.conference import api, permissions
from ocaq.conference.queries.channels import CREW, PUBLIC, SPEAKER, channel_of, levels_lately, state_at_head
from ocaq.conference.queries.mine import mine
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.queries.registration import RegistrationRow, own_registration
from ocaq.conference.rules.modes import Mode, refusal_of_deed
from ocaq.conference.views import drawn
from ocaq.conference.views.asking import actor_of
from ocaq.conference.views.boot import (
    DEVICE_COOKIE,
    DEVICE_LIVES_S,
    NOBODY,
    Bearer,
    boot_block,
    device_of,
    ticket_for,
)
from ocaq.design import dates
from ocaq.design.zones import capital_zone, reader_zone
from ocaq.intake import writer
from ocaq.intake.kinds import Deed
from ocaq.kernel import clock
from ocaq.kernel.ids import new_ref
from ocaq.kernel.places import country_name
from ocaq.kernel.refusals import SENTENCES, NotAllowed, NotFound, NotValid
from ocaq.live import tickets

REFRESH_S, WRITING_S = 15, 300


@dataclass(frozen=True)
class Visit:
    """Who stands at the door of which room."""

    conference: ConferenceRow
    registration: RegistrationRow | None
    may_look_in: bool
    device: str
    at: datetime

    @property
    def bearer(self) -> Bearer:
        row = self.registration
        return Bearer(row.ref, row.person.country, row.person.capacity) if row else NOBODY

    def ticket(self, audience: str = PUBLIC) -> str:
        return ticket_for(
            ref=self.conference.ref, audience=audience, bearer=self.bearer, device=self.device, at=self.at
        )


def visit_of(request: HttpRequest, slug: str) -> Visit:
    """Return who asks for a room.

    Raises:
        NotFound: `no-such-conference`, also while it is a draft or when it was cancelled.
    """
    conference = conference_by_slug(slug)
    if conference.state in {"draft", "cancelled"}:
        raise NotFound("no-such-conference")
    actor = actor_of(request)
    refs = request.capabilities.get("registration", ())  # type: ignore[attr-defined]
    own = own_registration(slug=slug, refs=refs, user_id=actor.user_id) if refs or actor.user_id is not None else None
    confirmed = own if own is not None and own.state == "confirmed" else None
    return Visit(conference, confirmed, permissions.may_look_in(actor), device_of(request), clock.now())


@never_cache
@require_GET
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """The hall. Who is neither registered nor of the house is shown the way in."""
    visit = visit_of(request, slug)
    if visit.registration is None and not visit.may_look_in:
        return render(request, "conference/room_way_in.html", {"conference": visit.conference}, status=403)
    if visit.registration is not None and visit.conference.is_open:
        writer.submit(tickets.read(visit.ticket(), visit.at), api.PresentDeed(key=new_ref()))
    response = render(request, "conference/room.html", _drawn(request, visit))
    response.set_cookie(
        DEVICE_COOKIE, visit.device, max_age=DEVICE_LIVES_S, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@never_cache
@require_POST
def room_ticket(request: HttpRequest, slug: str) -> HttpResponse:
    """Renew a ticket: {"channel"} -> {"ticket"}."""
    visit = visit_of(request, slug)
    channel = api.channel_asked(request.body)
    audience = next(
        (name for name in (PUBLIC, CREW, SPEAKER) if channel == channel_of(visit.conference.ref, name)), None
    )
    if audience is None:
        raise NotValid("not-understood")
    if audience != PUBLIC and not permissions.may_crew(actor_of(request)):
        raise NotAllowed("crew-only")
    if audience == PUBLIC and visit.registration is None and not visit.may_look_in:
        raise NotAllowed("register-first")
    return JsonResponse({"ticket": visit.ticket(audience)})


@never_cache
@require_POST
def room_deeds(request: HttpRequest, slug: str) -> HttpResponse:
    """One deed from a page without script; the same button pressed twice is one deed."""
    visit = visit_of(request, slug)
    if visit.registration is None:
        raise NotAllowed("register-first")
    deed = _deed(request)
    answer = writer.submit(tickets.read(visit.ticket(), visit.at), deed)
    if answer.refused:
        messages.error(
            request, str(SENTENCES[answer.refused]) % answer.facts if answer.facts else str(SENTENCES[answer.refused])
        )
    else:
        messages.success(request, _("Done."))
    return redirect("conference:room", slug=slug)


def _deed(request: HttpRequest) -> Deed:
    said = {name: request.POST.get(name, "") for name in ("do", "text", "topic", "option", "key")}
    digest = hashlib.sha256("\n".join(said.values()).encode()).hexdigest()
    kind, _sep, rest = said["do"].partition(":")
    what, _sep, on = rest.partition(":")
    return api.deed_of(
        kind, key=digest, what=what, on=on == "on", text=said["text"] or said["topic"], option=said["option"]
    )


def _drawn(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    conference, own = visit.conference, visit.registration
    drawing = drawn.Drawing()
    channel = channel_of(conference.ref, PUBLIC)
    state, _json = state_at_head(channel, drawing.language)
    levels = levels_lately(channel)
    done = mine(conference.id, own.ref) if own else {"votes": [], "poll": {}, "reactions": []}
    me = (
        {
            "participant": own.ref,
            "name": own.person.name,
            "country": own.person.country,
            "country_name": country_name(own.person.country, drawing.language),
        }
        if own
        else None
    )
    writing, there = request.GET.get("write", ""), capital_zone()
    here = reader_zone(request) or there
    starts_at = drawn.at_of(state["conference"]["starts_at"])
    rests = {
        deed: bool(refusal_of_deed(deed=deed, phase=state["phase"], mode=Mode(state["mode"])))
        for deed in ("question", "reaction")
    }
    return {
        "conference": conference,
        "state": state,
        "w": drawing.words,
        "me": me,
        "key": new_ref(),
        "writing": writing,
        "refresh_s": WRITING_S if writing else REFRESH_S,
        "live": state["phase"] in {"doors", "on_air", "held"},
        "phase_word": drawing.t(f"phase.{state['phase']}"),
        "now": visit.at,
        "begins": drawing.t("stage.begins", time=dates.clock(starts_at, here), there=dates.clock(starts_at, there)),
        "stage": drawn.stage(state, drawing, at=visit.at),
        "programme": drawn.programme(state, drawing),
        "lateness": drawn.lateness(state, drawing),
        "said": drawn.words(state, drawing),
        "queue": drawn.queue(state, drawing, participant=own.ref if own else ""),
        "questions": drawn.questions(state, levels, drawing, voted=done["votes"]),
        "poll": drawn.poll(state, levels, drawing, chosen=done["poll"]),
        "present": drawn.presence(levels, drawing, at=visit.at, zone=here),
        "reactions": drawn.reactions(levels, drawing, mine=done["reactions"]),
        "rests": rests,
        "rest_words": drawing.words["rests"].get(state["mode"], ""),
        "boot": boot_block(
            request,
            slug=conference.slug,
            ref=conference.ref,
            audience=PUBLIC,
            ticket=visit.ticket(),
            at=visit.at,
            rest={"me": me, "mine": done},
        ),
    }
