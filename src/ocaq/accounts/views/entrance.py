"""Signing in, up and out: allauth's views under our addresses."""

import time
from collections.abc import Callable

from allauth.account import views as account_views
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.mfa.webauthn import views as passkey_views
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from ocaq.accounts.adapters import signed_in_lately

PRESSED_TWICE_S = 30


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for an address and send a code to it. Asking again starts anew; a button pressed twice does not."""
    if request.method == "POST" and not _pressed_twice(request):
        clear_login(request)
    answer: HttpResponseBase = account_views.login(request)
    return answer


def _pressed_twice(request: HttpRequest) -> bool:
    pending = get_pending_stage(request)
    if pending is None:
        return False
    address: str = pending.state.get("email", "")
    asked_at: float = pending.state.get("at", 0)
    same = address.lower() == request.POST.get("login", "").strip().lower()
    return same and time.time() - asked_at < PRESSED_TWICE_S


def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Allauth sends here when a code has run out; asking anew is the sign-in page."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@login_required
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask to sign in anew: a telephone left lying about must change neither passkeys nor the address."""
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        onward = reverse("my")
    if signed_in_lately(request):
        return HttpResponseRedirect(onward)
    back_in = f"{reverse('account_login')}?{urlencode({'next': onward})}"
    response = render(request, "accounts/sign_in_again.html", {"back_in": back_in})
    add_never_cache_headers(response)
    return response


def _fresh(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated or signed_in_lately(request):
        return None
    onward = request.get_full_path() if request.method == "GET" else reverse("mfa_list_webauthn")
    return HttpResponseRedirect(f"{reverse('account_again')}?{urlencode({'next': onward})}")


def _whole(view: Callable[..., HttpResponseBase], request: HttpRequest, **kwargs: int) -> HttpResponseBase:
    """Run one of allauth's views so that what it changes, its mail and its evidence are one transaction."""
    if request.method != "POST":
        return login_required(view)(request, **kwargs)
    with transaction.atomic():
        return login_required(view)(request, **kwargs)


def passkey_add(request: HttpRequest) -> HttpResponseBase:
    return _fresh(request) or _whole(passkey_views.add_webauthn, request)


def passkey_rename(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _fresh(request) or _whole(passkey_views.edit_webauthn, request, pk=pk)


def passkey_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _fresh(request) or _whole(passkey_views.remove_webauthn, request, pk=pk)


def passkeys_index(_request: HttpRequest) -> HttpResponse:
    """Allauth sends here after adding a passkey."""
    return HttpResponseRedirect(reverse("mfa_list_webauthn"))


def address(request: HttpRequest) -> HttpResponseBase:
    from allauth.account.views import email  # noqa: PLC0415 - reads settings of forms when imported

    return _fresh(request) or email(request)
