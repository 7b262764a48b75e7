"""Which bodies of one town may be one: the look while a row of a list is judged, and the sweep of the night."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, groupby
from operator import attrgetter
from typing import Final

from django.db.models import QuerySet

from ocaq.kernel.places import country_name
from ocaq.register.models import Community, Contact, Name, Place, PlaceName
from ocaq.register.rules.bodies import blocks, judge_bodies, read_body, spelled
from ocaq.register.rules.words_alike import SAME_FROM, Likeness
from ocaq.register.rules.written import with_umlauts

_WRITTEN_IN: Final = ("en", "az", "ru", "tr", "de")
# From here on a person had better look: one has an own name and the other none.
ALIKE_FROM: Final = 0.7
# What is reached alike is one body, unless the names say that they are two.
_SAME_LINE: Final = 0.86
_MOST_COMPARED: Final = 400


@dataclass(frozen=True, slots=True)
class Body:
    """A community as it is compared. `place`: reference of its town, or its country where none is known."""

    id: int
    ref: str
    kind: str
    country: str
    place: str
    names: tuple[str, ...]
    lines: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class LikeBodies:
    """Two bodies that may be one. `code`: the reason, a key of `words.likeness.BODY_REASONS`."""

    one: Body
    other: Body
    score: float
    code: str


@cache
def around(country: str, spellings: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the folded names of a country and of a place in it."""
    return frozenset({*spellings, *(spelled(country_name(country, language)) for language in _WRITTEN_IN)})


def bodies_in(communities: QuerySet[Community]) -> list[Body]:
    """Return communities as they are compared, by place (three SQL queries)."""
    rows = list(communities.select_related("kind", "place"))
    ids = [row.pk for row in rows]
    names: dict[int, list[str]] = {}
    for pk, text in Name.objects.filter(community__in=ids).order_by("position").values_list("community", "text"):
        names.setdefault(pk, []).append(text)
    lines: dict[int, set[str]] = {}
    for pk, value in Contact.objects.filter(community__in=ids).values_list("community", "value"):
        lines.setdefault(pk, set()).add(value)
    found = [
        Body(
            row.pk,
            row.ref,
            row.kind.code,
            row.country,
            row.place.ref if row.place else row.country,
            tuple(names.get(row.pk) or row.title.values()),
            frozenset(lines.get(row.pk, ())),
        )
        for row in rows
    ]
    return sorted(found, key=attrgetter("place", "id"))


def spellings_of(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return {reference: its folded names} (one SQL query)."""
    found: dict[str, list[str]] = {}
    rows = PlaceName.objects.filter(place__ref__in=list(places)).values_list("place__ref", "fold")
    for ref, spelling in rows:
        found.setdefault(ref, []).append(spelling)
    return {ref: tuple(sorted(texts)) for ref, texts in found.items()}


def compared(one: Body, other: Body, near: frozenset[str]) -> Likeness:
    """Return how far two bodies of one place may be one: their likest names, and whether they are reached alike."""
    verdicts = [judge_bodies(a, b, near) for a in one.names for b in other.names]
    best = max(verdicts, key=attrgetter("score"), default=Likeness(0.0, "body-says-nothing"))
    if against := _against(one, other, near):
        return Likeness(min(best.score, 0.6), against)
    if one.lines & other.lines and best.code not in {"other-sort", "for-others", "own-names-differ"}:
        return max(best, Likeness(_SAME_LINE, "same-line"), key=attrgetter("score"))
    return best


def _against(one: Body, other: Body, near: frozenset[str]) -> str:
    """Return why two bodies are two, however like their short names: all names of each together say what it is."""
    read = [[read_body(name, near) for name in body.names] for body in (one, other)]
    whom, whom_else = (frozenset[str]().union(*(name.for_whom for name in names)) for names in read)
    sorts, other_sorts = (frozenset[str]().union(*(name.sorts for name in names)) for names in read)
    if whom != whom_else:
        return "for-others"
    return "other-sort" if sorts and other_sorts and not sorts & other_sorts else ""


def sweep_bodies(communities: QuerySet[Community]) -> Iterator[LikeBodies]:
    """Yield pairs of one place and kind that may be one, each once (four SQL queries).

    Within a place those are compared that share a mark: the sound of a word, what the name means, a way to reach them.
    """
    bodies = bodies_in(communities)
    spellings = spellings_of({body.place for body in bodies})
    for place, group in groupby(bodies, key=attrgetter("place")):
        here = list(group)
        near = around(here[0].country, spellings.get(place, ()))
        for one, other in sorted(_sharing(here, near)):
            found = compared(here[one], here[other], near)
            if here[one].kind == here[other].kind and found.score >= SAME_FROM:
                yield LikeBodies(here[one], here[other], found.score, found.code)


def _sharing(here: list[Body], near: frozenset[str]) -> set[tuple[int, int]]:
    marked: dict[str, list[int]] = {}
    for at, body in enumerate(here):
        for mark in {mark for name in body.names for mark in blocks(name, near)} | body.lines:
            marked.setdefault(mark, []).append(at)
    return {pair for sharing in marked.values() if len(sharing) <= _MOST_COMPARED for pair in combinations(sharing, 2)}


def towns(country: str, folded: str) -> list[str]:
    """Return references of a country's towns of this name, umlauts written out or not (two SQL queries at most)."""
    for fold in dict.fromkeys((folded, with_umlauts(folded))):
        found = Place.objects.filter(country=country, spellings__fold=fold).distinct()
        if refs := list(found.values_list("ref", flat=True)[:2]):
            return refs
    return []
