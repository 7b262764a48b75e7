"""A community as search engines read it: JSON-LD in the words of schema.org."""

from typing import Any

from ocaq.register.queries.page import CommunityPage

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def linked(page: CommunityPage, address: str) -> dict[str, Any]:
    """Return what may be known of it by machines: no person stands in it."""
    emails, phones, webs = (
        [line.value for line in page.contacts if line.way == way] for way in ("email", "phone", "web")
    )
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOrganization" if page.teaches else "Organization",
        "@id": address,
        "url": address,
        "name": str(page.title),
        "alternateName": [one.text for one in page.names if one.text != str(page.title)],
        "description": str(page.about),
        "email": emails,
        "telephone": phones,
        "sameAs": webs,
        "foundingDate": page.founded,
        "knowsLanguage": list(page.languages),
        "address": _address(page),
        "location": _location(page),
    }
    if page.state == "closed" and page.states:
        told["dissolutionDate"] = page.states[0].since.isoformat()
    return {name: value for name, value in told.items() if value}


def _address(page: CommunityPage) -> dict[str, str]:
    parts = {
        "@type": "PostalAddress",
        "streetAddress": page.where.street,
        "postalCode": page.where.postcode,
        "addressLocality": str(page.where.place),
        "addressCountry": page.where.country,
    }
    return {name: value for name, value in parts.items() if value}


def _location(page: CommunityPage) -> dict[str, Any]:
    if page.where.point is None:
        return {}
    latitude, longitude = page.where.point
    place: dict[str, Any] = {
        "@type": "Place",
        "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude},
    }
    if page.openings and page.state == "active":
        place["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{_DAYS[one.weekday]}",
                "opens": f"{one.opens:%H:%M}",
                "closes": f"{one.closes:%H:%M}",
            }
            for one in page.openings
        ]
    return place
