"""How one word of a name may sound: script, letters, readings, and the family ending set apart."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice, product
from typing import Final

from ocaq.register.rules import abjads, caucasus, cyrillic, latin
from ocaq.register.rules.sounds import Sounds, is_vowel

_MOST_READINGS: Final = 12
# No name is that long; whatever is must not cost more than a name.
_LONG: Final = 20
_MOST_OF_LONG: Final = 3
_LONGEST: Final = 40
_EACH_UNLIKELY_READING: Final = 0.06

# The last letter of each block and its script; what lies between is read by no table.
_BLOCKS: Final = (
    (0x0041, 0x02AF, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x058F, "armenian"),
    (0x05D0, 0x05F4, "hebrew"),
    (0x0620, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x10D0, 0x10FF, "georgian"),
)
# In a word that shows German or Polish habits, s may be voiced and z a ts. Who doubles s between vowels does so because
# a single one is voiced there.
_SHOWS_GERMAN: Final = re.compile("w|sch|(?<=[aeiouyäöü])ss(?=[aeiouyäöü])")
_GERMAN: Final = {"s": "S|z", "z": "zž|c", "ss": "s"}
# Latin and Cyrillic are read together, since words mix them by mistake.
_EUROPEAN: Final = {**cyrillic.GRAPHEMES, **latin.GRAPHEMES}
_TABLES: Final[dict[str, Mapping[str, str]]] = {
    "latin": _EUROPEAN,
    "latin as in German": {**_EUROPEAN, **_GERMAN},
    "cyrillic": _EUROPEAN,
    "arabic": abjads.ARABIC,
    "hebrew": abjads.HEBREW,
    "georgian": caucasus.GEORGIAN,
    "armenian": caucasus.ARMENIAN,
    "greek": caucasus.GREEK,
}
_FIRST: Final = {
    "latin": latin.FIRST,
    "latin as in German": latin.FIRST,
    "cyrillic": cyrillic.FIRST,
    "arabic": abjads.ARABIC_FIRST,
    "hebrew": abjads.HEBREW_FIRST,
}
_WITHIN: Final = {"arabic": abjads.ARABIC_WITHIN}
_LAST: Final = {
    "latin": latin.LAST,
    "latin as in German": latin.LAST,
    "arabic": abjads.ARABIC_LAST,
    "hebrew": abjads.HEBREW_LAST,
}
# The vowel of -ov in a script that writes vowels, and in one that does not.
_OF_OV: Final = ("oe", "aoy")
_VOWEL_LETTERS: Final = frozenset("aeiouyəöüıаеёиоуыэюяәөүі")
ABJADS: Final = frozenset({"arabic", "hebrew"})

_CYRILLIC_SHAPES: Final = "АВЕКМНОРСТУХІЈЅԚӘҺаеорсухіјѕԛәһ"
_LATIN_SHAPES: Final = "ABEKMHOPCTYXIJSQƏHaeopcyxijsqəh"
_TO_LATIN: Final = str.maketrans(_CYRILLIC_SHAPES, _LATIN_SHAPES)
_TO_CYRILLIC: Final = str.maketrans(_LATIN_SHAPES, _CYRILLIC_SHAPES)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to hear a word. `ending`: "ov" for -ov, -yev, -ова and the like, which `sounds` then lacks."""

    sounds: Sounds
    script: str
    ending: str = ""
    is_feminine: bool = False
    unlikely: float = 0.0


def script_of(word: str) -> str:
    """Return the script of most letters: "latin", "arabic" …, "other" for one without a table, "" without letters."""
    found: dict[str, int] = {}
    for letter in word:
        if letter.isalpha():
            script = _script_of_letter(letter)
            found[script] = found.get(script, 0) + 1
    return max(found, key=lambda script: found[script], default="")


@cache
def _script_of_letter(letter: str) -> str:
    return next((script for first, last, script in _BLOCKS if first <= ord(letter) <= last), "other")


