"""Countries whose forms keep nothing."""

from dataclasses import dataclass
from datetime import datetime

from ocaq.privacy.models import DirectoryOnly


@dataclass(frozen=True, slots=True)
class CountryRow:
    country: str
    since: datetime
    why: str


def keeps_nothing(country: str) -> bool:
    """Say whether forms of this country keep nothing now (one SQL query)."""
    return DirectoryOnly.objects.filter(country=country, until=None).exists()


def directory_only() -> list[CountryRow]:
    """Return the countries whose forms keep nothing now, by code (one SQL query)."""
    rows = DirectoryOnly.objects.filter(until=None).order_by("country")
    return [CountryRow(*row) for row in rows.values_list("country", "since", "why")]
