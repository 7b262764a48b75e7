"""The room: a page that lives by itself, and works without script by being fetched again."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ocaq.conference import api
from ocaq.conference.queries.channels import CREW, PUBLIC, SPEAKER, channel_of
from ocaq.conference.views.boot import (
    DEVICE_COOKIE,
    DEVICE_LIVES_S,
)
from ocaq.conference.views.room_page import page_of
from ocaq.conference.views.visiting import visit_of
from ocaq.intake import writer
from ocaq.intake.kinds import Deed
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import SENTENCES, NotAllowed, NotValid
from ocaq.live import tickets


@never_cache
@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """The hall. Who is neither registered nor of the house is shown the way in."""
    visit = visit_of(request, slug)
    if visit.registration is None and not visit.may_look_in:
        return render(request, "conference/room_way_in.html", {"conference": visit.conference}, status=403)
    if visit.registration is not None and visit.conference.is_open:
        writer.mention(tickets.read(visit.own_ticket, visit.at), api.PresentDeed(key=new_ref()), at=visit.at)
    response = page_of(request, visit)
    response.set_cookie(
        DEVICE_COOKIE, visit.device, max_age=DEVICE_LIVES_S, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


# It changes nothing and another site cannot read the answer; whoever signs in meanwhile must not lose the hall.
@csrf_exempt
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
    if not visit.may_look_in and (audience != PUBLIC or visit.registration is None):
        raise NotAllowed("register-first" if audience == PUBLIC else "crew-only")
    return JsonResponse({"ticket": visit.ticket(audience)})


@never_cache
@require_POST
def room_deeds(request: HttpRequest, slug: str) -> HttpResponse:
    """One deed from a page without script; the same button pressed twice is one deed."""
    visit = visit_of(request, slug)
    if visit.registration is None:
        raise NotAllowed("register-first")
    deed = _deed(request)
    answer = writer.submit(tickets.read(visit.own_ticket, visit.at), deed)
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
    what, _sep, rest = rest.partition(":")
    on, _sep, item = rest.partition(":")
    return api.deed_of(
        kind,
        key=digest,
        what=what,
        on=on == "on",
        item=item,
        text=said["text"] or said["topic"],
        option=said["option"],
    )
