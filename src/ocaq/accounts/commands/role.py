"""Giving and ending roles."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.permissions import require_staff
from ocaq.accounts.rules import refusal_to_end, refusal_to_grant
from ocaq.accounts.words import ROLES, WHAT_ROLES_DO, where_in_words
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
    by: Actor,
    at: datetime,
    tell: bool = True,
) -> int:
    """Give a role from now on; the person is told by mail.

    Args:
        place: a country code or a community's reference, empty for the whole institution.
        tell: False where nobody waits for a mail (setting up, the demo).

    Returns:
        The grant's id.

    Raises:
        NotFound: `not-found`. NotAllowed: `sign-in-first`, `not-allowed`.
        NotPossible: `account-closed`, `role-scope-wrong`, `role-country-wrong`, `role-held`.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    require_staff(by)
    if user is None:
        raise NotFound("not-found")
    if not user.is_active:
        raise NotPossible("account-closed")
    holds = RoleGrant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), user=user, role=role, scope=scope, place=place
    ).exists()
    refusal = refusal_to_grant(role=role, scope=scope, place=place, countries=frozenset(country_codes()), holds=holds)
    if refusal:
        raise NotPossible(refusal)
    grant = RoleGrant.objects.create(user=user, role=role, scope=scope, place=place, starts_at=at, granted_by=by.ref)
    _record("accounts.role.granted", user, grant, by=by, at=at)
    if tell:
        _tell("accounts_role_granted", user, grant, by=by, at=at)
    return grant.pk


@transaction.atomic
def end_role(*, grant_id: int, by: Actor, at: datetime) -> None:
    """End a role now; the person is told by mail.

    Raises:
        NotFound: `not-found`. NotAllowed: `sign-in-first`, `not-allowed`. NotPossible: `role-ended`, `own-staff-role`.
    """
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").filter(pk=grant_id).first()
    require_staff(by)
    if grant is None:
        raise NotFound("not-found")
    ended = grant.ends_at is not None and grant.ends_at <= at
    if refusal := refusal_to_end(role=grant.role, own=by.user_id == grant.user_id, ended=ended):
        raise NotPossible(refusal)
    RoleGrant.objects.filter(pk=grant.pk).update(ends_at=at)
    _record("accounts.role.ended", grant.user, grant, by=by, at=at)
    _tell("accounts_role_ended", grant.user, grant, by=by, at=at)


def _record(kind: str, user: User, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    # Where goes into the commitment: a country has one coordinator, whom everybody there knows.
    sealed = {"account": user.pseudonym, "place": grant.place, "role": grant.role, "scope": grant.scope}
    record(
        kind=kind,
        subject=user.subject,
        by=by,
        at=at,
        facts={"role": grant.role, "scope": grant.scope},
        commit=commitment(bytes(grant.salt), sealed),
    )


def _tell(template: str, user: User, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    language = user.language or by.language
    with translation.override(language):
        context = {
            "role_words": str(ROLES[grant.role]),
            "what": str(WHAT_ROLES_DO[grant.role]),
            "address": user.email,
            "where": where_in_words(grant.scope, grant.place, language),
            "desk_url": f"{settings.SITE_ADDRESS}/desk/",
        }
    queue_mail(
        template=template, language=language, to=user.email, context=context, by=by, at=at, about=f"user:{user.pk}"
    )
