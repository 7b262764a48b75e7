"""What people write, made safe to stand in a list, a mail or a log: nothing that turns or hides what follows it."""

import re
import unicodedata

# Marks that turn the direction of everything after them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# Joiners are letters' business in Persian, Arabic and Indic names.
_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Tibetan stacks six on a letter; a hundred lie over the lines around them.
_MOST_MARKS = 6
_BETWEEN = re.compile(r"[;,\n|]+|\s/\s|\s+(?:və|ve|и|and|und|или|or|və ya)\s+")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


def one_line(text: str) -> str:
    """Return one line without control characters and direction marks, with single spaces, in composed form."""
    composed = unicodedata.normalize("NFC", text)
    line = " ".join("".join(" " if c.isspace() else c for c in composed if _stays(c)).split())
    return line if line.isascii() else _thinned(line)


def _thinned(text: str) -> str:
    """Return it without the marks that no writing would stack."""
    kept, marks = [], 0
    for c in text:
        marks = marks + 1 if unicodedata.category(c)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(c)
    return "".join(kept)


def paragraphs(text: str) -> str:
    """Return lines as `one_line` gives them, at most one empty one between two others."""
    lines = [one_line(line) for line in text.splitlines()]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip()


def parts_of(text: str) -> list[str]:
    """Return what a cell of a table lists: several lines in one, however they are divided."""
    return [part for piece in _BETWEEN.split(text) if (part := piece.strip(" \t.-–—"))]


def side_by_side(*parts: object) -> str:
    """Join words of any scripts on one line; each keeps its own direction, and no dot begins a line."""
    return "\u00a0· ".join(f"\u2068{part}\u2069" for part in parts if part)


def mixed_word(text: str) -> str:
    """Return the first word that mixes alphabets whose letters look alike (Latin, Cyrillic, Greek), or ""."""
    return next((word for word in text.split() if _is_mixed(word)), "")


def _stays(c: str) -> bool:
    return c.isspace() or c in _JOINERS or (c not in _TURNING and unicodedata.category(c) not in _HIDDEN)


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    # A hyphen joins words of two scripts honestly.
    return any(len({_alphabet(c) for c in part if c.isalpha()} - {""}) > 1 for part in word.split("-"))


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((alphabet for alphabet in _ALPHABETS if name.startswith(alphabet)), "")
