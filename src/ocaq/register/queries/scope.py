"""Which communities somebody may see at the desk. Every list, detail, export and answer takes its rows from here."""

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
