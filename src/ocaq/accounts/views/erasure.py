"""Erasing an account, with a page that says what goes and what stays."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.accounts.adapters import signed_in_lately
from ocaq.accounts.commands import erase_account, erase_account_of
from ocaq.accounts.forms import EraseAccountForm
from ocaq.accounts.permissions import require_account, require_staff
from ocaq.accounts.queries import account_by_id
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_erasure(request: HttpRequest) -> HttpResponse:
    """Erase one's own account; a telephone left lying about must not."""
    actor = _actor(request)
    user_id = require_account(actor)
    if not signed_in_lately(request):
        return HttpResponseRedirect(f"{reverse('account_again')}?{urlencode({'next': reverse('my-erasure')})}")
    if request.method != "POST":
        return render(request, "accounts/erasure.html", {"account": account_by_id(user_id=user_id)})
    erase_account(user_id=user_id, by=actor, at=clock.now())
    request.session.flush()
    messages.success(request, _("Your account and everything kept about you is erased."))
    return redirect("/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_erasure(request: HttpRequest) -> HttpResponse:
    """Erase somebody's account when they have asked for it."""
    actor = _actor(request)
    require_staff(actor)
    form = EraseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _erased(form, actor):
        messages.success(request, _("The account and everything kept about the person is erased."))
        return redirect("desk-people")
    return render(request, "accounts/desk_erasure.html", {"form": form}, status=422 if form.errors else 200)


def _erased(form: EraseAccountForm, actor: Actor) -> bool:
    try:
        erase_account_of(email=form.cleaned_data["address"], by=actor, at=clock.now())
    except (NotFound, NotPossible) as refused:
        form.add_error("address", refused.sentence)
        return False
    return True
