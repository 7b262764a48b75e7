"""Where somebody's name stands in what others wrote: in any script and spelling, in any order, with endings."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.register.rules.keys import skeletons
from ocaq.register.rules.names import judge

GONE: Final = "…"
_WORDS: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:['’ʻʼ`-][^\W\d_][\w\u0300-\u036f]*)*")
# A shorter part may begin any word; a longer one is followed by an ending: Çinarlı, Çinarlının.
_LEAST_TO_END: Final = 4


@dataclass(frozen=True, slots=True)
class _Sought:
    """A whole name, with what each part of it is found by: its fold, and how it sounds."""

    name: str
    parts: list[str]
    folds: list[str]
    heard: list[frozenset[str]]

    def may_stand_in(self, folded: str, heard: Collection[str]) -> bool:
        """Say whether at least two parts could be heard in a text: a quick look before the slow one."""
        found = (
            fold in folded or not sounds.isdisjoint(heard) for fold, sounds in zip(self.folds, self.heard, strict=True)
        )
        return sum(found) > 1


class Mentions:
    """Whole names to be found; a single word may be anybody's and stays."""

    def __init__(self, names: Collection[str]) -> None:
        parts = {name: _WORDS.findall(name) for name in names}
        self._sought = [
            _Sought(name, words, list(map(fold, words)), [frozenset(skeletons(word)) for word in words])
            for name, words in parts.items()
            if len(words) > 1
        ]

    def __bool__(self) -> bool:
        return bool(self._sought)

    def without(self, text: str) -> str:
        """Return a text without the names in it."""
        words = _WORDS.findall(text)
        if len(words) < 2:
            return text
        folded, heard = fold(text), {skeleton for word in words for skeleton in skeletons(word)}
        for sought in self._sought:
            if sought.may_stand_in(folded, heard):
                for start, end in reversed(list(_places(text, sought.name, sought.parts))):
                    text = text[:start] + GONE + text[end:]
        return text


def _places(text: str, name: str, parts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the name begins and ends; of ways that overlap the longest."""
    words, at = list(_WORDS.finditer(text)), 0
    while at < len(words):
        sizes = range(min(len(parts), len(words) - at), 1, -1)
        size = next((size for size in sizes if _is_name(words[at : at + size], name, parts)), 0)
        if size:
            yield words[at].start(), words[at + size - 1].end()
        at += size or 1


def _is_name(words: list[re.Match[str]], name: str, parts: list[str]) -> bool:
    said = [word.group() for word in words]
    return (len(said) == len(parts) and _is_spelled(said, parts)) or judge(" ".join(said), name).is_same


def _is_spelled(said: list[str], parts: list[str]) -> bool:
    """Say whether words are these parts in any order, whatever their case and marks; the last may have an ending."""
    *before, last = map(fold, said)
    left = [fold(part) for part in parts]
    for word in before:
        if word not in left:
            return False
        left.remove(word)
    return last == left[0] or (len(left[0]) >= _LEAST_TO_END and last.startswith(left[0]))
