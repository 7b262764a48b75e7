"""What a deed must know of the hall: one row, read once a batch."""

from dataclasses import dataclass

from django.db import connection

from ocaq.conference.models import Conference, Show
from ocaq.conference.rules.modes import Mode, mode_of, refusal_of_deed
from ocaq.conference.rules.show import Phase, phase_of

# Every batch of deeds asks for it; put together by the ORM it costs more than the deeds.
_HALL = """
SELECT conference.id, conference.state, stage.held_at, item.id, item.ref, item.kind,
  stage.floor_open, stage.questions_open, conference.floor_budget_s
FROM conference_show stage JOIN conference_conference conference ON conference.id = stage.conference_id
LEFT JOIN conference_item item ON item.id = stage.current_id
WHERE conference.ref = %s
"""


@dataclass(frozen=True, slots=True)
class Hall:
    conference_id: int
    ref: str
    phase: Phase
    mode: Mode
    item_id: int | None
    item_ref: str
    floor_open: bool
    questions_open: bool
    floor_budget_s: int

    def refusal(self, deed: str) -> str | None:
        return refusal_of_deed(
            deed=deed,
            phase=self.phase.value,
            mode=self.mode,
            floor_open=self.floor_open,
            questions_open=self.questions_open,
        )


def hall(ref: str, *, locked: bool = False) -> Hall | None:
    """Return the hall of a conference, None while it has no show (one SQL query, two when locked).

    Args:
        locked: nobody else changes the show until the end of the transaction.
    """
    if locked:
        conference = Conference.objects.filter(ref=ref).values("pk")
        Show.objects.select_for_update(no_key=True).filter(conference_id__in=conference).first()
    with connection.cursor() as cursor:
        cursor.execute(_HALL, [ref])
        row = cursor.fetchone()
    if row is None:
        return None
    conference_id, state, held_at, item_id, item_ref, kind, floor_open, questions_open, budget_s = row
    return Hall(
        conference_id,
        ref,
        phase_of(state=state, held=held_at is not None),
        mode_of(kind),
        item_id,
        item_ref or "",
        bool(floor_open),
        bool(questions_open),
        budget_s,
    )
