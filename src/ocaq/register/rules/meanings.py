"""Words that mean a country or a kind of body rather than a name, in every language of the house and some beside."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.kernel.places import country_codes, country_name

# Languages whose names of countries are known beside those of the house.
BESIDE: Final = ("de", "fa", "fr", "tr")
_LEAST_TO_BEGIN: Final = 4
_LONGEST_ENDING: Final = 3


class Meanings:
    """Folded words and what each of them means; a word is known by its beginning and in other endings too."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Take (text, meaning) of every text."""
        by_word: dict[str, set[str]] = {}
        for text, meaning in texts:
            for word in fold(text).split():
                if len(word) > 1:
                    by_word.setdefault(word, set()).add(meaning)
        self._by_word: Mapping[str, set[str]] = by_word
        self._words = sorted(by_word)

    def of(self, typed: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return what a folded word means exactly, and what else it may mean: германии is Германия."""
        exactly = frozenset(self._by_word.get(typed, ()))
        if len(typed) < _LEAST_TO_BEGIN:
            return exactly, frozenset()
        stems = {typed, *({typed[:-1]} if len(typed) > 5 else ()), *({typed[:-2]} if len(typed) > 7 else ())}
        maybe = {meaning for stem in stems for word in self._beginning(stem, typed) for meaning in self._by_word[word]}
        return exactly, frozenset(maybe) - exactly

    def _beginning(self, stem: str, typed: str) -> Iterable[str]:
        for word in self._words[bisect_left(self._words, stem) :]:
            if not word.startswith(stem):
                return
            if stem == typed or len(word) <= len(typed) + _LONGEST_ENDING:
                yield word


@cache
def countries_in(languages: tuple[str, ...]) -> Meanings:
    """Return the names of countries as meanings; the first time costs a tenth of a second a language."""
    everywhere = dict.fromkeys((*languages, *BESIDE))
    return Meanings((country_name(code, language), code) for language in everywhere for code in country_codes())
