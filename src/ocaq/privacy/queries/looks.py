"""Who looked, as the person reads it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ocaq.privacy.models import Look


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look at one's own record: from which office, never whose name, and never at whom else."""

    ref: str
    at: datetime
    office: str
    role: str
    purpose: str
    how: str
    size: int


def looks_at(*, subjects: Collection[str], at: datetime, limit: int = 200) -> list[LookRow]:
    """Return who looked at these records, newest first; a delay by a lawful act leaves out what is not yet told.

    One SQL query; none without subjects.
    """
    if not subjects:
        return []
    told = Q(told_from=None) | Q(told_from__lte=at)
    rows = Look.objects.filter(told, looked__subject__in=subjects).distinct().order_by("-at", "-pk")
    return [LookRow(*row) for row in rows.values_list("ref", "at", "office", "role", "purpose", "how", "size")[:limit]]
