"""The nightly sweep: pairs of entries that may be one person, for people to look at.

A name alone hardly ever says that two entries are one. Beside it stands what they share: an address or a telephone, a
body, a town, a country. What they share says the more the fewer namesakes chance would bring there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby, islice
from math import inf
from operator import itemgetter
from typing import Any, Final, Literal

from django.db.models import Count, QuerySet

from ocaq.register.models import Community, Person, PersonKey, Post
from ocaq.register.models.names import LINE
from ocaq.register.rules.names import judge, take_apart
from ocaq.register.rules.words_alike import SAME_FROM

Shared = Literal["mail", "phone", "body", "town", "country", "name"]
# Two people, what they share, and how many namesakes chance would bring there.
_Candidate = tuple[int, int, Shared, float]
# A body, its town as a negative number, its country, the whole register as "": the smallest first.
_Unit = int | str
_Units = tuple[tuple[_Unit, ...], ...]
_NOWHERE: Final[_Units] = (("",),)

# How like two names must be beside what is shared, the least first. Relatives share a telephone and a family name.
LEAST: Final[dict[Shared, float]] = {
    "mail": 0.5, "phone": 0.7, "body": 0.72, "town": SAME_FROM, "country": SAME_FROM, "name": SAME_FROM,
}  # fmt: skip
WEIGHT: Final[dict[Shared, float]] = {
    "mail": 1.0, "phone": 0.98, "body": 0.95, "town": 0.9, "country": 0.85, "name": 0.8,
}  # fmt: skip
# So many namesakes chance may bring to a body, a town, a country, the register before being there says nothing.
_NAMESAKES: Final[dict[Shared, float]] = {"body": 0.5, "town": 0.4, "country": 0.01, "name": 0.01}
# One person seldom has two addresses, more seldom two telephones: so much more do others speak for another person.
_OTHER_MAIL, _OTHER_PHONE = 4, 6
# Of ten namesakes hardly one has a father of the same name.
_SAME_FATHER: Final = 0.1
# Given names and family names of one origin go together, more often than chance would have it.
_OF_ONE_ORIGIN: Final = 5
# More people than that at one address or telephone have it from their house.
_MOST_ON_ONE_LINE: Final = 10
_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class _Entry:
    """`mail`, `phone`: marks, the same for the same line."""

    id: int
    name: str
    mail: str
    phone: str


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two entries that may be one person. `code`: the reason, a key of `words.REASONS`."""

    one_id: int
    other_id: int
    score: float
    code: str
    shared: Shared


def sweep() -> Iterator[LikePair]:
    """Yield pairs of people that may be one, each once, those that share most first (six SQL queries, streamed; and two
    for every 400 pairs looked at).

    Memory grows with the people (some hundred bytes each) and the pairs looked at.
    """
    candidates = _each_once(_candidates())
    while some := list(islice(candidates, _AT_ONCE)):
        people = _read({pk for one, other, *_ in some for pk in (one, other)})
        for one, other, shared, expected in some:
            if one in people and other in people and (pair := _pair(people[one], people[other], shared, expected)):
                yield pair


def _read(ids: set[int]) -> dict[int, _Entry]:
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name", "email_mark")
    phones = dict(PersonKey.objects.filter(named__in=ids, key__startswith=LINE).values_list("named_id", "key"))
    return {pk: _Entry(pk, name, mail, phones.get(pk, "")) for pk, name, mail in rows}


def _pair(one: _Entry, other: _Entry, shared: Shared, expected: float) -> LikePair | None:
    if one.mail and other.mail and one.mail != other.mail:
        expected *= _OTHER_MAIL
    if one.phone and other.phone and one.phone != other.phone:
        expected *= _OTHER_PHONE
    verdict = judge(one.name, other.name)
    if take_apart(one.name).father and take_apart(other.name).father:
        expected *= _SAME_FATHER
    if expected > _NAMESAKES.get(shared, inf) or verdict.score < LEAST[shared]:
        return None
    return LikePair(one.id, other.id, verdict.score * WEIGHT[shared], verdict.code, shared)


def _each_once(found: Iterable[_Candidate]) -> Iterator[_Candidate]:
    seen: set[tuple[int, int]] = set()
    for one, other, *more in found:
        pair = (one, other) if one < other else (other, one)
        if pair not in seen:
            seen.add(pair)
            yield *pair, *more  # type: ignore[misc] # what is shared and what chance brings


