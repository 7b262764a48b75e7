"""Who comes. Personal rows go only to the person and to those who prepare the conference; the rest are counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from ocaq.conference import permissions
from ocaq.conference.models import Conference, Invitation, Registration
from ocaq.conference.rules import registration as rules
from ocaq.conference.rules.entries import PersonEntry
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import Expired, NotAllowed, NotFound
from ocaq.kernel.text import Text

PAGE = 100
# Asked for by every arrival; put together by the ORM it costs more than all the rest of the page's reading.
_GUESTS = """
SELECT ref, name, country, capacity, state FROM conference_registration
WHERE conference_id = %s AND state <> 'draft' AND (ref IN ({marks}) OR user_id = %s)
ORDER BY state, confirmed_at DESC
"""


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    ref: str
    conference: str
    slug: str
    title: Text
    state: str
    person: PersonEntry
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    changed_at: datetime
    user_id: int | None
    invited: bool
    subject: str  # what looks at it call it


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Who comes, as far as the room must know."""

    ref: str
    name: str
    country: str
    capacity: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    ref: str
    slug: str
    name: str
    email: str
    country: str
    capacity: str
    language: str
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    registration: str  # reference of what it became, if anything

    @property
    def subject(self) -> str:
        """What looks at it call it."""
        return f"invitation:{self.ref}"


@dataclass(frozen=True, slots=True)
class CountRow:
    country: str
    capacity: str
    people: int


def draft_by_key(*, slug: str, key: str) -> RegistrationRow | None:
    """Return what the form of this key has kept or become (one SQL query, none without a key)."""
    if not key:
        return None
    found = Registration.objects.select_related("conference").filter(key=key, conference__slug=slug).first()
    return _row(found) if found else None


def registration_by_secret(*, slug: str, secret: str) -> RegistrationRow:
    """Return the registration a personal link opens (one SQL query).

    Raises:
        NotFound: `link-not-known`.
    """
    found = (
        Registration.objects.select_related("conference")
        .filter(secret_digest=links.digest(secret), conference__slug=slug)
        .exclude(state=Registration.State.DRAFT)
        .first()
    )
    if found is None:
        raise NotFound("link-not-known")
    return _row(found)


def registration_by_ref(*, slug: str, ref: str, by: Actor, at: datetime) -> RegistrationRow:
    """Return somebody's finished registration, for whoever may erase it (one SQL query, and the look).

    Raises:
        NotAllowed: `not-allowed`.
        NotFound: `not-found`.
    """
    if not permissions.may_erase(by, ref=ref, user_id=None):
        raise NotAllowed("not-allowed")
    finished = Registration.objects.select_related("conference").exclude(state=Registration.State.DRAFT)
    found = finished.filter(ref=ref, conference__slug=slug).first()
    if found is None:
        raise NotFound("not-found")
    return seen(_row(found), [found.subject], by=by, purpose="erasing", at=at)


def own_registration(*, slug: str, refs: Sequence[str], user_id: int | None) -> RegistrationRow | None:
    """Return the finished registration that these held references or this account have in a conference (one SQL query).

    Where several people share a device, the link opened last says who is meant.

    Args:
        refs: held by personal links, newest first.
    """
    mine = Q(ref__in=refs) | (Q(user_id=user_id) if user_id is not None else Q(pk__in=[]))
    found = (
        Registration.objects.select_related("conference")
        .filter(mine, conference__slug=slug)
        .exclude(state=Registration.State.DRAFT)
        .order_by("state", "-confirmed_at")
    )
    newest = {ref: place for place, ref in enumerate(refs)}
    rows = sorted(found, key=lambda one: newest.get(one.ref, len(newest)))
    return _row(rows[0]) if rows else None


