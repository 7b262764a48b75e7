"""Looks under review, and what was opened in an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed
from ocaq.privacy.models import Emergency, Review
from ocaq.privacy.permissions import require_keeper_anywhere, require_staff
from ocaq.privacy.rules.looks import week_began


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A look with its reason, as whoever reviews it reads it: the official is named, the person is not."""

    ref: str
    verdict: str
    at: datetime
    by: str
    office: str
    purpose: str
    how: str
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    ref: str
    by: str
    office: str
    country: str
    reason: str
    opened_at: datetime
    ends_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.ends_at > at


_EMERGENCY = tuple(EmergencyRow.__dataclass_fields__)
_LOOK = ("at", "by", "office", "purpose", "how", "reason", "size")


def looks_to_review(*, by: Actor, at: datetime) -> list[ReviewRow]:
    """Return what was drawn by lot and waits, and what was judged this week, newest look first (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    wanted = Q(verdict="") | Q(decided_at__gte=week_began(at))
    rows = Review.objects.filter(wanted, look__isnull=False).order_by("-look__at", "-pk")
    return [ReviewRow(*row) for row in rows.values_list("ref", "verdict", *(f"look__{name}" for name in _LOOK))]


def emergencies(*, by: Actor, limit: int = 50) -> list[EmergencyRow]:
    """Return what was opened in an emergency, newest first (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    return [EmergencyRow(*row) for row in Emergency.objects.order_by("-opened_at").values_list(*_EMERGENCY)[:limit]]


def emergencies_open(*, by: Actor, at: datetime) -> list[EmergencyRow]:
    """Return what this actor has opened and may still read (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_keeper_anywhere(by)
    mine = Emergency.objects.filter(by=by.ref, opened_at__lte=at, ends_at__gt=at).order_by("-opened_at")
    return [EmergencyRow(*row) for row in mine.values_list(*_EMERGENCY)]


def emergency_in(country: str, *, by: Actor, at: datetime) -> EmergencyRow:
    """Return the emergency by which this actor reads people of a country now (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `no-emergency`.
    """
    found = [row for row in emergencies_open(by=by, at=at) if row.country == country]
    if not found:
        raise NotAllowed("no-emergency")
    return found[0]


def watched_by_year() -> dict[int, dict[str, int]]:
    """Return {year: counts of emergencies, of looks judged and of those that failed} for everybody (two queries)."""
    opened = Emergency.objects.annotate(year=ExtractYear("opened_at")).values("year").annotate(emergencies=Count("pk"))
    judged = (
        Review.objects.exclude(verdict="")
        .annotate(year=ExtractYear("decided_at"))
        .values("year")
        .annotate(reviewed=Count("pk"), failed=Count("pk", filter=Q(verdict=Review.Verdict.FAILS)))
    )
    counts: dict[int, dict[str, int]] = {}
    rows: Iterable[dict[str, int]] = [*opened, *judged]
    for row in rows:
        counts.setdefault(row["year"], {}).update(row)
    return counts
