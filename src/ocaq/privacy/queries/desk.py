"""Privacy at the desk: requests under a law, looks to review, counts for everybody."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.privacy.models import DirectoryOnly, Export, LawfulRequest, Look, Request
from ocaq.privacy.permissions import require_staff

REVIEWED, REVIEW_OVER = 10, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LawfulRow:
    ref: str
    authority: str
    act: str
    asks: str
    subject: str
    state: str
    told_from: datetime | None
    entered_at: datetime
    entered_by: str
    first_by: str
    decided_at: datetime | None
    why: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A look with its reason, as whoever reviews it reads it: the official is named, the person is not."""

    ref: str
    at: datetime
    by: str
    office: str
    purpose: str
    how: str
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class ExportRow:
    ref: str
    kind: str
    recipient: str
    purpose: str
    rows: int
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class YearRow:
    """Counts of one year, for everybody."""

    year: int
    lawful: int
    granted: int
    refused: int
    delayed: int
    exports: int
    export_rows: int
    asked: int
    answered_late: int


_LAWFUL = tuple(LawfulRow.__dataclass_fields__)
_REVIEW = tuple(ReviewRow.__dataclass_fields__)
_EXPORT = tuple(ExportRow.__dataclass_fields__)


def lawful_requests(*, by: Actor, limit: int = 200) -> list[LawfulRow]:
    """Return requests under a law, newest first (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    rows = LawfulRequest.objects.order_by("-entered_at", "-pk")
    return [LawfulRow(*row) for row in rows.values_list(*_LAWFUL)[:limit]]


def lawful_by_ref(*, ref: str, by: Actor) -> LawfulRow:
    """Return one request (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
    """
    require_staff(by)
    row = LawfulRequest.objects.filter(ref=ref).values_list(*_LAWFUL).first()
    if row is None:
        raise NotFound("not-found")
    return LawfulRow(*row)


def exports_taken(*, by: Actor, limit: int = 200) -> list[ExportRow]:
    """Return the files that left, newest first (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    rows = Export.objects.order_by("-at", "-pk")
    return [ExportRow(*row) for row in rows.values_list(*_EXPORT)[:limit]]


def looks_to_review(*, by: Actor, at: datetime) -> list[ReviewRow]:
    """Return looks of the last seven days drawn by lot, the same ones all week, newest first (two SQL queries).

    Looks with a reason, searches, files and large lists are drawn before others.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    lately = Look.objects.filter(at__gt=at - REVIEW_OVER).exclude(by="erased")
    grave = lately.filter(~Q(reason="") | Q(how__in=["search", "export", "api"]) | Q(size__gt=100))
    drawn = _drawn(grave.values_list("pk", flat=True), at)
    drawn += _drawn(lately.exclude(pk__in=drawn).values_list("pk", flat=True), at)
    rows = Look.objects.filter(pk__in=drawn[:REVIEWED]).order_by("-at", "-pk")
    return [ReviewRow(*row) for row in rows.values_list(*_REVIEW)]


def _drawn(among: Iterable[int], at: datetime) -> list[int]:
    lot = random.Random("{}-{}".format(*at.isocalendar()))  # noqa: S311 - a lot that anybody may draw again
    known = sorted(among)
    return lot.sample(known, min(REVIEWED, len(known)))


def counts_by_year() -> list[YearRow]:
    """Return what everybody may know of requests and files, newest year first (three SQL queries)."""
    lawful = _by_year(
        LawfulRequest.objects.annotate(year=ExtractYear("entered_at")).values("year").annotate(
            lawful=Count("pk"),
            granted=Count("pk", filter=Q(state__in=["granted", "delivered"])),
            refused=Count("pk", filter=Q(state="refused")),
            delayed=Count("pk", filter=~Q(told_from=None)),
        )
    )  # fmt: skip
    exports = _by_year(
        Export.objects.exclude(kind="lawful").annotate(year=ExtractYear("at")).values("year").annotate(
            exports=Count("pk"), export_rows=Sum("rows")
        )
    )  # fmt: skip
    late = Q(answered_at__gt=F("due_at"))
    asked = _by_year(
        Request.objects.annotate(year=ExtractYear("asked_at")).values("year").annotate(
            asked=Count("pk"), answered_late=Count("pk", filter=late)
        )
    )  # fmt: skip
    nothing = dict.fromkeys(YearRow.__dataclass_fields__, 0)
    return [
        YearRow(**(nothing | lawful.get(year, {}) | exports.get(year, {}) | asked.get(year, {}) | {"year": year}))
        for year in sorted({*lawful, *exports, *asked}, reverse=True)
    ]


def _by_year(rows: Iterable[dict[str, int]]) -> dict[int, dict[str, int]]:
    return {row["year"]: row for row in rows}


def countries_shut() -> int:
    """Return in how many countries forms keep nothing now (one SQL query)."""
    return DirectoryOnly.objects.filter(until=None).count()
