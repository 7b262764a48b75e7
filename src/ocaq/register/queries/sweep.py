"""The nightly sweep: pairs of entries that may be one person, for people to look at.

A name alone hardly ever says that two entries are one. Beside it stands what they share: an address or a telephone, a
body, a town, a country. What they share says the more the fewer namesakes chance would bring there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, islice
from operator import itemgetter
from typing import Any, Final

from django.db.models import QuerySet

from ocaq.register.models import Person, PersonKey
from ocaq.register.models.names import LINE
from ocaq.register.queries.namesakes import (
    MOST_NAMESAKES,
    NOWHERE,
    Entry,
    LikePair,
    Network,
    Shared,
    Unit,
    judged,
    sort_of,
)

# Two people, what they share, and how many namesakes chance would bring there.
_Candidate = tuple[int, int, Shared, float]

# More people than that at one address or telephone have it from their house.
_MOST_ON_ONE_LINE: Final = 10
_AT_ONCE: Final = 400


def sweep() -> Iterator[LikePair]:
    """Yield pairs of people that may be one, each once, those that share most first (seven SQL queries, streamed; and
    two for every 400 pairs looked at).

    Memory grows with the people (some hundred bytes each) and the pairs looked at.
    """
    candidates = _each_once(_candidates())
    while some := list(islice(candidates, _AT_ONCE)):
        people = _read({pk for one, other, *_ in some for pk in (one, other)})
        for one, other, shared, expected in some:
            if one in people and other in people and (pair := judged(people[one], people[other], shared, expected)):
                yield pair


def _read(ids: set[int]) -> dict[int, Entry]:
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name", "email_mark")
    phones = dict(PersonKey.objects.filter(named__in=ids, key__startswith=LINE).values_list("named_id", "key"))
    return {pk: Entry(pk, name, mail, phones.get(pk, "")) for pk, name, mail in rows}


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
    network = Network.read()
    for key, group in groupby(names.iterator(chunk_size=5000), key=itemgetter(0)):
        heard = {pk: sound for _, pk, sound in group}
        if len(heard) > 1:
            yield from _near_each_other(heard, network.by_chance(key), network)


def _on_one_line(rows: QuerySet[Any, tuple[str, int]], shared: Shared) -> Iterator[_Candidate]:
    for _, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        ids = {pk for _, pk in group}
        if 1 < len(ids) <= _MOST_ON_ONE_LINE:
            yield from ((one, other, shared, 0.0) for one, other in combinations(sorted(ids), 2))


def _near_each_other(heard: dict[int, str], by_chance: float, network: Network) -> Iterator[_Candidate]:
    """Yield who share a unit so small that chance would hardly bring another there who sounds like either of them.

    Args:
        heard: {person: how their name sounds} of all who have one key.
        by_chance: how many chance would add to them.
    """
    bearers, sizes = Counter(heard.values()), network.sizes
    together: dict[Unit, list[tuple[int, float]]] = {}
    for pk, sound in heard.items():
        expected = max(bearers[sound] - 2, by_chance) / sizes[""]
        for units in network.where.get(pk, NOWHERE):
            for unit in units:
                if sizes[unit] * expected > MOST_NAMESAKES[sort_of(unit)]:
                    break
                together.setdefault(unit, []).append((pk, expected))
    for kind in MOST_NAMESAKES:
        for unit in [unit for unit, here in together.items() if len(here) > 1 and sort_of(unit) == kind]:
            for (one, few), (other, more) in combinations(dict.fromkeys(together[unit]), 2):
                yield one, other, kind, sizes[unit] * max(few, more)
