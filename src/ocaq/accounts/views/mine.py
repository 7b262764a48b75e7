"""My pages: who I am to the house, my roles, my devices, and what each domain keeps for me."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.accounts import my
from ocaq.accounts.commands import change_account, end_other_sessions, end_session
from ocaq.accounts.devices import device_named
from ocaq.accounts.forms import AccountForm
from ocaq.accounts.permissions import require_account
from ocaq.accounts.queries import account_by_id, sessions_of
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed

YEAR_S = 31_536_000
ZONE_COOKIE = "ocaq_zone"


@dataclass(frozen=True, slots=True)
class Section:
    title: str | Promise
    html: str


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _sections(request: HttpRequest, actor: Actor) -> list[Section]:
    at, capabilities = clock.now(), request.capabilities  # type: ignore[attr-defined]
    filled = ((section, section.contents(actor, capabilities, at)) for section in my.sections())
    return [
        Section(section.title, render_to_string(section.template, {**contents}, request=request))
        for section, contents in filled
        if contents is not None
    ]


@never_cache
@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    """Open to an account, and to whoever holds a registration by its link: the sections say what there is."""
    actor = _actor(request)
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    account = account_by_id(user_id=actor.user_id) if actor.user_id else None
    return render(request, "accounts/my.html", {"account": account, "sections": _sections(request, actor)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_change(request: HttpRequest) -> HttpResponse:
    user_id = require_account(_actor(request))
    account = account_by_id(user_id=user_id)
    first = {name: getattr(account, name) for name in ("name", "address_as", "language", "zone")}
    form = AccountForm(request.POST or None, initial=first)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/account_change.html", {"form": form}, status=422 if form.errors else 200)
    change_account(user_id=user_id, **form.cleaned_data, by=_actor(request), at=clock.now())
    messages.success(request, _("Saved."))
    return _with_choices(HttpResponseRedirect(reverse("my")), form.cleaned_data)


def _with_choices(response: HttpResponse, chosen: dict[str, Any]) -> HttpResponse:
    """Have this browser follow what was chosen, at once."""
    for cookie, value in ((settings.LANGUAGE_COOKIE_NAME, chosen["language"]), (ZONE_COOKIE, chosen["zone"])):
        if value:
            response.set_cookie(cookie, value, max_age=YEAR_S, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@never_cache
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    user_id = require_account(_actor(request))
    rows = sessions_of(user_id=user_id, this=request.session.session_key or "")
    return render(
        request, "accounts/sessions.html", {"sessions": [(row, device_named(row.user_agent)) for row in rows]}
    )


@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    user_id = require_account(_actor(request))
    end_session(session_id=session_id, user_id=user_id, by=_actor(request), at=clock.now())
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect(reverse("my-sessions"))


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    user_id = require_account(_actor(request))
    count = end_other_sessions(
        user_id=user_id, keep=request.session.session_key or "", by=_actor(request), at=clock.now()
    )
    messages.success(
        request,
        ngettext("%(count)d other device is signed out.", "%(count)d other devices are signed out.", count)
        % {"count": count},
    )
    return HttpResponseRedirect(reverse("my-sessions"))
