"""In an emergency: a country outside one's own is opened for an hour, with a reason, and everybody is told."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotValid
from ocaq.privacy.public import emergencies_open, open_emergency
from ocaq.register.forms.emergency import EmergencyForm
from ocaq.register.queries import emergency as queries
from ocaq.register.views.asking import actor_of
from ocaq.register.words import directory


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """What is open now and its bodies; a form to open a country."""
    actor, at = actor_of(request), clock.now()
    opened = emergencies_open(by=actor, at=at)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _opened(form, by=actor, at=at):
        messages.success(request, _("It is open for an hour. All staff are told by mail."))
        where = urlencode({"country": form.cleaned_data["country"]})
        return HttpResponseRedirect(f"{reverse('register:desk_emergency')}?{where}")
    country = request.GET.get("country", "")[:2]
    context = {
        "desk_here": "register:desk",
        "form": form,
        "opened": opened,
        "country": country,
        "bodies": queries.bodies_in(country, by=actor, at=at) if country else [],
    }
    return render(request, "register/desk_emergency.html", context, status=422 if form.errors else 200)


def _opened(form: EmergencyForm, *, by: Actor, at: datetime) -> bool:
    try:
        open_emergency(**form.cleaned_data, by=by, at=at)
    except NotValid as refused:
        form.add_error("country" if refused.code == "emergency-where" else "reason", refused.sentence)
        return False
    return True


@never_cache
@require_safe
def emergency_body(request: HttpRequest, ref: str) -> HttpResponse:
    body, posts = queries.holders_in(ref, by=actor_of(request), at=clock.now())
    rows = [(post, directory.OFFICES[post.office]) for post in posts]
    context = {"desk_here": "register:desk", "body": body, "rows": rows}
    return render(request, "register/desk_emergency_body.html", context)
