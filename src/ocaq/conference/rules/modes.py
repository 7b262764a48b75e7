"""What the item on stage asks of everybody: the mode of the hall and what rests in it."""

from enum import StrEnum


class Mode(StrEnum):
    OPEN = "open"
    ANTHEM = "anthem"
    SILENCE = "silence"
    SCREENING = "screening"
    PRESENTATION = "presentation"


_MODE_BY_KIND = {
    "anthem": Mode.ANTHEM,
    "silence": Mode.SILENCE,
    "film": Mode.SCREENING,
    "greeting": Mode.SCREENING,
    "music": Mode.SCREENING,
    "medals": Mode.PRESENTATION,
}

SPEAKING_DEEDS = frozenset({"question", "question-vote", "poll-vote", "hand"})
# During the anthem, the silence and what is screened everything rests; while medals are given people may applaud.
_RESTS = {
    Mode.OPEN: frozenset[str](),
    Mode.ANTHEM: SPEAKING_DEEDS | {"reaction"},
    Mode.SILENCE: SPEAKING_DEEDS | {"reaction"},
    Mode.SCREENING: SPEAKING_DEEDS | {"reaction"},
    Mode.PRESENTATION: SPEAKING_DEEDS,
}


def mode_of(kind: str | None) -> Mode:
    """Return the mode an item of this kind puts the hall into; nothing on stage is an open hall."""
    return _MODE_BY_KIND.get(kind or "", Mode.OPEN)


def refusal_of_deed(
    *, deed: str, phase: str, mode: Mode, floor_open: bool = True, questions_open: bool = True
) -> str | None:
    """Return why a deed is held back now, or None. Being present, leaving and lowering a hand never are."""
    if deed in {"present", "leave", "hand-down"}:
        return None
    if phase == "before":
        return "doors-closed"
    if phase == "ended":
        return "show-ended"
    if deed in _RESTS[mode]:
        return f"rests-{mode.value}"
    if deed == "reaction" and phase == "doors":
        return "nothing-on-stage"
    if deed == "hand" and not floor_open:
        return "floor-closed"
    if deed == "question" and not questions_open:
        return "questions-closed"
    return None
