"""The reader's own zone: chosen or told by the browser, kept in a cookie; never guessed from a network address."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_gmt, get_timezone_location
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.places import country_name, locale, sort_key

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


@cache
def zones_by_country(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return [(country, [(zone, city)])] in the order of the language's alphabet."""
    by_country: dict[str, list[tuple[str, str]]] = {}
    for zone, territory in get_global("zone_territories").items():
        if zone in known_zones() and len(territory) == 2:
            by_country.setdefault(country_name(territory, language), []).append((zone, city_of(zone, language)))
    return [
        (country, sorted(zones, key=lambda pair: sort_key(pair[1], language)))
        for country, zones in sorted(by_country.items(), key=lambda pair: sort_key(pair[0], language))
    ]


def zones_with_offsets(language: str, at: datetime, *, also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return `zones_by_country` with what their clocks are ahead at a moment, e.g. Baku (GMT+04:00).

    Args:
        also: a zone that stays choosable, for instance by an older name; it comes last.
    """

    def label(zone: str, city: str) -> str:
        return f"{city} ({get_timezone_gmt(at.astimezone(ZoneInfo(zone)), width='long', locale=locale(language))})"

    listed = [
        (country, [(zone, label(zone, city)) for zone, city in zones]) for country, zones in zones_by_country(language)
    ]
    if zone_named(also) and all(zone != also for _country, zones in listed for zone, _city in zones):
        listed.append((also, [(also, label(also, city_of(also, language)))]))
    return listed


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label=_("The place whose time you live by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = zones_by_country(get_language() or "en")
        current = str(self.initial.get("zone", ""))
        # A browser may name a zone by an older name; it stays choosable beside the listed ones.
        extra = (
            [] if any(current == zone for _country, zones in listed for zone, _city in zones) else [(current, current)]
        )
        self.fields["zone"].choices = [*extra, *listed]  # type: ignore[attr-defined]
