"""The desk: what waits, and who holds which role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.accounts.commands import end_role, grant_role, open_account
from ocaq.accounts.forms import EndRoleForm, GrantRoleForm
from ocaq.accounts.permissions import require_desk, require_staff
from ocaq.accounts.queries import RoleRow, role_by_id, role_holders
from ocaq.accounts.words import ROLES, where_in_words
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import looked
from ocaq.kernel.refusals import NotPossible, NotValid


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _where(row: RoleRow) -> str:
    return where_in_words(row.scope, row.place, get_language() or "en")


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
    looked(by=actor, subjects={row.subject for row in holders}, purpose="roles", at=at)
    rows = [(row, ROLES[row.role], _where(row)) for row in holders]
    return render(request, "accounts/people.html", {"holders": rows, "me": actor.user_id})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_grant(request: HttpRequest) -> HttpResponse:
    require_staff(_actor(request))
    form = GrantRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _granted(request, form):
        messages.success(request, _("The role is given, and the person is told by mail."))
        return HttpResponseRedirect(reverse("desk-people"))
    return render(request, "accounts/role_grant.html", {"form": form}, status=422 if form.errors else 200)


def _granted(request: HttpRequest, form: GrantRoleForm) -> bool:
    wanted, actor, at = form.cleaned_data, _actor(request), clock.now()
    scope = "country" if wanted["country"] else "institution"
    try:
        user_id = open_account(email=wanted["email"], name=wanted["name"], by=actor, at=at)
        grant_role(user_id=user_id, role=wanted["role"], scope=scope, place=wanted["country"], by=actor, at=at)
    except (NotPossible, NotValid) as refused:
        form.add_error("country" if refused.code.startswith("role-scope") else None, refused.sentence)
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor, at = _actor(request), clock.now()
    row = role_by_id(grant_id=grant_id, by=actor, at=at)
    looked(by=actor, subjects=[row.subject], purpose="roles", at=at)
    form = EndRoleForm(request.POST if request.method == "POST" else None, expected=row.email)
    if request.method == "POST" and form.is_valid():
        end_role(grant_id=grant_id, by=actor, at=at)
        messages.success(request, _("The role has ended, and the person is told by mail."))
        return HttpResponseRedirect(reverse("desk-people"))
    return render(
        request,
        "accounts/role_end.html",
        {"form": form, "row": row, "role": ROLES[row.role], "where": _where(row)},
        status=422 if form.errors else 200,
    )
