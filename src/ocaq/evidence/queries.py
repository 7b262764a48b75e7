"""What others may know of the log."""

from dataclasses import dataclass
from datetime import datetime

from ocaq.evidence.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log stands; `trouble` is the code of what stops the signing, empty when nothing does."""

    size: int
    unplaced: int
    signed_at: datetime | None
    trouble: str
    waits_since: datetime | None


def standing() -> Standing:
    """Return how the log stands (two SQL queries)."""
    head = Head.objects.filter(pk=Head.ONLY).values_list("size", "signed_at", "trouble").first()
    size, signed_at, trouble = head or (0, None, "")
    waiting = list(Entry.objects.filter(index=None).order_by("pk").values_list("at", flat=True)[:1])
    unplaced = Entry.objects.filter(index=None).count() if waiting else 0
    return Standing(size, unplaced, signed_at, trouble, waiting[0] if waiting else None)


def size() -> int:
    """Return how many entries have their place (one SQL query)."""
    return Head.objects.filter(pk=Head.ONLY).values_list("size", flat=True).first() or 0


def greatest(fact: str, *, kind: str, subject: str) -> int:
    """Return the greatest value of a fact in placed entries of a kind about `subject`, or 0 (one SQL query).

    After a restored backup the log may know of more than the tables do.
    """
    placed = Entry.objects.filter(kind=kind, subject=subject, index__isnull=False)
    return max((int(entry.facts.get(fact, 0)) for entry in placed), default=0)


def subjects_of(kind: str) -> list[str]:
    """Return what entries of a kind that have their place are about (one SQL query)."""
    return list(Entry.objects.filter(kind=kind, index__isnull=False).values_list("subject", flat=True))
