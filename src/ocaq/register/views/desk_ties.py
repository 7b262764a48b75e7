"""What a body spans and what it belongs to: begun and ended at the desk, each with its day."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock, places
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import Refused
from ocaq.register.commands.affiliating import affiliate, end_affiliation, end_area, give_area
from ocaq.register.forms.keeping import AreaForm, TieForm
from ocaq.register.queries.ties import Ties, ties_of
from ocaq.register.views.asking import actor_of
from ocaq.register.views.kept import keeps_words


def _sent(sent: QueryDict) -> forms.Form:
    if "give" in sent:
        return AreaForm(sent, countries=places.countries(get_language() or "en"))
    return TieForm(sent, umbrellas=[])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(_sent)
def ties(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    found = ties_of(ref, by=actor, at=at)
    area, tie = _forms(request, found, at.date())
    form = area if "give" in request.POST else tie
    if request.method == "POST" and _done(request, found, form, actor):
        messages.success(request, _("It is written with its day."))
        return redirect("register:desk_ties", ref=ref)
    context = {"desk_here": "register:desk", "found": found, "form": form, "area": area, "tie": tie}
    return render(request, "register/desk_ties.html", context, status=422 if form.errors else 200)


def _forms(request: HttpRequest, found: Ties, today: date) -> tuple[AreaForm, TieForm]:
    countries = places.countries(get_language() or "en")
    umbrellas = [(ref, str(title)) for ref, title in found.umbrellas]
    area = AreaForm(request.POST if "give" in request.POST else None, countries=countries, initial={"starts_on": today})
    tie = TieForm(
        request.POST if request.POST and "give" not in request.POST else None,
        umbrellas=umbrellas,
        initial={"starts_on": today},
    )
    return area, tie


def _done(request: HttpRequest, found: Ties, form: forms.Form, by: Actor) -> bool:
    """Do what was asked for; what forbids it stands in the form."""
    told: Any = {"by": by, "at": clock.now()}
    ended = {name: request.POST.get(name, "")[:12] for name in ("end_area", "end_tie")}
    try:
        if ended["end_area"]:
            end_area(council=found.ref, country=ended["end_area"], ends_on=told["at"].date(), **told)
        elif ended["end_tie"]:
            end_affiliation(member=found.ref, umbrella=ended["end_tie"], ends_on=told["at"].date(), **told)
        elif not form.is_valid():
            return False
        elif isinstance(form, AreaForm):
            begun = form.cleaned_data["starts_on"]
            country = form.cleaned_data["country"]
            give_area(council=found.ref, country=country, starts_on=begun, decision=form.decision(), **told)
        else:
            begun = form.cleaned_data["starts_on"]
            affiliate(member=found.ref, umbrella=form.cleaned_data["umbrella"], starts_on=begun, **told)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True
