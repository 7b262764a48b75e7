"""Reads of accounts."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest

from ocaq.accounts.models import RoleGrant
from ocaq.kernel import clock
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant


def grants_of(*, user_id: int, at: datetime) -> frozenset[Grant]:
    """Return the grants in force (one query)."""
    in_force = RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=user_id, starts_at__lte=at)
    return frozenset(Grant(row.role, row.scope, row.place) for row in in_force)  # type: ignore[arg-type]


def actor_of_request(request: HttpRequest) -> Actor:
    """Return the signed-in account with its grants, else nobody (two queries, none without a session)."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    if not request.user.is_authenticated:
        return Actor(ref=ANONYMOUS.ref, language=language)
    return Actor(ref=f"user:{request.user.pk}", grants=grants_of(user_id=request.user.pk, at=clock.now()), language=language)
