"""The nightly sweep: pairs of entries that may be one person, for people to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from operator import itemgetter
from typing import Final

from django.db.models import QuerySet

from ocaq.register.models import NameKey
from ocaq.register.rules.births import WEIGHT, Birth, birth
from ocaq.register.rules.keys import slips_of
from ocaq.register.rules.names import judge, take_apart
from ocaq.register.rules.words_alike import SAME_FROM

_Row = tuple[str, int, str, date | None]

# Where births only nearly agree, a name says something only if few bear it; where one is missing, only if hardly
# anybody does and the father agrees too.
_RARE: Final = 60
_HARDLY_ANYBODY: Final = 4
# What one wrong vowel leaves of a longer name. Həsən and Hüseyn, Leyla and Lalə stay below: twins are called so.
_VOWEL_SLIPPED_FROM: Final = 0.72
# Of so many people less than one pair is born on one day of seventy years by chance: n² / 2 < 25,568.
_NO_CHANCE: Final = 226
# What one slip of the keyboard leaves of a name, born the same day as another that has all the rest.
_SLIPPED_FROM: Final = 0.55


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two entries that may be one person. `code`: the reason, a key of `words.REASONS`."""

    one_id: int
    other_id: int
    score: float
    code: str
    birth: Birth


def sweep(keys: QuerySet[NameKey]) -> Iterator[LikePair]:
    """Yield pairs that share a key and a birth, or nearly, or a full and rare name; each once (two queries, streamed).

    Memory grows with the pairs found and the bearers of the commonest name, not with the table.
    """
    seen: set[tuple[int, int]] = set()
    rows = keys.values_list("key", "named_id", "named__name", "born")  # type: ignore[misc] # every concrete table has it
    for _, group in groupby(rows.order_by("key").iterator(chunk_size=5000), key=itemgetter(0)):
        bearers = list(group)
        least = _VOWEL_SLIPPED_FROM if len(bearers) <= _NO_CHANCE else SAME_FROM
        yield from _judged(_born_the_same_day(bearers), seen, least)
        yield from _judged(_few_bear_it(bearers), seen, SAME_FROM)
    dated = rows.exclude(born=None).order_by("born").iterator(chunk_size=5000)
    for _, group in groupby(dated, key=itemgetter(3)):
        yield from _judged(_one_slip_apart(list(group)), seen, _SLIPPED_FROM)


def _judged(pairs: Iterator[tuple[_Row, _Row, Birth]], seen: set[tuple[int, int]], least: float) -> Iterator[LikePair]:
    for one, other, its_birth in pairs:
        pair = (min(one[1], other[1]), max(one[1], other[1]))
        if pair not in seen and (verdict := judge(one[2], other[2])).score >= least:
            seen.add(pair)
            yield LikePair(*pair, verdict.score * WEIGHT[its_birth], verdict.code, its_birth)


def _one_slip_apart(group: list[_Row]) -> Iterator[tuple[_Row, _Row, Birth]]:
    """Yield who were born the same day, share one part, and have another that differs in one consonant."""
    sharing: dict[str, list[tuple[str, _Row]]] = {}
    for row in group:
        first, _, second = row[0].partition(" ")
        if second:
            sharing.setdefault(first, []).append((second, row))
            sharing.setdefault(second, []).append((first, row))
    for rows in sharing.values():
        for (part, one), (other_part, other) in combinations(rows, 2):
            if one[1] != other[1] and min(len(part), len(other_part)) > 1 and other_part in slips_of(part):
                yield one, other, "agrees"


def _born_the_same_day(group: list[_Row]) -> Iterator[tuple[_Row, _Row, Birth]]:
    by_birth: dict[date, list[_Row]] = {}
    for row in group:
        if row[3]:
            by_birth.setdefault(row[3], []).append(row)
    for rows in by_birth.values():
        yield from ((one, other, "agrees") for one, other in combinations(rows, 2))


def _few_bear_it(group: list[_Row]) -> Iterator[tuple[_Row, _Row, Birth]]:
    if len(group) > _RARE:
        return
    for one, other in combinations(group, 2):
        its_birth = birth(one[3], other[3])
        is_rare = len(group) <= _HARDLY_ANYBODY and _is_full(one[2]) and _is_full(other[2])
        if its_birth == "near" or (its_birth == "unknown" and is_rare):
            yield one, other, its_birth


def _is_full(name: str) -> bool:
    """Say whether a name has a third part: a father's name, or another."""
    taken = take_apart(name)
    return len(taken.parts) + bool(taken.father) > 2
