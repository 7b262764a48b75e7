"""What lies near: all points for a browser that compares them with its own place, and what is near one community."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, F, FloatField, QuerySet, When

from ocaq.kernel.text import Text
from ocaq.register.models import Community
from ocaq.register.queries.cards import Card, cards_of
from ocaq.register.queries.page import CommunityPage
from ocaq.register.queries.shown import shown

MOST_POINTS = 700  # what a page can carry; beyond it a country is chosen first
_NEAR_KM = 150
_MOST_NEAR = 5
_KM_A_DEGREE = 111.2
_EARTH_KM = 6371


@dataclass(frozen=True, slots=True)
class Point:
    """Where a community is: at its door where it shows that, else in its town."""

    slug: str
    title: Text
    place: Text
    latitude: float
    longitude: float


def points(found: QuerySet[Community]) -> list[Point]:
    """Return the communities with a place (one SQL query)."""
    rows = found.exclude(place=None).order_by("pk")
    told = rows.values_list("slug", "title", "place__name", _shown("latitude"), _shown("longitude"))
    return [Point(slug, title, place, round(north, 3), round(east, 3)) for slug, title, place, north, east in told]


def _shown(part: str) -> Case:
    """Return the latitude or longitude of a door that is shown, else of the town."""
    door = {"shown": Community.Shown.STREET, "latitude__isnull": False, "longitude__isnull": False}
    return Case(When(**door, then=F(part)), default=F(f"place__{part}"), output_field=FloatField())


def near_to(page: CommunityPage, *, at: datetime) -> Sequence[Card]:
    """Return what else is active within 150 km, nearest first (four SQL queries)."""
    if page.where.point is None:
        return []
    latitude, longitude = page.where.point
    north = _NEAR_KM / _KM_A_DEGREE
    east = north / max(math.cos(math.radians(latitude)), 0.05)
    window = (
        shown()
        .filter(
            state=Community.State.ACTIVE,
            place__latitude__range=(latitude - north, latitude + north),
            place__longitude__range=(longitude - east, longitude + east),
        )
        .exclude(pk=page.id)
    )
    rows = window.values_list("pk", _shown("latitude"), _shown("longitude"))
    far = sorted((_km(page.where.point, (its_north, its_east)), pk) for pk, its_north, its_east in rows)
    km = {pk: round(distance) for distance, pk in far[:_MOST_NEAR] if distance <= _NEAR_KM}
    return [replace(card, km=km[card.id]) for card in cards_of(list(km), at=at)]


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way over the ground between two points (latitude, longitude)."""
    (north, east), (its_north, its_east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((its_north - north) / 2) ** 2
        + math.cos(north) * math.cos(its_north) * math.sin((its_east - east) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
