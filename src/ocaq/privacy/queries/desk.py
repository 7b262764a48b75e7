"""Privacy at the desk: requests under a law, files that left, counts for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractYear

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.privacy.models import DirectoryOnly, Export, LawfulRequest, Request
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.watching import watched_by_year


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
    emergencies: int
    reviewed: int
    failed: int


_LAWFUL = tuple(LawfulRow.__dataclass_fields__)
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


def counts_by_year() -> list[YearRow]:
    """Return what everybody may know of requests and files, newest year first (five SQL queries)."""
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
    watched = watched_by_year()
    nothing = dict.fromkeys(YearRow.__dataclass_fields__, 0)
    every = (lawful, exports, asked, watched)
    years = {year for counts in every for year in counts}
    return [
        YearRow(**nothing | {name: n for counts in every for name, n in counts.get(year, {}).items()} | {"year": year})
        for year in sorted(years, reverse=True)
    ]


def _by_year(rows: Iterable[dict[str, int]]) -> dict[int, dict[str, int]]:
    return {row["year"]: row for row in rows}


def countries_shut() -> int:
    """Return in how many countries forms keep nothing now (one SQL query)."""
    return DirectoryOnly.objects.filter(until=None).count()
