"""Whether two names of bodies mean one body. Bodies are compared within one place only, so its name says nothing."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.register.rules import concepts
from ocaq.register.rules.keys import skeletons
from ocaq.register.rules.words_alike import SAME_FROM, Likeness, likeness

MOST_LETTERS: Final = 250
_MOST_WORDS: Final = 24
_ARABIC: Final = str.maketrans("يىكةأإآ", "ییکهااا")
_WORD: Final = re.compile(r"[^\W_]+")
# A legal form is written with points: e.V.
_DOTTED: Final = re.compile(r"\b(?:\w\.){2,}")
# A name of a place takes endings: Berlində, в Кёльне, Warszawie, Polish.
_ENDINGS: Final = 4
_SHORTEST_STEM: Final = 4
_ADJECTIVES: Final = re.compile(r"(?<=...)(?:ish|ian|ien|ese|ais|an)$")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name of a body taken apart: what sort of body, for whom, and the words that are its own."""

    sorts: frozenset[str]
    for_whom: frozenset[str]
    soft: frozenset[str]
    own: tuple[str, ...]

    @property
    def says_nothing(self) -> bool:
        return not (self.sorts or self.for_whom or self.own or self.soft - {"people"})


def spelled(text: str) -> str:
    """Return the fold of a text, with the letters that Arabic and Persian write differently made one."""
    return fold(text).translate(_ARABIC)


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    """Return {word: concept} and {stem: concept}."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    for concept, listed in (concepts.SORTS | concepts.FOR_WHOM | concepts.SOFT).items():
        for entry in listed.split():
            (stems if entry.endswith("~") else words).setdefault(spelled(entry.rstrip("~")), concept)
    return words, stems


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {tuple(spelled(phrase).split()): concept for phrase, concept in concepts.PHRASES.items()}


@cache
def _nothing() -> dict[str, set[str]]:
    """Return {word: ways of writing it}."""
    ways: dict[str, set[str]] = {}
    for word in concepts.NOTHING.split():
        ways.setdefault(spelled(word), set()).add(word)
    return ways


def _is_nothing(written: str, folded: str) -> bool:
    """Say whether a word names nothing. Marks tell words apart where they are written: səhər is no şəhər."""
    ways = _nothing().get(folded, set())
    lower = written.lower().replace("\u0307", "")
    marked = any(not c.isascii() and unicodedata.name(c, "").startswith("LATIN") for c in lower)
    return lower in ways if marked and ways else bool(ways)


@lru_cache(maxsize=50_000)
def read_body(name: str, around: frozenset[str] = frozenset()) -> BodyName:
    """Take a body's name apart.

    Args:
        around: folded names of the place and its country, which every body there may bear.
    """
    words = list(_words(name))
    means: list[str] = []
    own: list[str] = []
    at = 0
    while at < len(words):
        phrase = next((p for p in _phrases() if tuple(word for _, word in words[at : at + len(p)]) == p), ())
        found = (_phrases()[phrase],) if phrase else _meanings(words[at][1])
        if phrase or not (_is_nothing(*words[at]) or _is_of(words[at][1], around)):
            means += found
            own += [] if found else [words[at][0]]
        at += len(phrase) or 1
    # After a German name, ev is a legal form; where nothing else says what sort of body it is, a house.
    if not set(means) & concepts.SORTS.keys() and any(word == "ev" for _, word in words):
        means.append("house")
    return BodyName(
        frozenset(one for one in means if one in concepts.SORTS),
        frozenset(one for one in means if one in concepts.FOR_WHOM),
        frozenset(one for one in means if one in concepts.SOFT),
        tuple(dict.fromkeys(own)),
    )


def _words(name: str) -> Iterator[tuple[str, str]]:
    """Yield (as written, folded) of each word."""
    text = "".join(c for c in unicodedata.normalize("NFKC", name)[:MOST_LETTERS] if unicodedata.category(c) != "Cf")
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    for word in _WORD.findall(text)[:_MOST_WORDS]:
        if folded := spelled(word):
            yield word, folded


@lru_cache(maxsize=50_000)
def _meanings(word: str) -> tuple[str, ...]:
    """Return what a word means: one concept, or two when it is a compound."""
    words, stems = _lexicon()
    plain = word.removeprefix("ال") if len(word) > 4 else word
    for form in (word, plain):
        if form in words:
            return (words[form],)
    found = []
    stem = next((plain[:i] for i in range(len(plain), 1, -1) if plain[:i] in stems), "")
    if stem:
        found.append(stems[stem])
    tail = max((t for t in concepts.TAILS if plain.endswith(t) and len(plain) - len(t) >= 3), key=len, default="")
    if tail and len(plain) - len(tail) >= len(stem):
        found.append(concepts.TAILS[tail])
        head = plain[: -len(tail)].rstrip("s")
        if not stem and head in words:
            found.append(words[head])
        elif not stem:
            return ()
    return tuple(dict.fromkeys(found))


def names_people(folded: str) -> bool:
    """Say whether a word is the name of the people whose bodies these are: it is left out at will."""
    return "people" in _meanings(folded)


def _is_of(word: str, around: Iterable[str]) -> bool:
    """Say whether a word names the place, with or without an ending."""
    for spelling in around:
        for name in spelling.split():
            stem = name[: max(_SHORTEST_STEM, len(name) - 2)]
            if word == name or (
                len(name) >= _SHORTEST_STEM and word.startswith(stem) and len(word) <= len(name) + _ENDINGS
            ):
                return True
            if (root := _ADJECTIVES.sub("", word)) != word and name.startswith(root):
                return True
    return False


def blocks(name: str, around: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the marks of which two names of one body share at least one: skeletons of own words, else its sorts."""
    read = read_body(name, around)
    own = {skeleton for word in read.own for skeleton in skeletons(word)}
    return frozenset(own or {f"={one}" for one in read.sorts | read.for_whom} or {"="})


