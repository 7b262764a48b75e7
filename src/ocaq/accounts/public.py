"""What other domains may ask of accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from ocaq.accounts.adapters import signed_in_lately
from ocaq.accounts.commands import end_roles_of, end_sessions_with, erase_account, move_roles, move_roles_back
from ocaq.accounts.devices import device_named
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.network import Body, Network, PostHeld, join
from ocaq.accounts.permissions import require_desk
from ocaq.accounts.queries import RoleRow, grants_of, roles_ever, titles_of
from ocaq.accounts.words import ROLES, where_in_words
from ocaq.design.dates import calendar_day
from ocaq.kernel.actor import ANONYMOUS, Actor, system
from ocaq.kernel.lines import side_by_side
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed, NotFound

__all__ = [
    "AccountKept",
    "Body",
    "DeviceKept",
    "Network",
    "PostHeld",
    "Reached",
    "RoleHolder",
    "RoleKept",
    "account_kept",
    "account_of_address",
    "account_of_subject",
    "account_proving",
    "acting",
    "end_roles_of",
    "end_sessions_with",
    "enter_as",
    "erase_account",
    "holders_of",
    "holds",
    "join",
    "move_roles",
    "move_roles_back",
    "proven_addresses",
    "reached_as",
    "require_desk",
    "signed_in_lately",
    "subject_of",
    "subjects_of_accounts",
]
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


@dataclass(frozen=True, slots=True)
class Reached:
    """Where somebody with a role is written to, and in which language."""

    address: str
    language: str


def reached_as(role: str, *, at: datetime) -> list[Reached]:
    """Return where the open accounts that hold `role` for the whole institution now are written to (one query)."""
    rows = _holding(role, at).values_list("user__email", "user__language").distinct()
    return [Reached(*row) for row in sorted(rows)]


def holds(ref: str, role: str, *, at: datetime) -> bool:
    """Say whether the account `user:<id>` holds `role` for the whole institution now (one query)."""
    pk = ref.removeprefix("user:")
    is_account = ref.startswith("user:") and pk.isascii() and pk.isdecimal() and len(pk) <= 18
    return is_account and _holding(role, at).filter(user_id=int(pk)).exists()


def _holding(role: str, at: datetime) -> QuerySet[RoleGrant]:
    in_force = Q(ends_at=None) | Q(ends_at__gt=at)
    return RoleGrant.objects.filter(in_force, role=role, scope="institution", starts_at__lte=at, user__is_active=True)


def is_looked_after(community: str, *, at: datetime) -> bool:
    """Say whether anybody holds a role for this community now (one query)."""
    in_force = Q(ends_at=None) | Q(ends_at__gt=at)
    return RoleGrant.objects.filter(in_force, scope="community", place=community).exists()


def acting(ref: str, *, at: datetime) -> Actor:
    """Return who asked for something that is done later, with the roles they hold by then (two queries)."""
    if ref.startswith("system:"):
        return system(ref.removeprefix("system:"))
    user = User.objects.filter(pk=Actor(ref).user_id or 0, is_active=True).first()
    if user is None:
        return ANONYMOUS
    return Actor(ref, grants_of(user_id=user.pk, at=at), user.language or "en")


def subject_of(*, user_id: int) -> str:
    """Return what entries and looks call this account, empty when there is none (one query)."""
    user = User.objects.filter(pk=user_id).only("pseudonym").first()
    return user.subject if user else ""


def subjects_of_accounts(abouts: Collection[str]) -> dict[str, str]:
    """Return {`user:12`: subject} of the accounts there are (one query)."""
    ids = [int(about.removeprefix("user:")) for about in abouts]
    return {f"user:{user.pk}": user.subject for user in User.objects.filter(pk__in=ids).only("pseudonym")}


def names_of_accounts(refs: Collection[str], *, by: Actor, purpose: str, at: datetime) -> dict[str, str]:
    """Return {`user:12`: name, or address where there is none} of the accounts there are (one query, and a look)."""
    ids = [actor.user_id for ref in refs if (actor := Actor(ref)).user_id]
    users = list(User.objects.filter(pk__in=ids))
    names = {f"user:{user.pk}": user.name or user.email for user in users}
    return seen(names, {user.subject for user in users if user.pk != by.user_id}, by=by, purpose=purpose, at=at)


@dataclass(frozen=True, slots=True)
class DeviceKept:
    name: str
    address: str  # of the network
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class RoleKept:
    """A role, in words and as it is kept; `salt` is beside the commitments in its entries."""

    said: str
    exact: dict[str, str]
    salt: str


@dataclass(frozen=True, slots=True)
class AccountKept:
    """Everything an account keeps of its holder. `passkeys`: {what is kept of one: text}."""

    subject: str
    email: str
    name: str
    address_as: str
    language: str
    zone: str
    joined_at: datetime
    addresses: tuple[str, ...]
    roles: tuple[RoleKept, ...]
    passkeys: tuple[dict[str, str], ...]
    devices: tuple[DeviceKept, ...]


def account_kept(*, user_id: int) -> AccountKept | None:
    """Return what an account keeps, None when there is none (six queries, seven for a community's)."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return None
    language = get_language() or "en"
    roles = roles_ever(user_id=user_id)
    titles, salts = titles_of(roles), dict(RoleGrant.objects.filter(user_id=user_id).values_list("pk", "salt"))
    devices = UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at")
    return AccountKept(
        user.subject,
        user.email,
        user.name,
        user.address_as,
        user.language,
        user.zone,
        user.joined_at,
        tuple(EmailAddress.objects.filter(user_id=user_id).values_list("email", flat=True)),
        tuple(
            RoleKept(_role_said(row, where_in_words(row.scope, row.place, language, titles)), _exact(row), salt.hex())
            for row in roles
            for salt in [bytes(salts[row.id])]
        ),
        tuple(_passkey(one) for one in Authenticator.objects.filter(user_id=user_id).order_by("pk")),
        tuple(DeviceKept(str(device_named(one.user_agent)), str(one.ip or ""), one.last_seen_at) for one in devices),
    )


def _role_said(row: RoleRow, where: str) -> str:
    days = [calendar_day(moment.astimezone(UTC).date()) for moment in (row.since, row.ends_at) if moment]
    said = side_by_side(f"{ROLES[row.role]}: {where}", " – ".join(days))
    waits = row.post and row.ends_at is None
    return gettext("%(role)s, until the post ends for which it was given") % {"role": said} if waits else said


def _exact(row: RoleRow) -> dict[str, str]:
    moments = {"starts_at": row.since, "ends_at": row.ends_at, "kept_at": row.kept_at}
    days = {name: moment.isoformat() for name, moment in moments.items() if moment}
    return {"role": row.role, "scope": row.scope, "place": row.place, "post": row.post, **days}


def _passkey(one: Authenticator) -> dict[str, str]:
    moments = {"created_at": one.created_at, "last_used_at": one.last_used_at}
    return {"name": str(one.data.get("name", "")), **{name: at.isoformat() for name, at in moments.items() if at}}


def proven_addresses(*, user_id: int) -> frozenset[str]:
    """Return the addresses an account has proven, case-folded (one query)."""
    proven = EmailAddress.objects.filter(user_id=user_id, verified=True).values_list("email", flat=True)
    return frozenset(address.casefold() for address in proven)


def account_of_address(address: str) -> int | None:
    """Return the account that signs in with an address (one query)."""
    return User.objects.filter(email__iexact=address, is_active=True).values_list("pk", flat=True).first()


def account_proving(address: str) -> int | None:
    """Return the open account that proved an address (one query)."""
    proven = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
    found: int | None = proven.values_list("user_id", flat=True).first()
    return found


def account_of_subject(subject: str) -> int | None:
    """Return the account that entries and looks call `account:<pseudonym>` (one query)."""
    pseudonym = subject.removeprefix("account:")
    return User.objects.filter(pseudonym=pseudonym).values_list("pk", flat=True).first()


def enter_as(request: HttpRequest, *, email: str) -> None:
    """Sign this browser in as an account as if it had entered its code; only where everybody is made up.

    Raises:
        NotAllowed: `not-allowed` anywhere but in the demonstration and tests. NotFound: `not-found`.
    """
    if settings.MODE not in {"demo", "test"}:
        raise NotAllowed("not-allowed")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NotFound("not-found")
    for address in EmailAddress.objects.filter(user=user, email__iexact=email):
        address.set_verified()
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
