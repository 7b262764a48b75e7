"""What the front page may know of conferences, and how they are counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.cache import cache

from ocaq.conference.commands.counting import count_conference
from ocaq.conference.models import Conference
from ocaq.conference.personal import DRAFTS_KEPT_DAYS, NAMES_KEPT_DAYS, NEEDS_KEPT_DAYS
from ocaq.conference.queries import counting
from ocaq.conference.queries.attendance import Attendance, Present, attendance_of, present_now, stays
from ocaq.conference.queries.programme import ConferenceRow, ItemRow, Rundown, programme, public_conferences
from ocaq.conference.words.planning import KINDS
from ocaq.evidence.figures import Subjects

__all__ = [
    "DRAFTS_KEPT_DAYS",
    "KINDS",
    "NAMES_KEPT_DAYS",
    "NEEDS_KEPT_DAYS",
    "SUBJECTS",
    "Attendance",
    "ConferenceRow",
    "Front",
    "ItemRow",
    "Present",
    "Rundown",
    "front",
]

SUBJECTS = Subjects(
    named=counting.named,
    ready=counting.ended,
    tally=counting.tally,
    count=count_conference,
    rows=counting.row_names,
)
_PAST_KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class Front:
    """`shown` is the conference the page is about: the open one, else the next; `past` the last one that was held."""

    shown: Rundown | None
    present: Present | None
    past: ConferenceRow | None
    past_attendance: Attendance | None
    archive: tuple[ConferenceRow, ...]

    @property
    def lit(self) -> bool:
        return self.shown is not None and self.shown.conference.is_open


def front(*, at: datetime) -> Front:
    """Return what the front page shows now.

    Cost: one SQL query for the list, three for the programme shown, one for who is present; once an hour one for the
    last attendance.
    """
    rows = public_conferences()
    open_now = next((row for row in rows if row.is_open), None)
    coming = next(
        (
            row
            for row in reversed(rows)
            if row.state == Conference.State.PUBLISHED and row.starts_at + timedelta(days=1) > at
        ),
        None,
    )
    held = [row for row in rows if row.state == Conference.State.ENDED]
    subject = open_now or coming
    return Front(
        shown=programme(subject.slug, at=at) if subject else None,
        present=present_now(open_now.id, at) if open_now else None,
        past=held[0] if held else None,
        past_attendance=_attendance(held[0], at) if held else None,
        archive=tuple(held[:5]),
    )


def _attendance(row: ConferenceRow, at: datetime) -> Attendance:
    found: Any = cache.get_or_set(
        f"conference.attendance.{row.ref}", lambda: attendance_of(stays(row.id, at=at)), _PAST_KEPT_S
    )
    return cast("Attendance", found)
