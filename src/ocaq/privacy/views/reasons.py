"""A reason, asked before somebody at the desk searches or reads across what is theirs to look after."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.accounts.public import require_desk
from ocaq.kernel import clock
from ocaq.privacy.forms import ReasonForm
from ocaq.privacy.public import note_reason
from ocaq.privacy.views.asking import actor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reason_give(request: HttpRequest) -> HttpResponse:
    require_desk(actor_of(request))
    form = ReasonForm(request.POST or None)
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.startswith("/desk/"):
        onward = reverse("desk")
    if request.method == "POST" and form.is_valid():
        note_reason(request, form.cleaned_data["reason"], clock.now())
        return HttpResponseRedirect(onward)
    return render(request, "privacy/reason.html", {"form": form, "onward": onward}, status=422 if form.errors else 200)
