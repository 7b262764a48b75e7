"""Receipts as the person reads them, and what ends when a consent is taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ocaq.privacy.models import Receipt
from ocaq.privacy.rules.keeping import Leave

_ends: dict[tuple[str, str], list[Leave]] = {}


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    ref: str
    subject: str
    notice: str
    version: str
    purpose: str
    language: str
    given_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None


def ends_with(notice: str, purpose: str, end: Leave) -> None:
    """Have `end` called when somebody takes back a consent to this purpose; twice registers once."""
    known = _ends.setdefault((notice, purpose), [])
    if end not in known:
        known.append(end)


def ends_of(notice: str, purpose: str) -> list[Leave]:
    return list(_ends.get((notice, purpose), ()))


def receipts_of(*, subjects: Collection[str]) -> list[ReceiptRow]:
    """Return the receipts about these records, newest first (one SQL query, none without subjects)."""
    rows = Receipt.objects.filter(subject__in=subjects).order_by("-given_at", "-pk") if subjects else ()
    return [
        ReceiptRow(
            row.ref,
            row.subject,
            row.notice,
            row.version,
            row.purpose,
            row.language,
            row.given_at,
            row.ends_at,
            row.withdrawn_at,
        )
        for row in rows
    ]