@lru_cache(maxsize=100_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Return how `word` may be read, the likeliest first; nothing when no letter of it can be read."""
    word = unicodedata.normalize("NFKC", word)[:_LONGEST]
    script = script_of(word)
    if script not in _TABLES:
        return ()
    letters = _letters(word, script)
    is_german = script == "latin" and bool(_SHOWS_GERMAN.search(letters))
    habits = "latin as in German" if is_german else script
    choices = [tuple(tuple(way.split()) for way in choice.split("|")) for choice in _choices(letters, habits)]
    found: dict[tuple[Sounds, str], Reading] = {}
    for picked in islice(product(*choices), _MOST_READINGS if len(letters) <= _LONG else _MOST_OF_LONG):
        unlikely = sum(ways.index(way) > 0 for ways, way in zip(choices, picked, strict=True)) * _EACH_UNLIKELY_READING
        heard = tuple(sound for way in picked for sound in way)
        sounds = heard if script in ABJADS else _undoubled(heard)
        for reading in _with_ending(Reading(sounds, script, unlikely=unlikely), letters):
            found.setdefault((reading.sounds, reading.ending), reading)
    return tuple(found.values())


def _letters(word: str, script: str) -> str:
    """Return the letters in lower case, without marks that no table knows, look-alikes of another script put right."""
    word = word.translate(_TO_LATIN if script == "latin" else _TO_CYRILLIC if script == "cyrillic" else {})
    lowered = word.replace("İ", "i").replace("ǝ", "ə").replace("Ə", "ə").lower()
    table = _TABLES[script]
    return "".join(letter if letter in table else _bare(letter) for letter in unicodedata.normalize("NFC", lowered))


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if part.isalpha() or part == "'")


def _choices(letters: str, script: str) -> Iterator[str]:
    """Yield the readings of the letters, the longest that a table knows first, from the start to the end."""
    table, first, within, last = _TABLES[script], *(places.get(script, {}) for places in (_FIRST, _WITHIN, _LAST))
    at = 0
    while at < len(letters):
        for length in range(min(7, len(letters) - at), 0, -1):
            part, end = letters[at : at + length], at + length
            if at == 0 and part in first:
                yield first[part]
                break
            if at and end == len(letters) and part in last:
                yield last[part]
                break
            if at and part in within:
                yield within[part]
                break
            if part in table:
                yield _as_heard_between(letters[at - 1] if at else "", table[part], letters[end : end + 1])
                break
        at += length


def _as_heard_between(before: str, way: str, after: str) -> str:
    """Hear y between consonants as a vowel, and я, ю, ё or ya, iu, yo after a consonant as a front vowel first."""
    follows_consonant = before.isalpha() and before not in _VOWEL_LETTERS
    if way == "yiı" and follows_consonant:
        return way if after in _VOWEL_LETTERS and after else "ıiy"
    glide, bar, vowel = way.partition("|")
    if not bar or glide[0] not in "yij" or " " not in glide:
        return way
    return f"{vowel}|{glide}" if follows_consonant else glide


def _undoubled(sounds: Sounds) -> Sounds:
    return tuple(sound for i, sound in enumerate(sounds) if not i or sound[0] != sounds[i - 1][0] or is_vowel(sound))


def _with_ending(reading: Reading, letters: str) -> Iterator[Reading]:
    """Yield the reading with its family ending set apart, and as it stands where the ending is not certain."""
    stripped = list(_without_ov(reading, letters))
    yield from stripped
    if not stripped or not _is_surely_ov(letters, reading.script):
        yield reading
    if reading.script == "georgian" and letters.endswith("ი") and not stripped:
        yield replace(reading, sounds=reading.sounds[:-1])  # the ending of the nominative


def _is_surely_ov(letters: str, script: str) -> bool:
    """-of and -ef also end given names (Yusef), and so do وف and یف (Rauf, Lətif)."""
    return not (script in ABJADS or letters.endswith(("of", "ef", "οφ", "εφ")))


def _without_ov(reading: Reading, letters: str) -> Iterator[Reading]:
    sounds = reading.sounds
    is_feminine = len(sounds) > 4 and sounds[-1][0] in "aə" and bool(set("vf") & set(sounds[-2]))
    if reading.script == "georgian" and letters.endswith(("ოვი", "ევი")):
        sounds = sounds[:-1]
    sounds = sounds[:-1] if is_feminine else sounds
    vowel = set(_OF_OV[reading.script in ABJADS])
    if len(sounds) < 3 or not set("vf") & set(sounds[-1]) or not vowel & set(sounds[-2]):
        return
    for stem in _stems(sounds, reading.script):
        if len(stem) > 1 and not all(is_vowel(sound) for sound in stem):
            yield replace(reading, sounds=stem, ending="ov", is_feminine=is_feminine)


def _stems(sounds: Sounds, script: str) -> Iterator[Sounds]:
    stem = sounds[:-2]
    yield stem
    # The glide of -yev belongs to the ending, however it is spelled: Musayev, Musaev, Musajew.
    if "y" in stem[-1] and len(stem) > 2 and is_vowel(stem[-2]):
        yield stem[:-1]
    # یف holds the last vowel of the stem as well as the glide.
    if script in ABJADS and "y" in sounds[-2]:
        yield sounds[:-1]
