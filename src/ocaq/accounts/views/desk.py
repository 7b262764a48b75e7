"""The desk: what waits, and who holds which role."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.accounts.commands import end_role, grant_role_to, keep_role
from ocaq.accounts.forms import EndRoleForm, GrantRoleForm
from ocaq.accounts.permissions import require_desk
from ocaq.accounts.queries import RoleRow, communities_named, offers_to, role_by_id, role_holders, titles_of
from ocaq.accounts.words import ROLES, where_in_words
from ocaq.design.dates import calendar_day
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotPossible, NotValid
from ocaq.kernel.text import Text

_FIELDS = {
    "role-scope-wrong": "scope",
    "role-country-wrong": "country",
    "role-post-over": "ground",
    "role-over-before-it-began": "until",
    "mail-address-wrong": "email",
    "name-too-long": "name",
}


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _where(row: RoleRow, titles: Mapping[str, Text]) -> str:
    return where_in_words(row.scope, row.place, get_language() or "en", titles)


def _until(row: RoleRow) -> str:
    """Say the last day of a role, where it is known."""
    return calendar_day((row.ends_at - timedelta(seconds=1)).astimezone(UTC).date()) if row.ends_at else ""


@never_cache
@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    require_desk(_actor(request))
    return render(request, "accounts/desk.html")


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    holders = role_holders(by=actor, at=at)
    titles = titles_of(holders)
    rows = [(row, ROLES[row.role], _where(row, titles), _until(row)) for row in holders]
    due = [drawn for drawn in rows if drawn[0].is_due(at)]
    context = {"holders": rows, "due": due, "me": actor.user_id, "is_staff": actor.has_role("staff")}
    return render(request, "accounts/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_grant(request: HttpRequest) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    offers, asked = offers_to(by=actor, at=at), request.POST
    named = asked.get("community", "") if asked.get("scope") == "community" else ""
    form = GrantRoleForm(asked or None, offers=offers, bodies=communities_named(named, by=actor, at=at))
    if request.method == "POST" and form.is_valid() and _granted(request, form):
        messages.success(request, _("The role is given, and the person is told by mail."))
        return HttpResponseRedirect(reverse("desk-people"))
    if is_asking := form.is_asking:
        form.errors.clear()
    context = {"form": form, "is_asking": is_asking}
    return render(request, "accounts/role_grant.html", context, status=422 if form.errors else 200)


def _granted(request: HttpRequest, form: GrantRoleForm) -> bool:
    told = form.cleaned_data
    wanted = {name: told[name] for name in ("email", "name", "role", "scope", "place", "post", "ends_at")}
    try:
        grant_role_to(**wanted, by=_actor(request), at=clock.now())
    except (NotAllowed, NotPossible, NotValid) as refused:
        field = _FIELDS.get(refused.code, "")
        form.add_error(field if field in form.fields else None, refused.sentence)
        return False
    return True


@never_cache
@require_POST
def role_keep(request: HttpRequest, grant_id: int) -> HttpResponse:
    keep_role(grant_id=grant_id, by=_actor(request), at=clock.now())
    messages.success(request, _("It is written that this role is still right. In a year it stands here again."))
    return HttpResponseRedirect(reverse("desk-people"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    row = role_by_id(grant_id=grant_id, by=actor, at=at)
    form = EndRoleForm(request.POST if request.method == "POST" else None, expected=row.email)
    if request.method == "POST" and form.is_valid():
        end_role(grant_id=grant_id, by=actor, at=at)
        messages.success(request, _("The role has ended, and the person is told by mail."))
        return HttpResponseRedirect(reverse("desk-people"))
    return render(
        request,
        "accounts/role_end.html",
        {"form": form, "row": row, "role": ROLES[row.role], "where": _where(row, titles_of([row]))},
        status=422 if form.errors else 200,
    )
