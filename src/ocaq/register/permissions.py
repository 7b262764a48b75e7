"""Who may do what with the register."""

from datetime import datetime

from django.db.models import Q

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed
from ocaq.register.models import Area, Community
from ocaq.register.rules import scopes
from ocaq.register.rules.scopes import Office


def require_person_or_staff(actor: Actor, user_id: int | None) -> None:
    """The person themselves, by their account, or staff.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not actor.has_role("staff", "system") and (user_id is None or actor.user_id != user_id):
        raise NotAllowed("not-allowed")


def open_areas(at: datetime) -> Q:
    """Areas that hold on the day of `at`, of councils that still stand."""
    today = at.date()
    stands = Q(council__kind__spans_countries=True, council__absorbed_into=None)
    stands &= Q(council__state__in=[Community.State.ACTIVE, Community.State.DORMANT])
    return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today)) & stands


def office_over(actor: Actor, community: Community, *, at: datetime) -> Office | None:
    """Return in which office the actor acts for a community (no query, or one for who looks after bodies)."""
    bodies = scopes.bodies_of(actor.grants)
    councils = (
        Area.objects.filter(open_areas(at), country=community.country, council__ref__in=bodies).values_list(
            "council__ref", flat=True
        )
        if bodies
        else ()
    )
    return scopes.office_over(actor.grants, country=community.country, ref=community.ref, councils=frozenset(councils))


def require_keeper(actor: Actor, community: Community, *, at: datetime) -> Office:
    """Whoever looks after the community; return in which office.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-your-community` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    office = office_over(actor, community, at=at)
    if office is None:
        raise NotAllowed("not-your-community")
    return office


def require_reviewer(actor: Actor, community: Community, *, at: datetime) -> Office:
    """Staff, the coordinator of its country, or a council that spans it; never the body itself.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`.
    """
    office = require_keeper(actor, community, at=at)
    if not scopes.may_review(office):
        raise NotAllowed("not-yours-to-review")
    return office


def require_whole(actor: Actor, *, country: str = "") -> None:
    """Staff and coordinators of the institution, or of `country` when given.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not (scopes.sees_all(actor.grants) or (country and country in scopes.countries_of(actor.grants))):
        raise NotAllowed("not-allowed")


def needs_reason(actor: Actor) -> bool:
    """Say whether a search for people reaches every country: then why is asked first, and kept with the look."""
    return scopes.sees_all(actor.grants)


def require_desk(actor: Actor) -> None:
    """Whoever looks after any part of the register.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not any(grant.role in scopes.KEEPERS for grant in actor.grants):
        raise NotAllowed("not-allowed")


def require_list_keeper(actor: Actor, *, at: datetime) -> None:
    """Whoever may enter communities somewhere: staff, a country's coordinator, a council; never a single body.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_desk(actor)
    bodies = scopes.bodies_of(actor.grants)
    if scopes.sees_all(actor.grants) or scopes.countries_of(actor.grants):
        return
    if not bodies or not Area.objects.filter(open_areas(at), council__ref__in=bodies).exists():
        raise NotAllowed("not-allowed")
