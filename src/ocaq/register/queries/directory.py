"""The public directory: bodies found by words, place, kind, country and language taught, in the reader's order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When

from ocaq.kernel.places import country_name, sort_key
from ocaq.kernel.text import Text
from ocaq.register.models import Community, Kind, Place, SearchEntry, SearchWord
from ocaq.register.queries.cards import Card, cards_of
from ocaq.register.queries.senses import Sense, begins, senses_of
from ocaq.register.queries.shown import shown
from ocaq.register.rules.bodies import names_people
from ocaq.register.rules.finding import TAUGHT, typed_words

PAGE = 30
LAST_PAGE = 2000
# Under more bodies than this a word says so little that they are not put in an order by it.
_FEW = 4000
# And a word that so large a part of them bears says nothing at all.
_NEARLY_ALL = 0.4
# As many towns are told one by one; of more, only their countries.
MOST_TOWNS = 600
_MOST_BY_TOWN = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; empty means anything. `place`: reference of a town."""

    words: str = ""
    kind: str = ""
    country: str = ""
    place: str = ""
    taught: str = ""
    with_closed: bool = False
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.kind or self.country or self.place or self.taught)


@dataclass(frozen=True, slots=True)
class KindRow:
    code: str
    title: Text
    plural: Text
    bodies: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found.

    `bodies`: how many in all. `kinds`: how many of each, whatever kind was asked for. `places`: {place id: bodies};
    `countries`: {code: bodies}. `unknown`: typed words that nothing is found under; `everywhere`: such as nearly all
    bear, and that were therefore left out. `places` is empty when they are more than `MOST_TOWNS`.
    """

    cards: Sequence[Card]
    bodies: int
    page: int
    pages: int
    kinds: Sequence[KindRow]
    places: Mapping[int | None, int]
    countries: Mapping[str, int]
    unknown: Sequence[str] = ()
    matched: QuerySet[Community] = field(default_factory=Community.objects.none)
    is_ranked: bool = False
    everywhere: Sequence[str] = ()


def found(asked: Asked, *, at: datetime, language: str) -> Found:
    """Return a page of the bodies asked for, best first, else by country and kind (about ten SQL queries)."""
    senses, unknown = _known(senses_of(typed_words(asked.words)))
    if unknown:
        return Found((), 0, 1, 1, _kind_rows({}), {}, {}, unknown)
    everywhere = [sense for sense in senses if not sense.kinds and _is_nearly_all(sense.bodies)]
    answer = _answer(asked, [sense for sense in senses if sense not in everywhere], at=at, language=language)
    if not answer.bodies:  # every body is of the people, whether its name says so or not
        of_people = [sense for sense in senses if sense not in everywhere and names_people(sense.typed.fold)]
        rest = [sense for sense in senses if sense not in [*everywhere, *of_people]]
        if of_people and rest:
            everywhere += of_people
            answer = _answer(asked, rest, at=at, language=language)
    return replace(answer, everywhere=[sense.typed.spelling for sense in everywhere])


def _answer(asked: Asked, senses: Sequence[Sense], *, at: datetime, language: str) -> Found:
    few = [sense for sense in senses if not sense.is_broad and sense.bodies < _FEW]
    listed = _listed(asked)
    if few:
        rare = min(few, key=lambda sense: sense.bodies)
        return _ranked(listed, asked, senses, rare, at=at, language=language)
    for sense in senses:
        listed = listed.filter(sense.holds_of_any())
    return _in_order(listed, asked, at=at, language=language)


def _known(senses: list[Sense]) -> tuple[list[Sense], list[str]]:
    """Return the words that mean something, and those that should and do not; little words may mean nothing."""
    known = [sense for sense in senses if sense.is_known]
    unknown = [
        sense.typed.spelling for sense in senses if not sense.is_known and not (known and sense.typed.may_be_left_out)
    ]
    return known, unknown


def _listed(asked: Asked) -> QuerySet[Community]:
    """Return what the filters leave, but for the kind, whose counts are told of all."""
    listed = shown(with_closed=asked.with_closed)
    if asked.country:
        listed = listed.filter(country=asked.country)
    if asked.place:
        listed = listed.filter(place__ref=asked.place)
    if asked.taught:
        listed = listed.filter(found_under__word__spelling=f"{TAUGHT}{asked.taught}")
    return listed


def _is_nearly_all(bodies: int) -> bool:
    return bodies > _FEW and bodies > _NEARLY_ALL * Community.objects.count()


def _ranked(
    listed: QuerySet[Community], asked: Asked, senses: Sequence[Sense], rare: Sense, *, at: datetime, language: str
) -> Found:
    for sense in senses:
        if sense is not rare:
            listed = listed.filter(sense.holds_of_few())
    ids = SearchEntry.objects.filter(word__in=list(rare.words)).values("community")
    rows = list(listed.filter(id__in=ids).values_list("id", "kind", "country", "place", "slug"))
    points = _points(senses, rows)
    kinds = Counter(kind for _, kind, *_ in rows)
    kind_rows = _kind_rows(kinds)
    shown = [row for row in rows if not asked.kind or row[1] in _ids_of_kind(asked.kind)]
    position = _country_order({row[2] for row in shown}, language)
    shown.sort(key=lambda row: (-points[row[0]], position[row[2]], row[1], row[4]))
    page, pages, first = _page(asked.page, len(shown))
    return Found(
        cards_of([row[0] for row in shown[first : first + PAGE]], at=at),
        len(shown),
        page,
        pages,
        kind_rows,
        _bounded(Counter(row[3] for row in shown)),
        Counter(row[2] for row in shown),
        matched=Community.objects.filter(id__in=[row[0] for row in shown]),
        is_ranked=True,
    )


def _bounded(towns: dict[int | None, int]) -> Mapping[int | None, int]:
    return towns if len(towns) <= MOST_TOWNS else {}


def _points(senses: Sequence[Sense], rows: Sequence[tuple[int, int, str, int | None, str]]) -> dict[int, int]:
    """Return {community id: points}: of each typed word the best of its meanings."""
    words = {pk: fits for sense in senses for pk, fits in sense.words.items()}
    entries: dict[int, list[tuple[int, int]]] = {}
    found_under = SearchEntry.objects.filter(word__in=list(words), community__in=[row[0] for row in rows])
    for community, word, weight in found_under.values_list("community", "word", "weight"):
        entries.setdefault(community, []).append((word, weight))
    return {
        pk: sum(_best(sense, entries.get(pk, ()), kind, country) for sense in senses) for pk, kind, country, *_ in rows
    }


def _best(sense: Sense, entries: Iterable[tuple[int, int]], kind: int, country: str) -> int:
    of_words = max((sense.words[word] * weight for word, weight in entries if word in sense.words), default=0)
    return max(of_words, sense.kinds.get(kind, 0), sense.countries.get(country, 0))


def _in_order(listed: QuerySet[Community], asked: Asked, *, at: datetime, language: str) -> Found:
    """Return a page of many: by country in the reader's alphabet, then by kind."""
    kinds, countries = Counter[int](), Counter[str]()
    kind_ids = _ids_of_kind(asked.kind) if asked.kind else None
    groups = listed.order_by().values_list("country", "kind").annotate(bodies=Count("pk"))
    for country, kind, bodies_of in groups:
        kinds[kind] += bodies_of
        if kind_ids is None or kind in kind_ids:
            countries[country] += bodies_of
    if kind_ids is not None:
        listed = listed.filter(kind__in=kind_ids)
    bodies = countries.total()
    page, pages, first = _page(asked.page, bodies)
    ids = _slice(listed, countries, first, language)
    return Found(
        cards_of(ids, at=at), bodies, page, pages, _kind_rows(kinds), _towns(listed, bodies), countries, matched=listed
    )


