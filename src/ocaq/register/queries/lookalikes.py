"""Who may be the same person: the check while a name is typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from ocaq.register.models import NameKey
from ocaq.register.rules.births import WEIGHT, Birth, birth, near_dates
from ocaq.register.rules.keys import as_heard, keys_near, keys_of
from ocaq.register.rules.names import judge, take_apart
from ocaq.register.rules.words_alike import SAME_FROM

_Row = tuple[int, str, date | None]

# A name as common as any has hundreds of bearers; who else bears it is no news. What is read and judged is bounded.
_READ: Final = 40
_JUDGED: Final = 8


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An entry whose name may be the one typed.

    `score`: of names and births together, 0 to 1. `code`: the reason, a key of `words.REASONS`.
    """

    named_id: int
    name: str
    born: date | None
    score: float
    code: str
    is_same_name: bool
    birth: Birth


def lookalikes(keys: QuerySet[NameKey], *, name: str, born: date | None = None, limit: int = 5) -> list[Lookalike]:
    """Return the entries most like the one typed, best first; nobody is merged by it (one to four SQL queries).

    Args:
        keys: the keys of one purpose, narrowed to what the asker may see.
    """
    found: dict[int, Lookalike] = {}
    for rows in _candidates(keys, name, born):
        found |= {row.named_id: row for row in _judged(rows, name, born) if row.named_id not in found}
        same = [row.score for row in found.values() if row.is_same_name]
        if len(same) >= limit or max(same, default=0) >= SAME_FROM:
            break
    return sorted(found.values(), key=lambda row: (-row.score, row.named_id))[:limit]


def _candidates(keys: QuerySet[NameKey], name: str, born: date | None) -> Iterator[Sequence[_Row]]:
    """Yield groups of rows to judge, the likeliest first; whoever asks stops when enough is found."""
    typed = keys_of(name)
    if not typed:
        return
    dates = {born, *near_dates(born)} if born else set()
    if born:
        yield _rows(keys.filter(key__in=typed, born__in=dates))
        yield _rows(keys.filter(key__in=typed, born=None))
        yield _rows(keys.filter(key__in=keys_near(name), born=born))
    else:
        yield _rows(keys.filter(key__in=typed))
        yield _rows(keys.filter(key__in=keys_near(name)))
        return
    yield _rows(keys.filter(key__in=typed))


def _rows(keys: QuerySet[NameKey]) -> Sequence[_Row]:
    return list(keys.values_list("named_id", "named__name", "born")[:_READ])  # type: ignore[misc] # every table has it


def _judged(rows: Sequence[_Row], name: str, born: date | None) -> Iterator[Lookalike]:
    """Judge the names that sound most alike at a first hearing, and whoever bears them."""
    heard = _heard(name)
    nearest = sorted(dict.fromkeys(row[1] for row in rows), key=lambda other: _unlike(heard, _heard(other)))
    verdicts = {other: judge(name, other) for other in nearest[:_JUDGED]}
    for named_id, other, other_born in rows:
        if other in verdicts:
            verdict, its_birth = verdicts[other], birth(born, other_born)
            score = verdict.score * WEIGHT[its_birth]
            yield Lookalike(named_id, other, other_born, score, verdict.code, verdict.is_same, its_birth)


def _heard(name: str) -> frozenset[str]:
    """Return pairs of neighbouring sounds, over all parts of the name."""
    parts = (f" {as_heard(part.word)} " for part in take_apart(name).parts)
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))


def _unlike(one: frozenset[str], other: frozenset[str]) -> float:
    return -len(one & other) / (len(one) + len(other) or 1)
