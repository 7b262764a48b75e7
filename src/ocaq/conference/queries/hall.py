"""What a deed must know of the hall: one row, read once a batch."""

from dataclasses import dataclass

from ocaq.conference.models import Conference, Show
from ocaq.conference.rules.modes import Mode, mode_of, refusal_of_deed
from ocaq.conference.rules.show import Phase, phase_of


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
    shows = Show.objects.filter(conference__ref=ref)
    row = shows.values_list(
        "conference_id",
        "conference__state",
        "held_at",
        "current_id",
        "current__ref",
        "current__kind",
        "floor_open",
        "questions_open",
        "conference__floor_budget_s",
    ).first()
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
        floor_open,
        questions_open,
        budget_s,
    )
