"""Whether two names of people are one: parts in any order, fathers' names, initials, titles."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Final

from ocaq.kernel import fold as plain
from ocaq.register.rules.reading import readings
from ocaq.register.rules.sounds import sounds_apart
from ocaq.register.rules.words_alike import SAME_FROM, Likeness, likeness

MOST_LETTERS: Final = 200
_MOST_PARTS: Final = 5


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    return plain.fold(word)


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# The words that follow a father's name, or stand before it, in every script they are met in.
_SON: Final = _folded(
    "oğlu oglu oghlu oglı ogly oghly ogli oqlu oğli uulu uly ulı o'g'li оглы оглу огли оғлу улы ұлы уулу اوغلو اوغلی"
)
_DAUGHTER: Final = _folded(
    "qızı qizi gizi gizy gyzy gyzi ghizi kizi kızı kyzy kyzi qyzy кызы гызы қызы кизи гизи قیزی قيزي"
)
_SON_OF: Final = _folded("bin ibn ben بن ابن")
_DAUGHTER_OF: Final = _folded("bint binti بنت")
_SONS_SUFFIX: Final = re.compile(r"(?<=..)(?:y?[eo]v[iy](?:ch|c|tch|tsch|č|ç)|[ьй]?[еоё]вич|[eo]wi(?:tsch|cz))$")
_DAUGHTERS_SUFFIX: Final = re.compile(r"(?<=..)(?:y?[eo][vw]na|[ьй]?[еоё]вна|[ії]вна)$")
# Forms of address, not names. Xan and Ağa are left alone: they are names too.
_TITLES: Final = _folded(
    "dr prof mr mrs ms miss herr frau mme mlle bəy bey xanım khanum khanim hanım müəllim hacı haci haji hadji hajji"
    " проф ханум бей гаджи хаджи آقای خانم دکتر حاجی"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^][]*\]")
# A final ه after a consonant is a vowel, also where the word goes on behind a mark that keeps the letters apart.
_MUTE_H: Final = re.compile("(?<![اآویل])ه\u200c")
_BETWEEN: Final = re.compile(r"[\s,;/_|]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name. `is_initial`: it stands for a word that begins so."""

    word: str
    is_initial: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `father`: his name, from "Həsən oğlu" or "Гасанович". `child`: "son", "daughter" or ""."""

    parts: tuple[Part, ...]
    father: str = ""
    child: str = ""


@lru_cache(maxsize=100_000)
def take_apart(name: str) -> Name:
    """Return the parts of a name as somebody typed it; none when it holds no letters."""
    written = _MUTE_H.sub("ە", unicodedata.normalize("NFKC", name)[:MOST_LETTERS])
    text = "".join(c for c in written if unicodedata.category(c) != "Cf")
    unbracketed = _BRACKETS.sub(" ", text)
    words = list(_words(unbracketed if any(c.isalpha() for c in unbracketed) else text))
    untitled = [word for word in words if fold(word) not in _TITLES]
    words, father, child = _without_father(untitled or words)
    return Name(tuple(Part(word.rstrip("."), _is_initial(word)) for word in words[:_MOST_PARTS]), father, child)


def _words(text: str) -> Iterator[str]:
    for chunk in _BETWEEN.split(re.sub(r"\.(?=\w)", ". ", text)):
        pieces = chunk.split("-")
        # Sabir-oglu is two words, Rəsul-zadə one.
        if fold(pieces[-1]) in _SON | _DAUGHTER and len(pieces) > 1:
            yield from ("".join(pieces[:-1]), pieces[-1])
        elif any(c.isalpha() for c in chunk):
            yield chunk.replace("-", "")


def _is_initial(word: str) -> bool:
    letters = sum(c.isalpha() for c in word)
    return letters == 1 or (letters <= 3 and word.endswith("."))


def _without_father(words: list[str]) -> tuple[list[str], str, str]:
    for i, word in enumerate(words):
        folded = fold(word)
        if i and folded in _SON | _DAUGHTER:
            return words[: i - 1] + words[i + 1 :], words[i - 1], "son" if folded in _SON else "daughter"
        if i and i + 1 < len(words) and folded in _SON_OF | _DAUGHTER_OF:
            return words[:i] + words[i + 2 :], words[i + 1], "son" if folded in _SON_OF else "daughter"
    # -ovich is a father's name only where two other names stand beside it; alone it is a family name of the Balkans.
    for i, word in enumerate(words if len(words) > 2 else []):
        for suffix, child in ((_SONS_SUFFIX, "son"), (_DAUGHTERS_SUFFIX, "daughter")):
            stem = suffix.sub("", word.lower())
            if stem != word.lower():
                return words[:i] + words[i + 1 :], stem, child
    return words, "", ""


def judge(one: str, other: str) -> Likeness:
    """Decide whether two names, as somebody typed them, are one name. Symmetric.

    A name is as like another as its least like part; what only one of them has (a father's name, a middle name)
    lowers the score a little.
    """
    if one.strip() == other.strip() and any(c.isalpha() for c in one):
        return Likeness(1.0, "same-letters")
    left, right = take_apart(one), take_apart(other)
    if not left.parts or not right.parts:
        return Likeness(0.0, "no-letters")
    if left.child and right.child and left.child != right.child:
        return Likeness(0.3, "son-or-daughter")
    core = max(_ways_to_pair(left, right), key=lambda found: found.score)
    return _with_fathers(core, left, right)


def _with_fathers(core: Likeness, left: Name, right: Name) -> Likeness:
    if not core.is_same or not (left.father or right.father):
        return core
    if left.father and right.father:
        fathers = likeness(left.father, right.father)
        return Likeness(min(core.score, fathers.score), core.code if fathers.is_same else "fathers-differ")
    return Likeness(core.score * 0.97, core.code if core.code == "father-unmarked" else "father-in-one")


def _ways_to_pair(left: Name, right: Name) -> Iterator[Likeness]:
    """Yield the likeness of every way to read the parts: as they stand, with two joined, with one left over."""
    yield from _paired(left.parts, right.parts)
    more, fewer = (left, right) if len(left.parts) > len(right.parts) else (right, left)
    if len(more.parts) == len(fewer.parts) + 1:
        for i in range(len(more.parts) - 1):
            first, second = more.parts[i : i + 2]
            joined = (*more.parts[:i], Part(first.word + second.word), *more.parts[i + 2 :])
            yield from _paired(joined, fewer.parts, code="joined")
        for i, part in enumerate(more.parts):
            rest = (*more.parts[:i], *more.parts[i + 1 :])
            yield from _with_one_over(part, rest, fewer)
    elif len(more.parts) != len(fewer.parts):
        yield Likeness(0.3, "part-missing")


def _with_one_over(part: Part, rest: Sequence[Part], fewer: Name) -> Iterator[Likeness]:
    if fewer.father:
        father = likeness(part.word, fewer.father)
        for core in _paired(rest, fewer.parts, code="father-unmarked"):
            yield Likeness(min(core.score, father.score), core.code if father.is_same else "fathers-differ")
    elif len(rest) > 1:
        yield from (Likeness(core.score * 0.95, core.code) for core in _paired(rest, fewer.parts, code="middle-in-one"))
    else:
        yield from (Likeness(core.score * 0.6, "part-missing") for core in _paired(rest, fewer.parts))


def _paired(left: Sequence[Part], right: Sequence[Part], *, code: str = "") -> Iterator[Likeness]:
    if len(left) != len(right):
        return
    straight = tuple(range(len(right)))
    for order in permutations(straight):
        pairs = [_parts_alike(part, right[at]) for part, at in zip(left, order, strict=True)]
        worst = min(pairs, key=lambda pair: pair.score)
        if worst.is_same and all(pair.code == "initial" for pair in pairs):
            yield Likeness(0.5, "initials-only")
            continue
        if not worst.is_same or len(pairs) == 1:
            yield worst if not (worst.is_same and code) else Likeness(worst.score, code)
        elif order == straight:
            yield Likeness(worst.score, code or worst.code)
        else:
            yield Likeness(worst.score * 0.98, code or "other-order")


def _parts_alike(one: Part, other: Part) -> Likeness:
    if not one.is_initial and not other.is_initial:
        return likeness(one.word, other.word)
    begins = any(
        sounds_apart(a.sounds[0], b.sounds[0]) <= 0.15
        for a in readings(one.word)
        for b in readings(other.word)
        if a.sounds and b.sounds
    )
    if not begins:
        return Likeness(0.2, "initials-differ")
    return Likeness(0.95 if one.is_initial and other.is_initial else SAME_FROM + 0.04, "initial")