def _towns(listed: QuerySet[Community], bodies: int) -> Mapping[int | None, int]:
    """Return {place id: bodies}, or nothing when the towns are too many to be told (one SQL query)."""
    if bodies > _MOST_BY_TOWN:
        return {}
    return _bounded(dict(listed.order_by().values_list("place").annotate(bodies=Count("pk"))))


def _slice(listed: QuerySet[Community], countries: Mapping[str, int], first: int, language: str) -> list[int]:
    """Return ids of one page, reading only the countries that stand on it (one SQL query)."""
    position = _country_order(countries, language)
    wanted: list[str] = []
    before = skipped = 0
    for code in sorted(countries, key=position.__getitem__):
        after = before + countries[code]
        if before < first + PAGE and after > first:
            skipped = skipped if wanted else before
            wanted.append(code)
        before = after
    if not wanted:
        return []
    in_turn = Case(*(When(country=code, then=Value(i)) for i, code in enumerate(wanted)), output_field=IntegerField())
    rows = listed.filter(country__in=wanted).order_by(in_turn, "kind__position", "slug").values_list("pk", flat=True)
    return list(rows[first - skipped : first - skipped + PAGE])


def _country_order(codes: Iterable[str], language: str) -> dict[str, int]:
    ordered = sorted(codes, key=lambda code: sort_key(country_name(code, language), language))
    return {code: i for i, code in enumerate(ordered)}


def _page(asked: int, bodies: int) -> tuple[int, int, int]:
    """Return (page, pages, index of its first row)."""
    pages = max(1, -(-bodies // PAGE))
    page = min(max(asked, 1), pages)
    return page, pages, (page - 1) * PAGE


def _kind_rows(counted: Mapping[int, int]) -> list[KindRow]:
    return [
        KindRow(kind.code, kind.title, kind.plural, counted.get(kind.pk, 0))
        for kind in Kind.objects.order_by("position", "pk")
    ]


def _ids_of_kind(code: str) -> frozenset[int]:
    return frozenset(Kind.objects.filter(code=code).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    id: int
    ref: str
    name: Text
    country: str
    latitude: float
    longitude: float
    bodies: int


def place_rows(bodies: Mapping[int | None, int]) -> list[PlaceRow]:
    """Return the towns of what was found, the one with most bodies first (one SQL query)."""
    rows = Place.objects.filter(id__in=[pk for pk in bodies if pk])
    found_rows = [
        PlaceRow(one.pk, one.ref, one.name, one.country, one.latitude, one.longitude, bodies[one.pk]) for one in rows
    ]
    return sorted(found_rows, key=lambda row: (-row.bodies, row.id))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: only what some body has."""

    countries: Sequence[str]
    taught: Sequence[str]


def choices() -> Choices:
    """Return the countries with bodies and the languages taught somewhere, as codes (two SQL queries)."""
    listed = shown(with_closed=False)
    countries = listed.values_list("country", flat=True).distinct()
    # Of each language one school is enough to know it: not all of them are counted.
    somewhere = Exists(listed.filter(found_under__word=OuterRef("pk")))
    taught = SearchWord.objects.filter(somewhere, begins("spelling", TAUGHT))
    codes = taught.values_list("spelling", flat=True)
    return Choices(sorted(countries), sorted(code.removeprefix(TAUGHT) for code in codes))
