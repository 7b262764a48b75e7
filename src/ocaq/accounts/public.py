"""What other domains may ask of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ocaq.accounts.models import RoleGrant, User
from ocaq.kernel.refusals import NotAllowed, NotFound

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role, as colleagues see them; `ref` is the actor's (`user:12`)."""

    ref: str
    name: str
    language: str


def holders_of(role: str, *, at: datetime) -> list[RoleHolder]:
    """Return the open accounts that hold `role` for the whole institution now, by name (one query)."""
    rows = _holding(role, at).values_list("user_id", "user__name", "user__email", "user__language").distinct()
    found = [RoleHolder(f"user:{pk}", name or email.partition("@")[0], language) for pk, name, email, language in rows]
    return sorted(found, key=lambda holder: (holder.name, holder.ref))


def holds(ref: str, role: str, *, at: datetime) -> bool:
    """Say whether the account `user:<id>` holds `role` for the whole institution now (one query)."""
    pk = ref.removeprefix("user:")
    is_account = ref.startswith("user:") and pk.isascii() and pk.isdecimal() and len(pk) <= 18
    return is_account and _holding(role, at).filter(user_id=int(pk)).exists()


def _holding(role: str, at: datetime) -> QuerySet[RoleGrant]:
    in_force = Q(ends_at=None) | Q(ends_at__gt=at)
    return RoleGrant.objects.filter(in_force, role=role, scope="institution", starts_at__lte=at, user__is_active=True)


def subject_of(*, user_id: int) -> str:
    """Return what entries and looks call this account, empty when there is none (one query)."""
    user = User.objects.filter(pk=user_id).only("pseudonym").first()
    return user.subject if user else ""


def subjects_of_accounts(abouts: Collection[str]) -> dict[str, str]:
    """Return {`user:12`: subject} of the accounts there are (one query)."""
    ids = [int(about.removeprefix("user:")) for about in abouts]
    return {f"user:{user.pk}": user.subject for user in User.objects.filter(pk__in=ids).only("pseudonym")}


def enter_as(request: HttpRequest, *, email: str) -> None:
    """Sign this browser in as an account without its code; only where everybody is made up.

    Raises:
        NotAllowed: `not-allowed` anywhere but in the demonstration and tests. NotFound: `not-found`.
    """
    if settings.MODE not in {"demo", "test"}:
        raise NotAllowed("not-allowed")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NotFound("not-found")
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
