"""Whether two words are one name, and why: the decision on a single given or family name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.register.rules.reading import ABJADS, Reading, readings, script_of
from ocaq.register.rules.sounds import apart, consonants, is_vowel

# From here on two words are one name. Below it lie what one wrong consonant or two wrong vowels leave of a name.
SAME_FROM: Final = 0.82

# The shorter a name, the less of it may change: Əli and Vəli are two names, as are Cəfər and Səfər.
_ROOM: Final = 1.5
_ROOM_A_CONSONANT: Final = 0.35
_OTHER_ENDING: Final = 1.0
_FEMININE: Final = 0.07


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` 0 to 1; `code` names the reason, a key of `words.REASONS`."""

    score: float
    code: str

    @property
    def is_same(self) -> bool:
        return self.score >= SAME_FROM


@lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> Likeness:
    """Compare two single words of names, in any two scripts."""
    if one == other:
        return Likeness(1.0, "same-letters")
    ones, others = readings(one), readings(other)
    if not ones or not others:
        return Likeness(1.0, "same-but-marks") if fold(one) == fold(other) else Likeness(0.0, _unread(one, other))
    cost, best, best_other = _nearest(ones, others)
    score = max(0.0, 1 - cost)
    if score < SAME_FROM:
        return Likeness(score, _why_different(best, best_other))
    return Likeness(score, _why_same(one, other, best, best_other))


def _nearest(ones: Sequence[Reading], others: Sequence[Reading]) -> tuple[float, Reading, Reading]:
    # From a cost of 1 on, the score is 0 however much larger the cost.
    nearest = 1.0, ones[0], others[0]
    for one in ones:
        for other in others:
            cost = _cost(one, other, give_up_at=nearest[0])
            if cost < nearest[0]:
                nearest = cost, one, other
    return nearest


def _cost(one: Reading, other: Reading, *, give_up_at: float) -> float:
    room = _ROOM + _ROOM_A_CONSONANT * min(consonants(one.sounds), consonants(other.sounds))
    changed = one.unlikely + other.unlikely
    if one.ending != other.ending:
        changed += _OTHER_ENDING
    feminine = _FEMININE * (one.is_feminine != other.is_feminine)
    left = (give_up_at - feminine) * room - changed
    if left <= 0:
        return inf
    unwritten = (one.script in ABJADS, other.script in ABJADS)
    return (changed + apart(one.sounds, other.sounds, unwritten=unwritten, give_up_at=left)) / room + feminine


def _unread(one: str, other: str) -> str:
    return "script-not-read" if script_of(one) and script_of(other) else "no-letters"


def _why_same(one: str, other: str, best: Reading, best_other: Reading) -> str:
    if best.is_feminine != best_other.is_feminine:
        return "feminine-form"
    if fold(one) == fold(other):
        return "same-but-marks"
    if (best.script in ABJADS) != (best_other.script in ABJADS):
        return "unwritten-vowels"
    return "same-sounds" if best.script == best_other.script else "same-sounds-two-scripts"


def _why_different(best: Reading, best_other: Reading) -> str:
    if best.ending != best_other.ending:
        return "endings-differ"
    bones, bones_other = (
        [sound for sound in reading.sounds if not is_vowel(sound) and sound[0] not in "~y"]
        for reading in (best, best_other)
    )
    return "vowels-differ" if apart(bones, bones_other) < 0.5 else "consonants-differ"
