"""Reads of accounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import HttpRequest

from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.network import Body, network
from ocaq.accounts.permissions import require_any_giver, require_giver
from ocaq.accounts.rules import ROLES, is_to_be_looked_through, may_give, scopes_given
from ocaq.evidence.revealing import Opened, Sealed, by_ref
from ocaq.kernel import capability, clock
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed, NotFound
from ocaq.kernel.text import Text

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
        return Actor(
            ref=f"user:{request.user.pk}", grants=grants_of(user_id=request.user.pk, at=clock.now()), language=language
        )
    for kind, refs in request.capabilities.items():  # type: ignore[attr-defined]  # of the middleware
        return Actor(ref=f"{kind}:{refs[0]}", language=language)
    return Actor(ref=ANONYMOUS.ref, language=language)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One grant in force, as the desk lists it; `pseudonym` is for looks alone and shown to nobody."""

    id: int
    user_id: int
    name: str
    email: str
    role: str
    scope: str
    place: str
    since: datetime
    pseudonym: str
    post: str
    ends_at: datetime | None
    kept_at: datetime | None

    @property
    def subject(self) -> str:
        return f"account:{self.pseudonym}"

    def is_due(self, at: datetime) -> bool:
        """Say whether it is time to look whether the role is still right."""
        seen_at = self.kept_at or self.since
        return is_to_be_looked_through(post=self.post, ends_at=self.ends_at, seen_at=seen_at, at=at)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as its holder sees it."""

    id: int
    email: str
    name: str
    address_as: str
    language: str
    zone: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A device that is signed in."""

    id: int
    user_agent: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


_ROLE = (
    *("pk", "user_id", "user__name", "user__email", "role", "scope", "place", "starts_at", "user__pseudonym"),
    *("post", "ends_at", "kept_at"),
)


def _in_force(at: datetime) -> Q:
    return (Q(ends_at=None) | Q(ends_at__gt=at)) & Q(starts_at__lte=at)


def role_holders(*, by: Actor, at: datetime) -> list[RoleRow]:
    """Return every grant in force that this actor could give, by role, then in order of address.

    One SQL query for staff, up to five for others, and the look.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_any_giver(by, at=at)
    found = RoleGrant.objects.filter(_in_force(at)).order_by("role", "place", "user__email", "pk")
    rows = [RoleRow(*row) for row in found.values_list(*_ROLE)]
    if not by.has_role("staff", "system"):
        refs = {row.place for row in rows if row.scope == "community"}
        below = refs if by.has_role("coordinator") else network().below(refs, by=by, at=at)
        rows = [row for row in rows if may_give(by.grants, role=row.role, scope=row.scope, is_below=row.place in below)]
    order = {role: place for place, role in enumerate(ROLES)}
    rows.sort(key=lambda row: order[row.role])
    return seen(rows, [row.subject for row in rows], by=by, purpose="roles", at=at)


def titles_of(rows: Iterable[RoleRow]) -> Mapping[str, Text]:
    """Return {reference: title} of the communities these roles are for (none or one SQL query)."""
    refs = {row.place for row in rows if row.scope == "community"}
    return network().titles(refs) if refs else {}


def roles_of(*, user_id: int, at: datetime) -> list[RoleRow]:
    """Return the grants one account holds now (one query)."""
    rows = RoleGrant.objects.filter(_in_force(at), user_id=user_id).order_by("role", "place", "pk")
    return [RoleRow(*row) for row in rows.values_list(*_ROLE)]


def roles_ever(*, user_id: int) -> list[RoleRow]:
    """Return every grant an account holds, held or will hold, as it began (one query)."""
    rows = RoleGrant.objects.filter(user_id=user_id).order_by("starts_at", "pk")
    return [RoleRow(*row) for row in rows.values_list(*_ROLE)]


def role_by_id(*, grant_id: int, by: Actor, at: datetime) -> RoleRow:
    """Return one grant in force that this actor could give.

    One SQL query for staff, up to five for others, and the look.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
    """
    require_any_giver(by, at=at)
    row = RoleGrant.objects.filter(_in_force(at), pk=grant_id).values_list(*_ROLE).first()
    found = None if row is None else RoleRow(*row)
    if found is None:
        raise NotFound("not-found")
    try:
        require_giver(by, role=found.role, scope=found.scope, place=found.place, at=at)
    except NotAllowed:  # there is no such role in their sight
        raise NotFound("not-found") from None
    return seen(found, [found.subject], by=by, purpose="roles", at=at)


@dataclass(frozen=True, slots=True)
class Offers:
    """What somebody may give: which roles, for what."""

    roles: tuple[str, ...]
    scopes: tuple[str, ...]


def offers_to(*, by: Actor, at: datetime) -> Offers:
    """Return which roles this actor may give (none or one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_any_giver(by, at=at)
    scopes = scopes_given(by.grants)
    return Offers(ROLES if "institution" in scopes else ("coordinator",), scopes)


def communities_named(words: str, *, by: Actor, at: datetime) -> Sequence[Body]:
    """Return communities for which this actor may give a role, by words of their names (up to eight SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_any_giver(by, at=at)
    return network().find(words.strip()[:200], by=by, at=at) if words.strip() else ()


def account_by_id(*, user_id: int) -> AccountRow:
    """Return one account (one query).

    Raises:
        NotFound: `not-found`.
    """
    row = (
        User.objects.filter(pk=user_id)
        .values_list("pk", "email", "name", "address_as", "language", "zone", "joined_at")
        .first()
    )
    if row is None:
        raise NotFound("not-found")
    return AccountRow(*row)


def sessions_of(*, user_id: int, this: str) -> list[SessionRow]:
    """Return the devices whose session lives, this one first, then the newest (two queries).

    Args:
        this: session key of the device that asks.
    """
    rows = list(UserSession.objects.filter(user_id=user_id))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    seen = [
        SessionRow(row.pk, row.user_agent, row.created_at, row.last_seen_at, row.session_key == this)
        for row in rows
        if row.session_key in alive
    ]
    return sorted(seen, key=lambda row: (not row.is_this, -row.seen_at.timestamp()))


def passkey_count(*, user_id: int) -> int:
    """Return how many passkeys the account has (one query)."""
    count: int = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).count()
    return count


def opened_roles(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield what entries about roles were committed to, for an auditor (one SQL query)."""
    entries = by_ref(sealed)
    for grant in RoleGrant.objects.filter(user__pseudonym__in=entries).select_related("user"):
        account = grant.user.pseudonym
        told = {"account": account, "place": grant.place, "role": grant.role, "scope": grant.scope}
        yield from (Opened(entry.index, bytes(grant.salt), told) for entry in entries[account])
