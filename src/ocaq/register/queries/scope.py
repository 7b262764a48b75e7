"""Which communities somebody may see at the desk. Every list, detail, export and answer takes its rows from here."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from ocaq.kernel.actor import Actor
from ocaq.register.models import Area, Community
from ocaq.register.permissions import open_areas
from ocaq.register.rules import scopes


def within(actor: Actor, *, at: datetime) -> QuerySet[Community]:
    """Return what the actor looks after now, without what was absorbed by another entry (no query).

    For what hangs on communities, filter by `community__in`.
    """
    standing = Community.objects.filter(absorbed_into=None)
    if scopes.sees_all(actor.grants):
        return standing
    countries, bodies = scopes.countries_of(actor.grants), scopes.bodies_of(actor.grants)
    if not countries and not bodies:
        return standing.none()
    spanned = Area.objects.filter(open_areas(at), council__ref__in=bodies).values("country")
    return standing.filter(Q(country__in=countries) | Q(ref__in=bodies) | Q(country__in=spanned))


def sight(actor: Actor, countries: Collection[str] | None, *, through: str = "") -> Q:
    """Return what `within` returns, as a condition on communities or on what leads to them.

    Args:
        countries: as `reach` returned them. through: how a community is reached: `community__`.
    """
    standing = Q((f"{through}absorbed_into", None))
    if countries is None:
        return standing
    bodies = scopes.bodies_of(actor.grants)
    return standing & (Q((f"{through}ref__in", bodies)) | Q((f"{through}country__in", countries)))


def reach(actor: Actor, *, at: datetime) -> frozenset[str] | None:
    """Return the countries looked after as such or by a council; None is every one (none or one SQL query)."""
    if scopes.sees_all(actor.grants):
        return None
    own = scopes.bodies_of(actor.grants)
    spanned = Area.objects.filter(open_areas(at), council__ref__in=own).values_list("country", flat=True) if own else ()
    return scopes.countries_of(actor.grants) | frozenset(spanned)


def below(refs: Collection[str], *, by: Actor, at: datetime) -> frozenset[str]:
    """Return which of these communities are less than what the actor looks after (three SQL queries)."""
    seen = dict(within(by, at=at).filter(ref__in=refs).values_list("ref", "country"))
    spans: dict[str, set[str]] = defaultdict(set)
    for ref, country in Area.objects.filter(open_areas(at), council__ref__in=seen).values_list(
        "council__ref", "country"
    ):
        spans[ref].add(country)
    countries = reach(by, at=at)
    return frozenset(
        ref
        for ref, country in seen.items()
        if scopes.is_below(by.grants, ref=ref, country=country, spans=spans[ref], reach=countries)
    )
