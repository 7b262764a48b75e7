"""Registering: by personal link or open, in three short pages; one's own registration, changed without an account."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.conference.commands import registration as commands
from ocaq.conference.forms.registration import AboutYouForm, RegistrationForm, TakingPartForm, person_of
from ocaq.conference.queries import registration as queries
from ocaq.conference.queries.doorway import Doorway, doorway
from ocaq.conference.queries.registration import RegistrationRow
from ocaq.conference.rules.entries import PersonEntry
from ocaq.conference.rules.registration import new_key
from ocaq.conference.views.asking import actor_of
from ocaq.conference.views.saying import answers_of, kept_beside
from ocaq.design import dates
from ocaq.design.zones import capital_zone, reader_zone
from ocaq.kernel import capability, clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotPossible

REGISTRATION, INVITATION, DRAFT = "registration", "invitation", "draft"


@never_cache
@require_safe
def invitation(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Take up a personal link: the browser holds it from here on, and the address shown carries no secret."""
    row = queries.invitation_by_secret(slug=slug, secret=secret, at=clock.now())
    there = reverse("conference:mine" if row.registration else "conference:register", args=[slug])
    response = HttpResponseRedirect(f"{there}?lang={row.language}" if row.language else there)
    if row.registration:
        capability.hold(request, response, REGISTRATION, row.registration)
    else:
        capability.hold(request, response, INVITATION, row.ref)
    return response