def _candidates() -> Iterator[_Candidate]:
    """Yield pairs to judge; one that comes again comes with less that is shared, and needs names no less like."""
    addresses = Person.objects.exclude(email_mark="").order_by("email_mark").values_list("email_mark", "pk")
    yield from _on_one_line(addresses, "mail")
    keys = PersonKey.objects.order_by("key")
    lines = keys.filter(key__startswith=LINE).values_list("key", "named_id")
    yield from _on_one_line(lines, "phone")
    names = keys.exclude(key__startswith=LINE).values_list("key", "named_id", "heard")
    where, sizes = _whereabouts()
    common = _bearers_of_parts()
    for key, group in groupby(names.iterator(chunk_size=5000), key=itemgetter(0)):
        heard = {pk: sound for _, pk, sound in group}
        if len(heard) > 1:
            yield from _near_each_other(heard, _by_chance(key, common, sizes[""]), where, sizes)


def _on_one_line(rows: QuerySet[Any, tuple[str, int]], shared: Shared) -> Iterator[_Candidate]:
    for _, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        ids = {pk for _, pk in group}
        if 1 < len(ids) <= _MOST_ON_ONE_LINE:
            yield from ((one, other, shared, 0.0) for one, other in combinations(sorted(ids), 2))


def _whereabouts() -> tuple[dict[int, _Units], Counter[_Unit]]:
    """Return {person: bodies of their posts, each with its town and country}, and how many people are in each."""
    rows = Community.objects.values_list("pk", "place_id", "country")
    bodies: dict[int, _Units] = {
        pk: ((pk, *((-place,) if place else ()), country, ""),) for pk, place, country in rows.iterator(chunk_size=5000)
    }
    where: dict[int, _Units] = {}
    sizes: Counter[_Unit] = Counter()
    for holder, body in Post.objects.values_list("holder_id", "community_id").iterator(chunk_size=5000):
        units = bodies.get(body, _NOWHERE)
        known = where.get(holder, ())
        if units[0] not in known:
            where[holder] = known + units if known else units
            sizes.update(units[0])
    sizes[""] = Person.objects.count()
    return where, sizes


def _near_each_other(
    heard: dict[int, str], by_chance: float, where: dict[int, _Units], sizes: Counter[_Unit]
) -> Iterator[_Candidate]:
    """Yield who share a unit so small that chance would hardly bring another there who sounds like either of them.

    Args:
        heard: {person: how their name sounds} of all who have one key.
        by_chance: how many chance would add to them.
    """
    bearers = Counter(heard.values())
    together: dict[_Unit, list[tuple[int, float]]] = {}
    for pk, sound in heard.items():
        expected = max(bearers[sound] - 2, by_chance) / sizes[""]
        for units in where.get(pk, _NOWHERE):
            for unit in units:
                if sizes[unit] * expected > _NAMESAKES[_shared(unit)]:
                    break
                together.setdefault(unit, []).append((pk, expected))
    for kind in _NAMESAKES:
        for unit in [unit for unit, here in together.items() if len(here) > 1 and _shared(unit) == kind]:
            for (one, few), (other, more) in combinations(dict.fromkeys(together[unit]), 2):
                yield one, other, kind, sizes[unit] * max(few, more)


def _shared(unit: _Unit) -> Shared:
    if isinstance(unit, int):
        return "body" if unit > 0 else "town"
    return "country" if unit else "name"


def _bearers_of_parts() -> Counter[str]:
    """Return {skeleton: how many names have it}."""
    found: Counter[str] = Counter()
    rows = PersonKey.objects.exclude(key__startswith=LINE).order_by().values_list("key").annotate(count=Count("pk"))
    for key, count in rows.iterator(chunk_size=5000):
        for part in key.split():
            found[part] += count
    return found


def _by_chance(key: str, common: Counter[str], people: int) -> float:
    """Return how many bearers of a key chance would add to the one there is, by how common its parts are elsewhere."""
    one, _, other = key.partition(" ")
    return _OF_ONE_ORIGIN * (common[one] - 1) * (common[other] - 1) / people if other else common[one]
