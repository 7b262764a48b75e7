"""The keys under which a name is stored, so that a database finds it under any spelling.

A **skeleton** is a word without vowels, its consonants in a few classes that spelling exchanges within. A **key** is
two skeletons of a name in alphabetical order, since parts stand in any order. Sharing a key is no verdict:
`names.judge` gives that.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Final

from ocaq.register.rules.names import Name, take_apart
from ocaq.register.rules.reading import Reading, readings
from ocaq.register.rules.sounds import Sounds, is_vowel

LONGEST_SKELETON: Final = 12
LONGEST_KEY: Final = 2 * LONGEST_SKELETON + 1
LONGEST_HEARD: Final = 60
MOST_KEYS: Final = 12
MOST_KEYS_NEAR: Final = 600
_MOST_SKELETONS: Final = 4

_CLASSES: Final = {
    letter: name
    for name, letters in {
        "B": "bp", "D": "dt", "K": "gkqğxh", "L": "l", "M": "m", "N": "n", "R": "r", "S": "sSzšžjčc", "V": "vf",
    }.items()
    for letter in letters
}  # fmt: skip
_LETTERS: Final = "BDKLMNRSV"
# One sound for each class of vowels; the ear of a first, quick comparison.
_VOWEL_CLASSES: Final = str.maketrans("əeıoöü", "aaiuuu")


@lru_cache(maxsize=100_000)
def skeletons(word: str) -> tuple[str, ...]:
    """Return the skeletons of a word, the likeliest first; a word no table reads stands for itself."""
    found = dict.fromkeys(skeleton for reading in readings(word) for skeleton in _skeletons_of(reading))
    return tuple(islice(found, _MOST_SKELETONS)) or (word.casefold()[:LONGEST_SKELETON],)


def _skeletons_of(reading: Reading) -> Iterable[str]:
    """Yield the skeletons of one reading; a letter that may be vowel, glide or consonant, as j and و, gives two."""
    sounds = (*reading.sounds, *(("v",) if reading.ending else ()))
    ways = [_classes(sound, i, sounds) for i, sound in enumerate(sounds)]
    for picked in islice(product(*ways), _MOST_SKELETONS):
        start = "" if picked[0] else "A"
        yield (start + "".join(picked))[:LONGEST_SKELETON]


def _classes(sound: str, i: int, sounds: Sounds) -> tuple[str, ...]:
    last_h = bool(i) and i == len(sounds) - 1 and sound[0] == "h" and is_vowel(sounds[i - 1])
    if last_h or is_vowel(sound) or sound[0] in "~y":
        return ("",)
    found = tuple(dict.fromkeys(_CLASSES.get(phoneme, "") for phoneme in sound))
    # A letter for consonant and vowel stands for a vowel as a rule, but not at the start.
    return tuple(sorted(found)) if i else found


def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys of a name, at most `MOST_KEYS`; a single part gives its skeleton alone."""
    return tuple(islice(dict.fromkeys(_pairs(_skeletons_of_parts(take_apart(name)))), MOST_KEYS))


def keys_near(name: str) -> tuple[str, ...]:
    """Return the keys a name would have with one consonant of one part added, left out, exchanged or moved."""
    parts = [words[0] for words in _skeletons_of_parts(take_apart(name))]
    found: dict[str, None] = {}
    for one, other in combinations(parts, 2):
        found |= dict.fromkeys(_key(slip, other) for slip in _slips(one))
        found |= dict.fromkeys(_key(one, slip) for slip in _slips(other))
    return tuple(islice(found, MOST_KEYS_NEAR))


def _skeletons_of_parts(name: Name) -> list[tuple[str, ...]]:
    return [skeletons(part.word) for part in name.parts if not part.is_initial]


def _pairs(parts: list[tuple[str, ...]]) -> Iterable[str]:
    if len(parts) == 1:
        yield from parts[0]
    for one, other in combinations(parts, 2):
        yield from (_key(*pair) for pair in product(one, other))


def _key(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


@lru_cache(maxsize=20_000)
def slips_of(skeleton: str) -> frozenset[str]:
    """Return what one slip of the keyboard makes of a skeleton."""
    return frozenset(_slips(skeleton)) - {skeleton}


def _slips(skeleton: str) -> Iterable[str]:
    for i in range(len(skeleton) + 1):
        head, tail = skeleton[:i], skeleton[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


@lru_cache(maxsize=100_000)
def as_heard(word: str) -> str:
    """Return one plain spelling of how a word sounds, to put many candidates in a first order."""
    for reading in readings(word):
        heard = (
            "".join(sound[0] for sound in reading.sounds).translate(_VOWEL_CLASSES).replace("y", "").replace("~", "")
        )
        return "".join(_CLASSES.get(sound, sound) for sound in heard) + ("V" if reading.ending else "")
    return word.casefold()


@lru_cache(maxsize=100_000)
def heard_of(name: str) -> str:
    """Return how all parts of a name sound, in alphabetical order, since parts stand in any."""
    parts = sorted(as_heard(part.word) for part in take_apart(name).parts if not part.is_initial)
    return " ".join(parts)[:LONGEST_HEARD]