@never_cache
@require_safe
def mine_by_link(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    row = queries.registration_by_secret(slug=slug, secret=secret)
    response = redirect("conference:mine", slug=slug)
    capability.hold(request, response, REGISTRATION, row.ref)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 1, about you."""
    door = _doorway(request, slug)
    # A form just opened for somebody else has a key and keeps nothing yet; only a first look is sent to what is held.
    held = not door.draft_key and own_registration_of(request, slug) is not None
    if held or (door.draft is not None and door.draft.state != "draft"):
        return redirect("conference:mine", slug=slug)
    key = door.draft_key or new_key(door.conference.ref)
    form = AboutYouForm(request.POST or None, initial=asdict(_person(door)))
    if request.method == "POST" and form.is_valid():
        response = _kept(request, door, key, person_of(form, _person(door)), then="conference:taking_part")
    else:
        response = _step(request, door, form, step=1)
    capability.hold(request, response, DRAFT, key)
    return response


@never_cache
@require_POST
def another_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin for somebody else on the same device. An account and a personal link are one person, so neither is used."""
    if actor_of(request).user_id is not None:
        return redirect("conference:mine", slug=slug)
    door = _doorway(request, slug)
    response = redirect("conference:register", slug=slug)
    capability.hold(request, response, DRAFT, new_key(door.conference.ref))
    if door.invitation is not None:
        capability.let_go(request, response, INVITATION, door.invitation.ref)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def taking_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 2, how you take part."""
    door = _doorway(request, slug)
    if door.draft is None:
        return redirect("conference:register", slug=slug)
    if door.draft.state != "draft":
        return redirect("conference:mine", slug=slug)
    person = _person(door)
    first = person.languages[:1] or [code for code in (get_language() or "",) if code in door.conference.languages]
    form = TakingPartForm(
        request.POST or None,
        languages=door.conference.languages,
        country=person.country,
        device_zone=_device_zone(request),
        initial={**asdict(person), "languages": first[0] if first else ""},
    )
    if request.method == "POST" and form.is_valid():
        return _kept(request, door, door.draft_key, person_of(form, person), then="conference:check")
    return _step(request, door, form, step=2)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 3, check and confirm."""
    door = _doorway(request, slug)
    if request.method == "POST":
        return _confirmed(request, door)
    if door.draft is None:
        return redirect("conference:register", slug=slug)
    if not door.draft.person.capacity:
        return redirect("conference:taking_part", slug=slug)
    if door.draft.state != "draft":
        return redirect("conference:mine", slug=slug)
    return render(
        request,
        "conference/register_check.html",
        {
            **kept_beside(door.conference),
            "conference": door.conference,
            "person": door.draft.person,
            "step": 3,
            "answers": answers_of(door.draft.person),
        },
    )


@never_cache
@require_safe
def look_into_your_mail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(
        request,
        "conference/register_mail.html",
        {"conference": doorway(slug=slug, invitations=(), keys=(), at=clock.now()).conference},
    )


@never_cache
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What a person holds of a conference: their place, their answers, the way into the hall."""
    own = own_registration_of(request, slug)
    conference = doorway(slug=slug, invitations=(), keys=(), at=clock.now()).conference
    if own is None:
        return render(request, "conference/mine_none.html", {"conference": conference})
    return render(
        request,
        "conference/mine.html",
        {
            "conference": conference,
            "own": own,
            "person": own.person,
            "answers": answers_of(own.person),
            "link_address": settings.SITE_ADDRESS
            + reverse("conference:mine_by_link", args=[slug, queries.personal_link(own)]),
            "just_confirmed": "kept" in request.GET,
            "by_link": actor_of(request).user_id is None and conference.entry == "open",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine_change(request: HttpRequest, slug: str) -> HttpResponse:
    own, conference = (
        own_or_refused(request, slug),
        doorway(slug=slug, invitations=(), keys=(), at=clock.now()).conference,
    )
    country = request.POST.get("country", own.person.country)
    form = RegistrationForm(
        request.POST or None,
        languages=conference.languages,
        country=country,
        device_zone=_device_zone(request),
        initial={**asdict(own.person), "languages": next(iter(own.person.languages), "")},
    )
    if request.method == "POST" and form.is_valid():
        commands.change_registration(
            ref=own.ref, person=person_of(form, own.person), by=holder_of(request, own), at=clock.now()
        )
        return redirect("conference:mine", slug=slug)
    context = {**kept_beside(conference), "conference": conference, "form": form, "own": own}
    return render(request, "conference/mine_change.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def withdrawal_create(request: HttpRequest, slug: str) -> HttpResponse:
    own = own_or_refused(request, slug)
    commands.withdraw_registration(ref=own.ref, by=holder_of(request, own), at=clock.now())
    return redirect("conference:mine", slug=slug)


@never_cache
@require_POST
def withdrawal_remove(request: HttpRequest, slug: str) -> HttpResponse:
    own = own_or_refused(request, slug)
    commands.resume_registration(ref=own.ref, by=holder_of(request, own), at=clock.now())
    return redirect("conference:mine", slug=slug)


def _doorway(request: HttpRequest, slug: str) -> Doorway:
    door = doorway(
        slug=slug,
        invitations=capability.held(request, INVITATION),
        keys=capability.held(request, DRAFT),
        at=clock.now(),
    )
    if door.refusal:
        raise NotPossible(door.refusal)
    return door


def _person(door: Doorway) -> PersonEntry:
    if door.draft is not None:
        return door.draft.person
    link = door.invitation
    return (
        PersonEntry(name=link.name, email=link.email, country=link.country, capacity=link.capacity)
        if link
        else PersonEntry()
    )


def _step(request: HttpRequest, door: Doorway, form: AboutYouForm | TakingPartForm, *, step: int) -> HttpResponse:
    context: dict[str, Any] = {
        **kept_beside(door.conference),
        "conference": door.conference,
        "form": form,
        "step": step,
        "draft": door.draft,
    }
    if door.draft is not None:
        zone = reader_zone(request) or capital_zone()
        context["saved_words"] = _("Saved at %(time)s. You can close this page and go on later on this device.") % {
            "time": dates.clock(door.draft.changed_at, zone)
        }
    return render(request, f"conference/register_{step}.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, door: Doorway, key: str, person: PersonEntry, *, then: str) -> HttpResponse:
    state = commands.keep_draft(
        slug=door.conference.slug,
        key=key,
        person=person,
        invitation=door.invitation.ref if door.invitation else "",
        by=actor_of(request),
        at=clock.now(),
    )
    return redirect(then if state == "draft" else "conference:mine", slug=door.conference.slug)


def _confirmed(request: HttpRequest, door: Doorway) -> HttpResponse:
    done = commands.confirm_registration(
        slug=door.conference.slug,
        key=door.draft_key,
        invitation=door.invitation.ref if door.invitation else "",
        by=actor_of(request),
        at=clock.now(),
    )
    if not done.ref:
        response = redirect("conference:look_into_your_mail", slug=door.conference.slug)
        capability.let_go(request, response, DRAFT, door.draft_key)
        return response
    response = HttpResponseRedirect(f"{reverse('conference:mine', args=[door.conference.slug])}?kept=1")
    capability.hold(request, response, REGISTRATION, done.ref)
    return response


def own_registration_of(request: HttpRequest, slug: str) -> RegistrationRow | None:
    return queries.own_registration(
        slug=slug, refs=capability.held(request, REGISTRATION), user_id=actor_of(request).user_id
    )


def own_or_refused(request: HttpRequest, slug: str) -> RegistrationRow:
    own = own_registration_of(request, slug)
    if own is None:
        raise NotAllowed("sign-in-first")
    return own


def _device_zone(request: HttpRequest) -> str:
    zone = reader_zone(request)
    return str(zone) if zone else ""


def holder_of(request: HttpRequest, own: RegistrationRow) -> Actor:
    """Return who acts for this registration: the bearer of its link, whoever else may be signed in."""
    if own.ref in capability.held(request, REGISTRATION):
        return Actor(ref=f"registration:{own.ref}", language=actor_of(request).language)
    return actor_of(request)
