"""Whether two entries that share something may be one, weighed against the namesakes that chance would bring there."""

from collections import Counter
from dataclasses import dataclass
from math import inf
from typing import Final, Literal, Self

from django.db.models import Count

from ocaq.register.models import Community, Person, PersonKey, Post
from ocaq.register.models.names import LINE
from ocaq.register.rules.names import judge, take_apart
from ocaq.register.rules.words_alike import SAME_FROM

Shared = Literal["mail", "phone", "body", "town", "country", "name"]
# A body, its town as a negative number, its country, the whole register as "": the smallest first.
Unit = int | str
Units = tuple[tuple[Unit, ...], ...]
NOWHERE: Final[Units] = (("",),)

# How like two names must be beside what is shared, the least first. Relatives share a telephone and a family name.
_LEAST: Final[dict[Shared, float]] = {
    "mail": 0.5, "phone": 0.7, "body": 0.72, "town": SAME_FROM, "country": SAME_FROM, "name": SAME_FROM,
}  # fmt: skip
_WEIGHT: Final[dict[Shared, float]] = {
    "mail": 1.0, "phone": 0.98, "body": 0.95, "town": 0.9, "country": 0.85, "name": 0.8,
}  # fmt: skip
# So many namesakes chance may bring to a body, a town, a country, the register before being there says nothing.
MOST_NAMESAKES: Final[dict[Shared, float]] = {"body": 0.5, "town": 0.4, "country": 0.01, "name": 0.01}
# One person seldom has two addresses, more seldom two telephones: so much more do others speak for another person.
_OTHER_MAIL, _OTHER_PHONE = 4, 6
# Of ten namesakes hardly one has a father of the same name.
_SAME_FATHER: Final = 0.1
# Given names and family names of one origin go together, more often than chance would have it.
_OF_ONE_ORIGIN: Final = 5


@dataclass(frozen=True, slots=True)
class Entry:
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


def judged(one: Entry, other: Entry, shared: Shared, expected: float) -> LikePair | None:
    """Return the pair if the names are as like as they must be beside what is shared, and chance would not bring it.

    Args:
        expected: how many namesakes chance would bring to what they share.
    """
    if one.mail and other.mail and one.mail != other.mail:
        expected *= _OTHER_MAIL
    if one.phone and other.phone and one.phone != other.phone:
        expected *= _OTHER_PHONE
    if take_apart(one.name).father and take_apart(other.name).father:
        expected *= _SAME_FATHER
    if expected > MOST_NAMESAKES.get(shared, inf):
        return None
    verdict = judge(one.name, other.name)
    if verdict.score < _LEAST[shared]:
        return None
    return LikePair(min(one.id, other.id), max(one.id, other.id), verdict.score * _WEIGHT[shared], verdict.code, shared)


def sort_of(unit: Unit) -> Shared:
    if isinstance(unit, int):
        return "body" if unit > 0 else "town"
    return "country" if unit else "name"


@dataclass(frozen=True, slots=True)
class Network:
    """Where people hold posts, and how many bear the parts of a name.

    `where`: {person: bodies of their posts, each with its town, its country and the register}. `sizes`: {unit: how
    many people are in it}. `parts`: {skeleton: how many keys have it}.
    """

    where: dict[int, Units]
    sizes: Counter[Unit]
    parts: Counter[str]

    @classmethod
    def read(cls) -> Self:
        """Read it all (four SQL queries, streamed; some hundred bytes a person)."""
        where, sizes = _whereabouts()
        return cls(where, sizes, _bearers_of_parts())

    def by_chance(self, key: str) -> float:
        """Return how many bearers of a key chance would add to the one there is, by how common its parts are."""
        one, _, other = key.partition(" ")
        if not other:
            return self.parts[one]
        return _OF_ONE_ORIGIN * (self.parts[one] - 1) * (self.parts[other] - 1) / self.sizes[""]


def _whereabouts() -> tuple[dict[int, Units], Counter[Unit]]:
    rows = Community.objects.values_list("pk", "place_id", "country")
    bodies: dict[int, Units] = {
        pk: ((pk, *((-place,) if place else ()), country, ""),) for pk, place, country in rows.iterator(chunk_size=5000)
    }
    where: dict[int, Units] = {}
    sizes: Counter[Unit] = Counter()
    for holder, body in Post.objects.values_list("holder_id", "community_id").iterator(chunk_size=5000):
        units = bodies.get(body, NOWHERE)
        known = where.get(holder, ())
        if units[0] not in known:
            where[holder] = known + units if known else units
            sizes.update(units[0])
    sizes[""] = Person.objects.count()
    return where, sizes


def _bearers_of_parts() -> Counter[str]:
    found: Counter[str] = Counter()
    rows = PersonKey.objects.exclude(key__startswith=LINE).order_by().values_list("key").annotate(count=Count("pk"))
    for key, count in rows.iterator(chunk_size=5000):
        for part in key.split():
            found[part] += count
    return found