def confirmed_guest(*, conference_id: int, refs: Sequence[str], user_id: int | None) -> GuestRow | None:
    """Return who stands at the door with these held references or this account, None unless they come (one SQL query).

    Args:
        refs: held by personal links, newest first; the link opened last says who is meant.
    """
    marks = ", ".join(["%s"] * len(refs)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(_GUESTS.format(marks=marks), [conference_id, *refs, user_id])
        rows = cursor.fetchall()
    newest = {ref: place for place, ref in enumerate(refs)}
    rows.sort(key=lambda row: newest.get(row[0], len(newest)))
    return GuestRow(*rows[0][:4]) if rows and rows[0][4] == Registration.State.CONFIRMED else None


def own_registrations(*, refs: Sequence[str], user_id: int | None) -> list[RegistrationRow]:
    """Return every finished registration held, newest conference first (one SQL query)."""
    mine = Q(ref__in=refs) | (Q(user_id=user_id) if user_id is not None else Q(pk__in=[]))
    found = Registration.objects.select_related("conference").filter(mine).exclude(state=Registration.State.DRAFT)
    return [_row(one) for one in found.order_by("-conference__starts_at")]


def invitation_by_secret(*, slug: str, secret: str, at: datetime) -> InvitationRow:
    """Return the invitation a personal link opens (one SQL query).

    Raises:
        NotFound: `link-not-known`.
        Expired: `invitation-expired`, `invitation-withdrawn`, when nothing was registered with it while it was good.
    """
    row = _invitation_of(Q(secret_digest=links.digest(secret)), slug)
    if row is None:
        raise NotFound("link-not-known")
    over = rules.invitation_over(expires_at=row.expires_at, withdrawn_at=row.withdrawn_at, at=at)
    if over and not row.registration:
        raise Expired(over)
    return row


def invitation_held(*, slug: str, refs: Sequence[str]) -> InvitationRow | None:
    """Return the invitation to this conference among the references a browser holds (one SQL query, none without)."""
    return _invitation_of(Q(ref__in=refs), slug) if refs else None


def invitations(*, slug: str, by: Actor, at: datetime) -> list[InvitationRow]:
    """Return a conference's invitations, newest first (one SQL query, and the look).

    Raises:
        NotAllowed: `not-allowed`.
    """
    if not permissions.may_see_registrations(by):
        raise NotAllowed("not-allowed")
    found = Invitation.objects.select_related("conference", "registration").filter(conference__slug=slug)
    rows = [_invitation_row(one) for one in found.order_by("-created_at", "-pk")]
    return seen(rows, [row.subject for row in rows], by=by, purpose="conference", at=at)


def registrations(
    *, slug: str, country: str = "", capacity: str = "", page: int = 1, by: Actor, at: datetime
) -> tuple[list[RegistrationRow], int]:
    """Return a page of confirmed registrations, newest first, and how many there are (two SQL queries, and the look).

    Raises:
        NotAllowed: `not-allowed`.
    """
    if not permissions.may_see_registrations(by):
        raise NotAllowed("not-allowed")
    chosen = Registration.objects.filter(conference__slug=slug, state=Registration.State.CONFIRMED)
    if country:
        chosen = chosen.filter(country=country)
    if capacity:
        chosen = chosen.filter(capacity=capacity)
    start = (max(page, 1) - 1) * PAGE
    found = chosen.select_related("conference").order_by("-confirmed_at", "-pk")[start : start + PAGE]
    rows = [_row(one) for one in found]
    return seen((rows, chosen.count()), [row.subject for row in rows], by=by, purpose="conference", at=at)


def registered_counts(*, slug: str) -> list[CountRow]:
    """Return how many people are registered by country and capacity, largest first (one SQL query)."""
    rows = Registration.objects.filter(conference__slug=slug, state=Registration.State.CONFIRMED).values(
        "country", "capacity"
    )
    counted = rows.annotate(people=Count("pk")).order_by("-people", "country", "capacity")
    return [CountRow(row["country"], row["capacity"], row["people"]) for row in counted]


def registered_by_country(*, conference_id: int) -> dict[str, int]:
    """Return {country: people registered}, largest first (one SQL query)."""
    rows = Registration.objects.filter(conference_id=conference_id, state=Registration.State.CONFIRMED).values(
        "country"
    )
    return {row["country"]: row["people"] for row in rows.annotate(people=Count("pk")).order_by("-people", "country")}


def people_registered() -> dict[str, int]:
    """Return {slug: people registered} for every conference that has any (one SQL query)."""
    rows = Conference.objects.filter(registrations__state=Registration.State.CONFIRMED).annotate(
        people=Count("registrations")
    )
    return dict(rows.values_list("slug", "people"))


def _invitation_of(which: Q, slug: str) -> InvitationRow | None:
    found = Invitation.objects.select_related("conference", "registration").filter(which, conference__slug=slug).first()
    return _invitation_row(found) if found else None


def _invitation_row(one: Invitation) -> InvitationRow:
    made = getattr(one, "registration", None)
    return InvitationRow(
        one.ref,
        one.conference.slug,
        one.name,
        one.email,
        one.country,
        one.capacity,
        one.language,
        one.created_at,
        one.expires_at,
        one.withdrawn_at,
        made.ref if made is not None and made.state != Registration.State.DRAFT else "",
    )


def _row(one: Registration) -> RegistrationRow:
    person = PersonEntry(
        one.name,
        one.address_as,
        one.email,
        one.country,
        one.capacity,
        one.organisation,
        tuple(one.languages),
        tuple(one.needs),
        one.zone,
    )
    return RegistrationRow(
        one.ref,
        one.conference.ref,
        one.conference.slug,
        one.conference.title,
        one.state,
        person,
        one.confirmed_at,
        one.withdrawn_at,
        one.changed_at,
        one.user_id,
        one.invitation_id is not None,
        one.subject,
    )


def personal_link(row: RegistrationRow) -> str:
    """Return the secret part of the address that opens this registration, to be shown only to its bearer."""
    return links.secret("registration", row.ref)
