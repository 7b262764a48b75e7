"""The director's console, the crew's and the speaker's screens, and the one door of their acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ocaq.conference import api, permissions
from ocaq.conference.commands.baton import hear_of_holder
from ocaq.conference.queries.channels import CREW, SPEAKER, channel_of, crew_at_head, levels_lately, state_at_head
from ocaq.conference.queries.console import names_of
from ocaq.conference.queries.directors import directors
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.queries.standing import seq_now, version_now
from ocaq.conference.rules.pace import paced
from ocaq.conference.rules.planning import DEPARTMENTS
from ocaq.conference.views import desk_drawn, drawn
from ocaq.conference.views.asking import actor_of
from ocaq.conference.views.boot import NOBODY, boot_block, device_of, ticket_for
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.places import language_name
from ocaq.kernel.refusals import NotAllowed, Refused

JSON = "application/json"


@never_cache
@require_safe
def console(request: HttpRequest, slug: str) -> HttpResponse:
    """The director's console; crew and staff may look on, and act as far as their right goes."""
    actor = _onlooker_of(request, or_else="director-only")
    if permissions.may_direct(actor):
        hear_of_holder(slug=slug, by=actor, at=clock.now())
    return _screen(request, slug, actor, audience=CREW, template="conference/console.html")


@never_cache
@require_safe
def crew(request: HttpRequest, slug: str) -> HttpResponse:
    """A department's screen: ready or not, words, questions."""
    actor = _onlooker_of(request, or_else="crew-only")
    return _screen(request, slug, actor, audience=CREW, template="conference/crew.html")


@never_cache
@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen in front of whoever speaks."""
    actor = _onlooker_of(request, or_else="crew-only")
    return _screen(request, slug, actor, audience=SPEAKER, template="conference/speaker.html")


@never_cache
@require_POST
def acts(request: HttpRequest, slug: str) -> HttpResponse:
    """One act: JSON from a script, a form from a page without; refused with the version that is valid now."""
    actor, at = actor_of(request), clock.now()
    from_script = request.content_type == JSON
    try:
        body = api.act_asked(request.body if from_script else _fields(request))
        if body.act == "here":
            return _heard(actor, slug)
        done = api.do_act(body, slug=slug, by=actor, at=at)
    except Refused as refusal:
        if from_script:
            told = {"refused": refusal.code, "sentence": refusal.sentence, "version": version_now(slug)}
            return JsonResponse(told, status=refusal.status)
        messages.error(request, refusal.sentence)
        return redirect(_back(request, slug))
    if from_script:
        answer: dict[str, object] = {"version": done.version, "seq": done.seq}
        return JsonResponse(answer | ({"ref": done.ref} if done.ref else {}))
    return redirect(_back(request, slug))


def _heard(actor: Actor, slug: str) -> HttpResponse:
    if not permissions.may_crew(actor):
        raise NotAllowed("not-allowed")
    conference_by_slug(slug)
    hear_of_holder(slug=slug, by=actor, at=clock.now())
    return JsonResponse({"version": version_now(slug), "seq": seq_now(slug)})


def _fields(request: HttpRequest) -> dict[str, object]:
    fields: dict[str, object] = {
        name: value for name, value in request.POST.items() if name in api.ActBody.__struct_fields__ and value != ""
    }
    if "options" in request.POST:
        fields["options"] = request.POST["options"].splitlines()
    # A button carries its act with what it is about: "give_floor:hand=k7m…".
    for part in request.POST.get("do", "").split("&"):
        name, _sep, value = part.partition("=")
        if name in api.ActBody.__struct_fields__:
            fields[name] = value
    return fields


def _back(request: HttpRequest, slug: str) -> str:
    there = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/"):
        return there
    return reverse("conference:console", args=[slug])


def _onlooker_of(request: HttpRequest, *, or_else: str) -> Actor:
    actor = actor_of(request)
    if not permissions.may_look_in(actor):
        raise NotAllowed(or_else)
    return actor


def _screen(request: HttpRequest, slug: str, actor: Actor, *, audience: str, template: str) -> HttpResponse:
    conference, at, drawing = conference_by_slug(slug), clock.now(), drawn.Drawing(console=True)
    channel, ref, me = channel_of(conference.ref, audience), conference.ref, _me(actor)
    if audience == CREW:
        written, state_json = crew_at_head(conference, drawing.language, by=actor, at=at)
    else:
        written, state_json = state_at_head(channel, drawing.language)
    state = paced(written, at=at) if audience == CREW else written
    rest = {"me": me, "actsUrl": reverse("conference:console_acts", args=[slug]), "languages": _languages(conference)}
    if audience == CREW:
        rest["directors"] = [{"ref": one.ref, "name": one.name} for one in directors(at=at)]
    ticket = ticket_for(ref=ref, audience=audience, bearer=NOBODY, device=device_of(request), at=at)
    context = {
        "conference": conference,
        "state": state,
        "w": drawing.words,
        "at": at,
        "key": new_ref(),
        "here": request.path,
        "phase_word": drawing.t(f"phase.{state['phase']}"),
        "live": state["phase"] in {"doors", "on_air", "held"},
        "stage": drawn.stage(state, drawing, at=at),
        "boot": boot_block(request, conference, audience=audience, ticket=ticket, at=at, state=state_json, rest=rest),
        **rest,
    }
    if audience == CREW:
        context |= desk_drawn.desk(state, levels_lately(channel), drawing, me=me, at=at)
    elif state["next"]:
        context["next_words"] = drawing.t("speaker.next", name=state["next"])
    return render(request, template, context)


def _me(actor: Actor) -> dict[str, Any]:
    return {
        "ref": actor.ref,
        "name": names_of([actor.ref]).get(actor.ref, actor.ref.partition(":")[2]),
        "looks_on": not permissions.may_crew(actor),
        "may_direct": permissions.may_direct(actor),
        "may_moderate": permissions.may_moderate(actor),
        "may_caption": permissions.may_crew(actor),
        "departments": list(DEPARTMENTS) if permissions.may_crew(actor) else [],
    }


def _languages(conference: ConferenceRow) -> list[dict[str, str]]:
    return [{"code": code, "name": language_name(code)} for code in conference.languages]
