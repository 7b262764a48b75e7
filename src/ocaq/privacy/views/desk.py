"""Privacy at the desk: what people asked, requests under a law, files that left, countries."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.kernel import clock
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import Refused
from ocaq.privacy.commands import asking, countries, lawful
from ocaq.privacy.forms import AddressForm, AnswerForm, CountryForm, LawfulForm, RefuseForm
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.public import reason_asked, reason_given
from ocaq.privacy.queries import desk as queries
from ocaq.privacy.queries.countries import directory_only
from ocaq.privacy.queries.exports import kinds
from ocaq.privacy.queries.requests import request_asked, requests_waiting
from ocaq.privacy.queries.subjects import things_of_address
from ocaq.privacy.views.asking import actor_of
from ocaq.privacy.words.asking import KINDS, LAWFUL_STATES


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    titles = {kind.code: kind.title for kind in kinds()}
    context = {
        "requests": [(row, KINDS[row.kind], row.days_left(at)) for row in requests_waiting(by=actor)],
        "lawful": [(row, LAWFUL_STATES[row.state]) for row in queries.lawful_requests(by=actor)],
        "exports": [(row, titles.get(row.kind, row.kind)) for row in queries.exports_taken(by=actor)],
        "countries": directory_only(),
    }
    return render(request, "privacy/desk.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What is kept under one exact address, for somebody who writes or rings; asked for with a reason, over all."""
    actor, at = actor_of(request), clock.now()
    require_staff(actor)
    reason = reason_given(request, at)
    if not reason:
        return reason_asked(request)
    form, things = AddressForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        things = things_of_address(form.cleaned_data["address"], reason=reason, by=actor, at=at)
    context = {"form": form, "things": things}
    return render(request, "privacy/desk_find.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_answer(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    row, things = request_asked(ref=ref, by=actor, at=at)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asking.answer(ref=ref, **form.cleaned_data, by=actor, at=at)
        messages.success(request, _("The answer is on its way."))
        return redirect("privacy:desk")
    context = {"row": row, "kind": KINDS[row.kind], "left": row.days_left(at), "form": form, "things": things}
    return render(request, "privacy/desk_request.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lawful_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require_staff(actor)
    form = LawfulForm(request.POST or None, initial={"key": new_ref()})

    def enter() -> None:
        lawful.enter_request(**form.cleaned_data, by=actor, at=clock.now())

    if request.method == "POST" and form.is_valid() and _did(form, enter):
        messages.success(request, _("The request is entered. Two other people decide."))
        return redirect("privacy:desk")
    return render(request, "privacy/desk_lawful_new.html", {"form": form}, status=422 if form.errors else 200)


def _did(form: forms.Form, act: Callable[[], None]) -> bool:
    try:
        act()
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


@never_cache
@require_safe
def lawful_page(request: HttpRequest, ref: str) -> HttpResponse:
    """What is asked, and the buttons of those who may still decide; nothing of the record itself."""
    row = queries.lawful_by_ref(ref=ref, by=actor_of(request))
    mine = actor_of(request).ref in {row.entered_by, row.first_by}
    context = {"row": row, "state": LAWFUL_STATES[row.state], "mine": mine, "form": RefuseForm()}
    return render(request, "privacy/desk_lawful.html", context)


@require_POST
def lawful_agree(request: HttpRequest, ref: str) -> HttpResponse:
    state = lawful.agree(ref=ref, by=actor_of(request), at=clock.now())
    said = _("Granted by two people.") if state == "granted" else _("Agreed. One more person decides.")
    messages.success(request, said)
    return redirect("privacy:desk_lawful", ref=ref)


@require_POST
def lawful_refuse(request: HttpRequest, ref: str) -> HttpResponse:
    lawful.refuse(ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=clock.now())
    messages.success(request, _("The request is refused."))
    return redirect("privacy:desk_lawful", ref=ref)


@require_POST
def lawful_deliver(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand over the file, once: written as an export and as a look before it leaves."""
    content = lawful.deliver(ref=ref, by=actor_of(request), at=clock.now())
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="request-{ref}.json"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def country_set(request: HttpRequest) -> HttpResponse:
    """Countries whose forms keep nothing: set with a reason, taken back with a button."""
    actor = actor_of(request)
    require_staff(actor)
    form = CountryForm(request.POST if "country" in request.POST else None)
    if "open" in request.POST:
        countries.keep_again(country=request.POST["open"][:2], by=actor, at=clock.now())
        messages.success(request, _("Forms of that country keep what they say again."))
        return redirect("privacy:desk_countries")

    def shut() -> None:
        countries.keep_nothing(**form.cleaned_data, by=actor, at=clock.now())

    if request.method == "POST" and form.is_valid() and _did(form, shut):
        messages.success(request, _("Forms of that country keep nothing from now on."))
        return redirect("privacy:desk_countries")
    context = {"form": form, "rows": directory_only()}
    return render(request, "privacy/desk_countries.html", context, status=422 if form.errors else 200)
