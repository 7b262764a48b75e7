"""Reads of accounts."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest

from ocaq.accounts.models import RoleGrant
from ocaq.kernel import capability, clock
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant

# Kinds of personal link whose bearer may act without an account, each in a cookie of its own.
LINK_KINDS = ("registration",)


def grants_of(*, user_id: int, at: datetime) -> frozenset[Grant]:
    """Return the grants in force (one query)."""
    in_force = RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=user_id, starts_at__lte=at)
    return frozenset(Grant(row.role, row.scope, row.place) for row in in_force)  # type: ignore[arg-type]


def capabilities_of_request(request: HttpRequest) -> Mapping[str, tuple[str, ...]]:
    """Return what the browser holds by personal links, newest first: {kind: refs} (no query)."""
    return {kind: refs for kind in LINK_KINDS if (refs := capability.held(request, kind))}


def actor_of_request(request: HttpRequest) -> Actor:
    """Return the signed-in account with its grants, else the newest registration held by link, else nobody.

    Two queries with a session, none without. Who is signed in acts as that account, whatever links are held beside.
    """
    language = getattr(request, "LANGUAGE_CODE", "en")
    if request.user.is_authenticated:
        return Actor(ref=f"user:{request.user.pk}", grants=grants_of(user_id=request.user.pk, at=clock.now()), language=language)
    for kind, refs in capabilities_of_request(request).items():
        return Actor(ref=f"{kind}:{refs[0]}", language=language)
    return Actor(ref=ANONYMOUS.ref, language=language)
