"""Erasing a person, with a page that says what goes and what stays: by themselves, or by staff whom they asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.conference.commands.erasing import erase_registration
from ocaq.conference.queries.programme import conference_by_slug
from ocaq.conference.queries.registration import registration_by_ref
from ocaq.conference.views.asking import planner_of
from ocaq.conference.views.registration import REGISTRATION, holder_of, own_or_refused, own_registration_of
from ocaq.kernel import capability, clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "conference/erasure.html", {"own": own_or_refused(request, slug)})
    own = own_registration_of(request, slug)
    if own is None:  # pressed twice: that page says that nothing is held here
        return redirect("conference:mine", slug=slug)
    erase_registration(ref=own.ref, by=holder_of(request, own), at=clock.now())
    messages.success(request, _("Everything kept about you for this conference is erased."))
    response = redirect("/")
    capability.let_go(request, response, REGISTRATION, own.ref)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_erasure(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    actor = planner_of(request)
    if request.method != "POST":
        row = registration_by_ref(slug=slug, ref=ref, by=actor, at=clock.now())
        conference = conference_by_slug(slug, public=False)
        return render(request, "conference/desk_erasure.html", {"conference": conference, "row": row})
    erase_registration(ref=ref, by=actor, at=clock.now())
    messages.success(request, _("Everything kept about this person for the conference is erased."))
    return redirect("conference:desk_registrations", slug=slug)
