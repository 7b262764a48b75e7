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
from ocaq.register.rules.names import judge

_Row = tuple[str, int, str, date | None]

# Where births only nearly agree, or one is not known, a name says who somebody is only if hardly anybody bears it.
_RARE_WITH_A_SLIP: Final = 12
_RARE_WITHOUT_BIRTHS: Final = 2


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two entries that may be one person. `code`: the reason, a key of `words.REASONS`."""

    one_id: int
    other_id: int
    score: float
    code: str
    birth: Birth


def sweep(keys: QuerySet[NameKey]) -> Iterator[LikePair]:
    """Yield every pair that shares a key and a birth, or a key that few have; each pair once (one SQL query, streamed).

    Memory grows with the pairs found and the bearers of the commonest name, not with the table.
    """
    seen: set[tuple[int, int]] = set()
    rows = keys.order_by("key").values_list("key", "named_id", "named__name", "born").iterator(chunk_size=5000)
    for _, group in groupby(rows, key=itemgetter(0)):
        for one, other, its_birth in _worth_judging(list(group)):
            pair = (min(one[1], other[1]), max(one[1], other[1]))
            if pair in seen:
                continue
            verdict = judge(one[2], other[2])
            if verdict.is_same:
                seen.add(pair)
                yield LikePair(*pair, verdict.score * WEIGHT[its_birth], verdict.code, its_birth)


def _worth_judging(group: list[_Row]) -> Iterator[tuple[_Row, _Row, Birth]]:
    by_birth: dict[date | None, list[_Row]] = {}
    for row in group:
        by_birth.setdefault(row[3], []).append(row)
    for born, rows in by_birth.items():
        if born:
            yield from ((one, other, "agrees") for one, other in combinations(rows, 2))
    for kind, most in (("near", _RARE_WITH_A_SLIP), ("unknown", _RARE_WITHOUT_BIRTHS)):
        if len(group) <= most:
            pairs = ((one, other, birth(one[3], other[3])) for one, other in combinations(group, 2))
            yield from (pair for pair in pairs if pair[2] == kind)
