"""Giving and ending roles, and looking whether those that nothing ends are still right."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation

from ocaq.accounts.commands.account import open_account_for
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.network import network
from ocaq.accounts.permissions import require_giver
from ocaq.accounts.rules import refusal_to_end, refusal_to_grant
from ocaq.accounts.words import ROLES, WHAT_ROLES_DO, where_in_words
from ocaq.design.dates import calendar_day
from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.mail.queueing import queue_mail


@transaction.atomic
def grant_role(
    *,
    user_id: int,
    role: str,
    scope: str = "institution",
    place: str = "",
    post: str = "",
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
    tell: bool = True,
) -> int:
    """Give a role from now on; the person is told by mail.

    With a post it ends when that ends; with neither a post nor an end it is looked through every year.

    Args:
        place: a country code or a community's reference, empty for the whole institution.
        post: reference of the post, held in that community now, because of which the role is given.
        tell: False where nobody waits for a mail (setting up, the demo).

    Returns:
        The grant's id.

    Raises:
        NotFound: `not-found`. NotAllowed: `sign-in-first`, `not-allowed`, `role-not-yours-to-give`.
        NotPossible: `account-closed`, `role-scope-wrong`, `role-country-wrong`, `role-held`, `role-post-over`,
            `role-over-before-it-began`.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    require_giver(by, role=role, scope=scope, place=place, at=at)
    if user is None:
        raise NotFound("not-found")
    if not user.is_active:
        raise NotPossible("account-closed")
    refusal = refusal_to_grant(
        role=role,
        scope=scope,
        place=place,
        countries=frozenset(country_codes()),
        holds=_in_force(at).filter(user=user, role=role, scope=scope, place=place).exists(),
        ends_at=ends_at,
        at=at,
        post_held=not post or (scope == "community" and network().holds(post, place)),
    )
    if refusal:
        raise NotPossible(refusal)
    grant = RoleGrant.objects.create(
        user=user, role=role, scope=scope, place=place, post=post, starts_at=at, ends_at=ends_at, granted_by=by.ref
    )
    write_down("accounts.role.granted", grant, by=by, at=at)
    if tell:
        tell_holder("accounts_role_granted", grant, by=by, at=at)
    return grant.pk


@transaction.atomic
def grant_role_to(
    *,
    email: str,
    name: str = "",
    role: str,
    scope: str = "institution",
    place: str = "",
    post: str = "",
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Give a role to whoever has an address, and open their account when there is none; return the grant's id.

    Raises:
        NotAllowed, NotPossible: as `grant_role`. NotValid: `mail-address-wrong`, `name-too-long`.
    """
    require_giver(by, role=role, scope=scope, place=place, at=at)
    user_id = open_account_for(email=email, name=name, by=by, at=at)
    return grant_role(user_id=user_id, role=role, scope=scope, place=place, post=post, ends_at=ends_at, by=by, at=at)


@transaction.atomic
def end_role(*, grant_id: int, by: Actor, at: datetime) -> None:
    """End a role now; the person is told by mail.

    Raises:
        NotFound: `not-found`. NotAllowed: `sign-in-first`, `not-allowed`, `role-not-yours-to-give`.
        NotPossible: `role-ended`, `own-staff-role`.
    """
    grant = _locked(grant_id, by, at)
    ended = grant.ends_at is not None and grant.ends_at <= at
    if refusal := refusal_to_end(role=grant.role, own=by.user_id == grant.user_id, ended=ended):
        raise NotPossible(refusal)
    RoleGrant.objects.filter(pk=grant.pk).update(ends_at=at)
    write_down("accounts.role.ended", grant, by=by, at=at)
    tell_holder("accounts_role_ended", grant, by=by, at=at)


@transaction.atomic
def keep_role(*, grant_id: int, by: Actor, at: datetime) -> None:
    """Find a role still right that neither a post nor a day ends: for a year nobody is asked again.

    Raises:
        NotFound: `not-found`. NotAllowed: `sign-in-first`, `not-allowed`, `role-not-yours-to-give`.
        NotPossible: `role-ended`, `role-ends-by-itself`.
    """
    grant = _locked(grant_id, by, at)
    if grant.ends_at is not None and grant.ends_at <= at:
        raise NotPossible("role-ended")
    if grant.ends_at is not None or grant.post:
        raise NotPossible("role-ends-by-itself")
    RoleGrant.objects.filter(pk=grant.pk).update(kept_at=at)
    write_down("accounts.role.kept", grant, by=by, at=at)


def _locked(grant_id: int, by: Actor, at: datetime) -> RoleGrant:
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").filter(pk=grant_id).first()
    role, scope, place = (grant.role, grant.scope, grant.place) if grant else ("staff", "institution", "")
    require_giver(by, role=role, scope=scope, place=place, at=at)
    if grant is None:
        raise NotFound("not-found")
    return grant


def _in_force(at: datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def write_down(kind: str, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    # Where goes into the commitment: a country has one coordinator, whom everybody there knows.
    sealed = {"account": grant.user.pseudonym, "place": grant.place, "role": grant.role, "scope": grant.scope}
    record(
        kind=kind,
        subject=grant.user.subject,
        by=by,
        at=at,
        facts={"role": grant.role, "scope": grant.scope},
        commit=commitment(bytes(grant.salt), sealed),
    )


def tell_holder(template: str, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    user = grant.user
    ends_at = grant.ends_at if grant.ends_at and grant.ends_at > at else None
    language = user.language or by.language
    titles = network().titles([grant.place]) if grant.scope == "community" else {}
    with translation.override(language):
        context = {
            "role_words": str(ROLES[grant.role]),
            "what": str(WHAT_ROLES_DO[grant.role]),
            "address": user.email,
            "where": where_in_words(grant.scope, grant.place, language, titles),
            "with_post": bool(grant.post),
            "until": calendar_day((ends_at - timedelta(seconds=1)).astimezone(UTC).date()) if ends_at else "",
            "desk_url": f"{settings.SITE_ADDRESS}/desk/",
        }
    queue_mail(
        template=template, language=language, to=user.email, context=context, by=by, at=at, about=f"user:{user.pk}"
    )
