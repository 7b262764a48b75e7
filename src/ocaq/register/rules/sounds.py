"""How far two spellings are apart as sounds.

A spelling is read as a sequence of **sounds**. A sound is a string of the phonemes it may stand for, the likeliest
first: a Latin j is "jyž", because it is Azerbaijani c in English, y in German and ж in French. Phonemes are written
with one character each: j is Azerbaijani c, č is ç, c is ts, š is ş; S is a plain Latin s, which may have lost the
cedilla of ş; ~ may be any vowel or none, as ع is.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf
from typing import Final

Sounds = tuple[str, ...]

VOWELS: Final = frozenset("aəeiıoöuü")
_HIGH: Final = frozenset("iıuü")
_FAR: Final = 1.0
# Each further reading of a letter is a little less likely than the one before it.
_SECOND_CHOICE: Final = 0.04

_FIRST_COUNTS: Final = 1.3
# Speakers of Turkish harden the last consonant: Ahmet, Recep.
_LAST_CONSONANT_COUNTS: Final = 0.5
# Azerbaijani begins with clusters that others open with a vowel: Rza, Reza.
_IN_FIRST_CLUSTER_COUNTS: Final = 0.55

# Phonemes that writing habits or neighbouring sounds exchange; whatever is not here is another sound altogether.
_NEAR: Final[dict[str, float]] = {
    # Velars: Azerbaijani q is between g and k, and Russian has neither q nor h.
    "gq": 0.03, "kq": 0.03, "gk": 0.2, "gğ": 0.03, "qğ": 0.05, "gh": 0.1, "hx": 0.03, "xq": 0.3, "ğx": 0.35,
    "ğh": 0.2, "kx": 0.5,
    # Voice is lost at the end of a word (Recep, Mehmet) and before a voiceless neighbour (Алекперов).
    "bp": 0.15, "dt": 0.4, "jč": 0.35, "fv": 0.35, "zs": 0.6, "žš": 0.6,
    # Hissing sounds where a script or a keyboard lacks one.
    "Ss": 0.0, "Sš": 0.2, "Sz": 0.6, "Sc": 0.6, "jž": 0.15, "žz": 0.4, "čš": 0.4, "cč": 0.4, "cs": 0.6, "cz": 0.6,
    "jz": 0.6,
    # Glides and the vowels they come from.
    "yi": 0.05, "yı": 0.1, "vu": 0.25, "vo": 0.4, "vü": 0.3, "vb": 0.5,
    # Vowels: height and rounding change less between traditions than the place in the mouth.
    "aə": 0.1, "əe": 0.1, "ae": 0.3, "ei": 0.3, "əi": 0.5, "ai": 0.6, "iı": 0.02, "aı": 0.6, "eı": 0.4, "əı": 0.5,
    "uı": 0.35, "iu": 0.55, "iü": 0.5, "üı": 0.5, "ou": 0.15, "öü": 0.4, "oö": 0.04, "uü": 0.04, "oü": 0.4,
    "uö": 0.4, "ao": 0.45, "əo": 0.45, "əö": 0.4, "eo": 0.5, "eö": 0.25, "au": 0.6, "əu": 0.55, "eu": 0.6, "eü": 0.45,
    "əü": 0.5, "aö": 0.5, "aü": 0.6, "ıo": 0.4, "io": 0.55, "iö": 0.45, "ıö": 0.45,
}  # fmt: skip


@cache
def _phonemes_apart(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if "~" in {one, other}:
        return 0.05 if {one, other} & VOWELS else _FAR
    return _NEAR.get(one + other, _NEAR.get(other + one, _FAR))


@cache
def sounds_apart(one: str, other: str) -> float:
    """Return 0 (may be the same sound) to 1 (cannot be)."""
    return min(
        _phonemes_apart(a, b) + _SECOND_CHOICE * ((i > 0) + (j > 0) if a != b or i + j else 0)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
    )


@cache
def is_vowel(sound: str) -> bool:
    return sound[0] in VOWELS


@lru_cache(maxsize=100_000)
def consonants(sounds: Sounds) -> int:
    return sum(not is_vowel(sound) and sound[0] not in "~y" for sound in sounds)


def apart(
    one: Sequence[str],
    other: Sequence[str],
    *,
    unwritten: tuple[bool, bool] = (False, False),
    give_up_at: float = inf,
) -> float:
    """Return the least that must be changed to turn one sequence into the other; 1 is a consonant.

    Args:
        unwritten: whether the script of each leaves short vowels out.
        give_up_at: return infinity as soon as it is certain that the change is larger.
    """
    if one == other:
        return 0.0
    drop_other = _costs_of_leaving_out(other, excused=unwritten[0] and not unwritten[1])
    drop_one = _costs_of_leaving_out(one, excused=unwritten[1] and not unwritten[0])
    above = [0.0]
    for cost in drop_other:
        above.append(above[-1] + cost)
    last, last_other = len(one) - 1, len(other) - 1
    for i, (sound, drop) in enumerate(zip(one, drop_one, strict=True)):
        row = [above[0] + drop]
        for j, sound_other in enumerate(other):
            change = sounds_apart(sound, sound_other)
            if i == j == 0:
                change *= _FIRST_COUNTS
            elif change < _FAR and i == last and j == last_other and not (is_vowel(sound) or is_vowel(sound_other)):
                change *= _LAST_CONSONANT_COUNTS
            best = above[j] + change
            best = min(best, above[j + 1] + drop)
            row.append(min(best, row[j] + drop_other[j]))
        if min(row) > give_up_at:
            return inf
        above = row
    return above[-1]


def _costs_of_leaving_out(sounds: Sequence[str], *, excused: bool) -> list[float]:
    last = len(sounds) - 1
    return [
        _leaving_out(
            sound, sounds[i - 1] if i else "", sounds[i + 1] if i < last else "", excused=excused and 0 < i < last
        )
        * (_IN_FIRST_CLUSTER_COUNTS if i == 1 and is_vowel(sound) and last > 1 else 1)
        for i, sound in enumerate(sounds)
    ]


@cache
def _leaving_out(sound: str, before: str, after: str, *, excused: bool) -> float:
    """Return the cost of a sound that the other spelling lacks. `excused`: the other script need not write it."""
    first = sound[0]
    follows_vowel = bool(before) and is_vowel(before)
    if first == "~":
        return 0.02
    if "y" in sound and follows_vowel and not excused and _is_mere_glide(before, after):
        return 0.06
    if first in VOWELS:
        return _leaving_out_vowel(first, before, after, excused=excused)
    if "h" in sound:
        return 0.06 if follows_vowel and not after else 0.6
    return {"y": 0.6, "ğ": 0.5}.get(first, _FAR)


def _is_mere_glide(before: str, after: str) -> bool:
    """Between two vowels or beside i, y is heard whether it is written or not: Əliyev, Алиев."""
    return not after or is_vowel(after) or bool({before[0], after[0]} & {"i", "ı", "y"})


def _leaving_out_vowel(first: str, before: str, after: str, *, excused: bool) -> float:
    if excused:
        # A script that omits short vowels still writes the second half of a diphthong.
        return 0.55 if is_vowel(before) and first in _HIGH else 0.08 if first in "iıuüoö" else 0.03
    if not before or not after:
        return 1.0
    if first in "iı" and is_vowel(after):
        return 0.15  # swallowed by the vowel after it: Алиага, Ələkbər
    # After a vowel it is the second half of a diphthong: Leila is not Lalə.
    return 0.45 if first in _HIGH and not is_vowel(before) else 0.55
