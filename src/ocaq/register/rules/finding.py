"""What a community is found under, and how well a word fits the one that was typed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.register.rules.words_alike import likeness

LONGEST_WORD: Final = 40
MOST_WORDS: Final = 60  # of one community, so that a hostile name costs no more than a name
MOST_TYPED: Final = 8
LONGEST_QUERY: Final = 120
TAUGHT: Final = "taught:"

_WORDS: Final = re.compile(r"[^\W_]+(?:['’ʻʼ`][^\W_]+)*")
# What a word is worth by where it stands; the fewer words a name has, the more each of them is worth.
_NAMES: Final = {"original": 8, "translated": 8, "romanised": 7, "alias": 7, "former": 3}
_SHORT_NAME: Final = 5
PLACE_WEIGHT: Final = 5
KIND_WEIGHT: Final = 4

# How well a word fits the one typed.
EXACT, BEGINS, SOUNDS, SLIPPED = 8, 5, 4, 2
_LEAST_TO_BEGIN: Final = 3
_LEAST_TO_SLIP: Final = 4
_TWO_SLIPS_FROM: Final = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """One word of a query: as it was written, in lower case, and folded."""

    spelling: str
    fold: str

    @property
    def may_begin(self) -> bool:
        """Whether a longer word that begins with it is meant too; two letters begin too many."""
        return len(self.fold) >= _LEAST_TO_BEGIN or not self.fold.isascii()

    @property
    def may_be_left_out(self) -> bool:
        """Whether it may be one of the little words between others: in, в, də."""
        return len(self.fold) < _LEAST_TO_BEGIN

    @property
    def may_be_heard(self) -> bool:
        return len(self.fold) >= _LEAST_TO_BEGIN


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, parted as the fold parts them, in the letters they are heard from."""
    composed = unicodedata.normalize("NFKC", text.replace("İ", "i").lower())
    bare = "".join(letter for letter in composed if unicodedata.category(letter) != "Mn")
    return [word[:LONGEST_WORD] for word in _WORDS.findall(bare) if fold(word)]


def typed_words(query: str) -> list[Typed]:
    """Return the words to look for, each once, at most `MOST_TYPED`."""
    found = {fold(word).replace(" ", ""): word for word in words_of(query[:LONGEST_QUERY])}
    return [Typed(spelling, folded) for folded, spelling in list(found.items())[:MOST_TYPED]]


def found_under(names: Iterable[tuple[str, str]], *, places: Iterable[str], taught: Iterable[str]) -> dict[str, int]:
    """Return {word: weight} of a community.

    Args:
        names: (text, use) of each name.
        places: spellings of its town, in any script.
        taught: languages taught there, BCP 47.
    """
    weights: dict[str, int] = {}
    for text, use in names:
        words = words_of(text)
        weight = _NAMES.get(use, 3) + max(0, _SHORT_NAME - len(words))
        _keep_best(weights, dict.fromkeys(words, weight))
    for text in places:
        _keep_best(weights, dict.fromkeys(words_of(text), PLACE_WEIGHT))
    best = dict(sorted(weights.items(), key=lambda one: -one[1])[:MOST_WORDS])
    return best | {f"{TAUGHT}{language}"[:LONGEST_WORD]: 0 for language in taught}


def _keep_best(weights: dict[str, int], more: Mapping[str, int]) -> None:
    for word, weight in more.items():
        weights[word] = max(weight, weights.get(word, 0))


def fit(typed: Typed, spelling: str, folded: str) -> int:
    """Return how well a word fits the one typed: `EXACT` … `SLIPPED`, 0 when it does not."""
    if folded == typed.fold:
        return EXACT
    if typed.may_begin and folded.startswith(typed.fold):
        return BEGINS
    if typed.may_be_heard and likeness(typed.spelling, spelling).is_same:
        return SOUNDS
    return SLIPPED if 0 < slips(typed.fold, folded) <= slips_allowed(typed.fold) else 0


def slips_allowed(folded: str) -> int:
    return 0 if len(folded) < _LEAST_TO_SLIP else 1 if len(folded) < _TWO_SLIPS_FROM else 2


def slips(one: str, other: str) -> int:
    """Return how many letters must be added, left out, exchanged or swapped with their neighbour; 3 stands for more.

    Source: the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, above = above, row
        if min(row) > 2:
            return 3
    return min(above[-1], 3)
