"""Where somebody's name stands in what others wrote: in any script and spelling, in any order, with endings."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from ocaq.kernel.fold import fold
from ocaq.register.rules.keys import skeletons
from ocaq.register.rules.names import judge

GONE: Final = "…"
_WORDS: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:['’ʻʼ`-][^\W\d_][\w\u0300-\u036f]*)*")
# A shorter part may begin any word; a longer one is followed by an ending: Çinarlı, Çinarlının.
_LEAST_TO_END: Final = 4


def without(text: str, names: Collection[str]) -> str:
    """Return a text without the whole names in it; a single word may be anybody's and stays."""
    for name in names:
        parts = _WORDS.findall(name)
        if len(parts) > 1 and _may_stand_in(text, parts):
            for start, end in reversed(list(_places(text, name, parts))):
                text = text[:start] + GONE + text[end:]
    return text


def _may_stand_in(text: str, parts: Collection[str]) -> bool:
    """Say whether at least two parts of a name could be heard in a text: a quick look before the slow one."""
    folded = fold(text)
    heard = {skeleton for word in _WORDS.findall(text) for skeleton in skeletons(word)}
    found = [part for part in parts if fold(part) in folded or heard.intersection(skeletons(part))]
    return len(found) > 1


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
