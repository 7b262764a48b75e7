"""What the front page may know of conferences, and how they are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.cache import cache

from ocaq.conference.commands.counting import count_conference
from ocaq.conference.figures import KIND
from ocaq.conference.models import Conference
from ocaq.conference.personal import DRAFTS_KEPT_DAYS, NAMES_KEPT_DAYS, NEEDS_KEPT_DAYS
from ocaq.conference.queries import counting
from ocaq.conference.queries.attendance import Attendance, attendance_of, crowd, stays
from ocaq.conference.queries.programme import ConferenceRow, ItemRow, Rundown, programme, public_conferences
from ocaq.conference.rules.attendance import Crowd
from ocaq.conference.words.planning import KINDS
from ocaq.evidence import figures

__all__ = [
    "DRAFTS_KEPT_DAYS",
    "KINDS",
    "NAMES_KEPT_DAYS",
    "NEEDS_KEPT_DAYS",
    "SUBJECTS",
    "Attendance",
    "ConferenceRow",
    "Crowd",
    "Front",
    "ItemRow",
    "Rundown",
    "front",
    "public_conferences",
]

SUBJECTS = figures.Subjects(
    named=counting.named,
    ready=counting.ended,
    tally=counting.tally,
    count=count_conference,
    rows=counting.row_names,
)
_PAST_KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class Front:
    """`shown` is the conference the page is about: the open one, else the next; `past` the last one that was held.

    `counted`: the figures the page shows, by the name behind `conference.`.
    """

    shown: Rundown | None
    present: Crowd | None
    past: ConferenceRow | None
    past_attendance: Attendance | None
    counted: Mapping[str, figures.Shown]
    archive: tuple[ConferenceRow, ...]

    @property
    def lit(self) -> bool:
        return self.shown is not None and self.shown.conference.is_open


def front(*, at: datetime) -> Front:
    """Return what the front page shows now.

    Cost: one SQL query for the list, three for the programme shown, three each ten seconds for who is present, one for
    what is published of the last one; once an hour one for the last attendance.
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
    subject, past = open_now or coming, held[0] if held else None
    present = crowd(open_now.ref, at) if open_now else None
    attendance = _attendance(past, at) if past else None
    if attendance is not None and attendance.people < figures.SMALLEST:
        attendance = None
    return Front(
        shown=programme(subject.slug, at=at) if subject else None,
        present=present,
        past=past,
        past_attendance=attendance,
        counted=_counted(present, past, attendance),
        archive=tuple(held[:5]),
    )


def _counted(
    present: Crowd | None, past: ConferenceRow | None, attendance: Attendance | None
) -> dict[str, figures.Shown]:
    if present is not None:
        now = {"people_now": present.people, "countries_now": present.countries}
        return {name: figures.Shown(figures.figure(f"{KIND}.{name}"), count) for name, count in now.items() if count}
    if past is None or attendance is None:
        return {}
    return {"people": figures.shown(f"{KIND}.people", attendance.people, figures.published(f"{KIND}:{past.ref}"))}


def _attendance(row: ConferenceRow, at: datetime) -> Attendance:
    found: Any = cache.get_or_set(
        f"conference.attendance.{row.ref}", lambda: attendance_of(stays(row.id, at=at)), _PAST_KEPT_S
    )
    return cast("Attendance", found)
