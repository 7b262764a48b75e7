"""Opening a record without an account: six digits to an address, the same answer whether it is known or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.refusals import Refused
from ocaq.privacy.commands.asking import prove_address, send_code
from ocaq.privacy.forms import AddressForm, CodeForm
from ocaq.privacy.rules.asking import digits
from ocaq.privacy.views.asking import actor_of, note_proof

_ASKED = "ocaq_record_asked"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_ask(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        origin = request.META.get("REMOTE_ADDR", "")
        try:
            send_code(
                address=address, origin=origin, language=get_language() or "en", by=actor_of(request), at=clock.now()
            )
        except Refused as refused:
            form.add_error("address", refused.sentence)
        else:
            request.session[_ASKED] = address
            return redirect("privacy:record_code_enter")
    return render(request, "privacy/code_ask.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_enter(request: HttpRequest) -> HttpResponse:
    address, at = request.session.get(_ASKED, ""), clock.now()
    if not address:
        return redirect("privacy:record_code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proven = prove_address(address=address, code=digits(form.cleaned_data["code"]), by=actor_of(request), at=at)
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            del request.session[_ASKED]
            note_proof(request, proven, at)
            messages.success(request, _("Your record is open on this device for half an hour."))
            return redirect("privacy:record")
    return render(
        request, "privacy/code_enter.html", {"form": form, "address": address}, status=422 if form.errors else 200
    )