def judge_bodies(one: str, other: str, around: Collection[str] = ()) -> Likeness:
    """Decide whether two names mean one body. Symmetric; the reason is a key of `words.BODY_REASONS`.

    Args:
        around: folded names of the place and country that both are in.
    """
    if one.strip() == other.strip() and any(c.isalpha() for c in one):
        return Likeness(1.0, "same-letters")
    if spelled(one) == spelled(other) and spelled(one):
        return Likeness(0.99, "same-but-marks")
    place = frozenset(around)
    left, right = read_body(one, place), read_body(other, place)
    if left.says_nothing or right.says_nothing:
        return Likeness(0.0, "body-says-nothing")
    return _weighed(left, right)


def _weighed(left: BodyName, right: BodyName) -> Likeness:
    named = _own_alike(left.own, right.own)
    if left.for_whom != right.for_whom:
        return Likeness(min(0.6, named), "for-others")
    if left.sorts and right.sorts and not left.sorts & right.sorts:
        return Likeness(min(0.65, named), "other-sort")
    if not left.own and not right.own:
        agreed = left.sorts == right.sorts and bool(left.sorts)
        return Likeness(0.9 if agreed else 0.75, "same-meaning" if agreed else "sort-in-one")
    if not (left.own and right.own):
        return Likeness(0.7, "own-name-in-one")
    if named < SAME_FROM:
        return Likeness(min(named, 0.6), "own-names-differ")
    same_sort = left.sorts == right.sorts
    return Likeness(named * (1.0 if same_sort else 0.92), "same-own-name" if same_sort else "sort-in-one")


def _own_alike(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Return how alike the words are that are the bodies' own; each further word in one of them counts a little."""
    if not ones or not others:
        return 0.75
    if "".join(ones) == "".join(others):
        return 0.98
    few, many = sorted((ones, others), key=len)
    left = list(many)
    worst = 1.0
    for word in few:
        best, at = max(_alike_each(word, left), default=(0.0, 0))
        worst = min(worst, best)
        if left:
            left.pop(at)
    return max(worst * 0.9 ** len(left), likeness("".join(ones), "".join(others)).score if left else 0.0)


def _alike_each(word: str, others: list[str]) -> Iterator[tuple[float, int]]:
    for at, other in enumerate(others):
        if word.isdigit() or other.isdigit():
            yield float(word == other), at
        else:
            yield likeness(word, other).score, at
