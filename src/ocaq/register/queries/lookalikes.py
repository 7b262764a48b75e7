"""Who may be the same person: the check while a name is typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from ocaq.register.models import NameKey
from ocaq.register.rules.keys import heard_of, keys_near, keys_of
from ocaq.register.rules.names import judge

# A name as common as any has thousands of bearers; who else bears it is no news. What is read and judged is bounded.
_SOUNDS: Final = 600
_NEAREST: Final = 8
_READ: Final = 24


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An entry whose name may be the one typed. `score`: 0 to 1. `code`: the reason, a key of `words.REASONS`."""

    named_id: int
    name: str
    score: float
    code: str
    is_same_name: bool


def lookalikes(keys: QuerySet[NameKey], *, name: str, seen: Q | None = None, limit: int = 5) -> list[Lookalike]:
    """Return the entries most like the one typed, best first; nobody is merged by it (one to five SQL queries).

    Names that sound nearest are looked at first, whoever else bears them, so that a common name hides nobody.

    Args:
        keys: the keys of one purpose.
        seen: which of them whoever asks may see; asked of those alone that sound alike.
    """
    found: dict[int, Lookalike] = {}
    for rows in _nearest_first(keys, name, seen if seen is not None else Q()):
        for row in _judged(rows, name):
            found.setdefault(row.named_id, row)
        if any(row.is_same_name for row in found.values()) and len(found) >= limit:
            break
    return sorted(found.values(), key=lambda row: (-row.score, row.named_id))[:limit]


def _nearest_first(keys: QuerySet[NameKey], name: str, seen: Q) -> Iterator[Sequence[tuple[int, str]]]:
    """Yield groups of entries to judge, the likeliest first; a slip of the keyboard is tried where nobody is alike."""
    typed = keys_of(name)
    if not typed:
        return
    is_found = False
    for asked in (typed, keys_near(name)):
        alike = keys.filter(key__in=asked)
        sounds = _by_nearness(name, alike.values_list("heard", flat=True).distinct()[:_SOUNDS])
        for some in (sounds[:1], sounds[1:_NEAREST]):
            rows = list(_bearing(alike, some, seen)) if some else []
            is_found = is_found or bool(rows)
            yield rows
        if is_found:
            return


def _bearing(alike: QuerySet[NameKey], sounds: Sequence[str], seen: Q) -> Iterator[tuple[int, str]]:
    bearers = alike.filter(seen, heard__in=sounds).values_list("named_id", "named__name")  # type: ignore[misc] # every table has it
    yield from dict.fromkeys(bearers[:_READ])


def _by_nearness(name: str, sounds: QuerySet[NameKey, str]) -> list[str]:
    heard = _pairs(heard_of(name))
    return sorted(sounds, key=lambda other: (_unlike(heard, _pairs(other)), other))


def _judged(rows: Sequence[tuple[int, str]], name: str) -> Iterator[Lookalike]:
    for named_id, other in rows:
        verdict = judge(name, other)
        yield Lookalike(named_id, other, verdict.score, verdict.code, verdict.is_same)


def _pairs(heard: str) -> frozenset[str]:
    """Return pairs of neighbouring sounds, over all parts of the name."""
    return frozenset(f" {heard} "[i : i + 2] for i in range(len(heard) + 1))


def _unlike(one: frozenset[str], other: frozenset[str]) -> float:
    return -len(one & other) / (len(one) + len(other) or 1)
