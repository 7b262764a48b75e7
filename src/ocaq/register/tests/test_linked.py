"""What search engines read of a community keeps to schema.org: its types, properties and forms of values."""

import json
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from ocaq.register.models import Community, Contact, Hours, StateChange
from ocaq.register.tests.network import AT, make_network

pytestmark = pytest.mark.django_db
URL, DAY = r"https?://[^\s]+", r"\d{4}(-\d\d(-\d\d)?)?"
# Of each type (version 29 of the vocabulary): which properties it may have, and what a value of each is.
_ORGANIZATION: dict[str, Any] = {
    "@id": URL, "url": URL, "name": r".+", "alternateName": r".+", "description": r"(?s).+",
    "email": r"[^@\s]+@[^@\s]+", "telephone": r"\+\d{6,15}", "sameAs": URL, "foundingDate": DAY, "dissolutionDate": DAY,
    "knowsLanguage": r"[a-z]{2,3}", "address": "PostalAddress", "location": "Place",
}  # fmt: skip
TYPES: Mapping[str, Mapping[str, Any]] = {
    "Organization": _ORGANIZATION,
    "EducationalOrganization": _ORGANIZATION,
    "PostalAddress": {
        "streetAddress": r".+", "postalCode": r".+", "addressLocality": r".+", "addressCountry": r"[A-Z]{2}",
    },
    "Place": {"geo": "GeoCoordinates", "openingHoursSpecification": "OpeningHoursSpecification"},
    "GeoCoordinates": {"latitude": float, "longitude": float},
    "OpeningHoursSpecification": {
        "dayOfWeek": r"https://schema\.org/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
        "opens": r"\d\d:\d\d", "closes": r"\d\d:\d\d",
    },
}  # fmt: skip


def faults(told: Mapping[str, Any], expected: str = "") -> list[str]:
    kind = told.get("@type", "")
    found = [] if kind in TYPES and expected in {"", kind} else [f"type {kind}"]
    for name, value in told.items():
        if name in {"@context", "@type"}:
            continue
        form = TYPES.get(kind, {}).get(name)
        if form is None:
            found.append(f"{kind}.{name} is no property of it")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += _faults_of(f"{kind}.{name}", form, one)
    return found


def _faults_of(name: str, form: Any, value: Any) -> list[str]:
    if isinstance(form, type):
        return [] if isinstance(value, form) else [f"{name}: {value!r}"]
    if form in TYPES:
        return faults(value, form) if isinstance(value, dict) else [f"{name}: {value!r}"]
    return [] if isinstance(value, str) and re.fullmatch(form, value) else [f"{name}: {value!r}"]


def _told(slug: str, language: str) -> dict[str, Any]:
    page = Client().get(f"/directory/{slug}/", {"lang": language}).text
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize("language", ["en", "az", "ru", "ar"])
def test_what_is_told_is_well_formed_in_every_language(language: str) -> None:
    bodies = make_network()
    house = bodies["house"]
    Community.objects.filter(pk=house.pk).update(
        founded="1998-05",
        languages=["az", "de"],
        about={"en": "A house.\nFor all."},
        street="Lindenhof 14",
        shown="street",
    )
    for way, value in (("email", "office@nar.example"), ("phone", "+493023125007"), ("web", "https://nar.example")):
        Contact.objects.create(community=house, way=way, value=value)
    Hours.objects.create(community=house, weekday=6, opens=time(12), closes=time(17))
    StateChange.objects.create(
        community=bodies["closed"], state="closed", since=date(2025, 1, 1), source="Act", written_at=AT
    )

    with time_machine.travel(AT, tick=False):
        told = {slug: _told(slug, language) for slug in ("berlin-house", "nar", "gone")}

    assert {slug: found for slug, one in told.items() if (found := faults(one))} == {}
    assert {one["@context"] for one in told.values()} == {"https://schema.org"}
    assert [day["opens"] for day in told["berlin-house"]["location"]["openingHoursSpecification"]] == ["10:00", "12:00"]
    assert told["berlin-house"]["telephone"] == ["+493023125007"]
    assert told["gone"]["dissolutionDate"] == "2025-01-01"


def test_a_fault_would_be_found() -> None:
    wrong = {"@type": "Organization", "person": "x", "telephone": "12", "address": {"@type": "Place"}}

    assert len(faults(wrong)) == 3
