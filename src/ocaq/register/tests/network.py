"""Bodies for tests: rows as the commands leave them."""

from datetime import UTC, datetime, time
from typing import Any

from ocaq.kernel.actor import system
from ocaq.kernel.fold import fold
from ocaq.kernel.text import Text
from ocaq.register.commands.finding import keep_findable
from ocaq.register.models import Community, Hours, Kind, Name, Place, PlaceName

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
CITIES = {
    "berlin": ("DE", {"az": "Berlin", "en": "Berlin", "ru": "Берлин", "ar": "برلين"}, 52.52, 13.41, "Europe/Berlin"),
    "munich": ("DE", {"az": "Münhen", "en": "Munich", "ru": "Мюнхен", "de": "München"}, 48.14, 11.58, "Europe/Berlin"),
    "tbilisi": (
        "GE",
        {"az": "Tiflis", "en": "Tbilisi", "ru": "Тбилиси", "ka": "თბილისი"},
        41.72,
        44.79,
        "Asia/Tbilisi",
    ),
    "sydney": ("AU", {"en": "Sydney", "ru": "Сидней"}, -33.87, 151.21, "Australia/Sydney"),
}


def make_place(city: str) -> Place:
    country, names, latitude, longitude, zone = CITIES[city]
    known = Place.objects.filter(country=country, latitude=latitude).first()
    if known:
        return known
    place = Place.objects.create(country=country, name=names, latitude=latitude, longitude=longitude, zone=zone)
    PlaceName.objects.bulk_create(PlaceName(place=place, fold=one) for one in {fold(name) for name in names.values()})
    return place


def make_community(
    slug: str, *names: tuple[str, str, str], city: str = "berlin", kind: str = "house", **more: Any
) -> Community:
    """Make a body; `names` are (text, language, use)."""
    place = make_place(city)
    title = Text({language: text for text, language, _ in names})
    given = {"country": place.country, "place": place, "created_at": AT, "changed_at": AT, "verified_at": AT, **more}
    body = Community.objects.create(slug=slug, kind=Kind.objects.get(code=kind), title=title, **given)
    Name.objects.bulk_create(
        Name(community=body, text=text, language=language, use=use, position=i)
        for i, (text, language, use) in enumerate(names)
    )
    return body


def make_network() -> dict[str, Community]:
    """Make five bodies in three countries, findable."""
    bodies = {
        "house": make_community(
            "berlin-house",
            ("Azərbaycan Evi", "az", "original"),
            ("Haus Aserbaidschan", "de", "translated"),
            ("Дом Азербайджана", "ru", "translated"),
            taught=["az", "de"],
        ),
        "school": make_community("nar", ("Nar məktəbi", "az", "original"), city="munich", kind="school", taught=["az"]),
        "choir": make_community("xezer", ("Xəzər xoru", "az", "original"), city="tbilisi", kind="association"),
        "far": make_community("heydar", ("Heydər klubu", "az", "original"), city="sydney", kind="association"),
        "closed": make_community("gone", ("Köhnə ocaq", "az", "original"), state="closed"),
    }
    Hours.objects.create(community=bodies["house"], weekday=2, opens=time(10), closes=time(18))
    keep_findable(by=system("test"), at=AT)
    return bodies
