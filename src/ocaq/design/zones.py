"""The reader's own zone: chosen or seen by the browser, kept in a cookie; never guessed from an address."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from django.conf import settings
from django.http import HttpRequest

from ocaq.kernel.places import locale

COOKIE = "ocaq_zone"


@cache
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone, or None when there is no such zone."""
    return ZoneInfo(name) if name in known_zones() else None


def capital_zone() -> ZoneInfo:
    return ZoneInfo(settings.CAPITAL_ZONE)


def reader_zone(request: HttpRequest) -> ZoneInfo | None:
    """Return the zone in the cookie, else the account's, else None: nothing is known."""
    chosen = zone_named(request.COOKIES.get(COOKIE, ""))
    if chosen is not None:
        return chosen
    return zone_named(getattr(getattr(request, "user", None), "zone", "") or "")


@cache
def city_of(zone: str, language: str) -> str:
    """Return the city that stands for a zone, in `language`, e.g. Berlin."""
    return str(get_timezone_location(ZoneInfo(zone), locale=locale(language), return_city=True))
