"""What the words of a query may mean: words of names and places in any spelling, kinds of bodies, countries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from ocaq.register.models import Kind, SearchEntry, SearchKey, SearchWord
from ocaq.register.rules.finding import BEGINS, EXACT, KIND_WEIGHT, SLIPPED, SOUNDS, Typed, fit, slips_allowed
from ocaq.register.rules.keys import skeletons, slips_of
from ocaq.register.rules.meanings import Meanings, countries_in

_MOST_BEGINNING = 120
_MOST_HEARD = 2000
_MOST_JUDGED = 60
_Word = tuple[int, str, str, int]  # id, spelling, fold, bodies


@dataclass(slots=True)
class Sense:
    """What one typed word may mean. `words`: {id of a word: how well it fits}; a kind's worth is in points.

    `bodies`: how many stand under these words, one under two of them twice.
    """

    typed: Typed
    words: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    bodies: int = 0

    def add(self, words: Iterable[_Word], *, least: int) -> None:
        """Take up the words that fit at least so well."""
        for pk, spelling, folded, bodies in words:
            fits = 0 if pk in self.words else fit(self.typed, spelling, folded)
            if fits >= least:
                self.words[pk] = fits
                self.bodies += bodies

    @property
    def is_known(self) -> bool:
        return bool(self.words or self.kinds or self.countries)

    @property
    def is_spelled(self) -> bool:
        """Whether something is written as it was typed, so that no slip of the keyboard need be thought of."""
        return self.is_broad or any(fits >= BEGINS for fits in self.words.values())

    @property
    def is_broad(self) -> bool:
        """Whether it means a whole kind or country rather than a few bodies."""
        return bool(self.kinds or self.countries)

    def holds_of_few(self) -> Q:
        """Return what holds of every community it may mean, for a database that has few left to look at."""
        return self._or_means(Q(Exists(self._entries().filter(community=OuterRef("pk")))))

    def holds_of_any(self) -> Q:
        """Return the same for one that has all of them to look at."""
        return self._or_means(Q(id__in=self._entries().values("community")))

    def _entries(self) -> QuerySet[SearchEntry]:
        return SearchEntry.objects.filter(word__in=list(self.words))

    def _or_means(self, has_word: Q) -> Q:
        means = has_word if self.words else Q()
        if self.kinds:
            means |= Q(kind__in=list(self.kinds))
        if self.countries:
            means |= Q(country__in=list(self.countries))
        return means


def senses_of(typed: Sequence[Typed]) -> list[Sense]:
    """Return what each word may mean; one that is written nowhere is tried for slips of the keyboard.

    Cost: two SQL queries, and one or two more for each word.
    """
    senses = [Sense(one) for one in typed]
    if not senses:
        return []
    _add_meanings(senses)
    heard = _heard({key for one in typed for key in _keys(one)})
    for sense in senses:
        alike = [word for key in _keys(sense.typed) for word in heard.get(key, ())]
        sense.add([*_beginning(sense.typed), *_likeliest(sense.typed, alike)], least=SOUNDS)
        if not sense.is_spelled and slips_allowed(sense.typed.fold):
            sense.add(_slipped(sense.typed), least=SLIPPED)
    return senses


def _add_meanings(senses: Iterable[Sense]) -> None:
    rows = Kind.objects.values_list("id", "title", "plural")
    kinds = Meanings((text, str(pk)) for pk, *texts in rows for each in texts for text in each.values())
    countries = countries_in(tuple(code for code, _ in settings.LANGUAGES))
    for sense in senses:
        for points, found in zip((EXACT, EXACT // 2), kinds.of(sense.typed.fold), strict=True):
            sense.kinds |= {int(pk): points * KIND_WEIGHT for pk in found}
        for points, found in zip((EXACT, EXACT // 2), countries.of(sense.typed.fold), strict=True):
            sense.countries |= dict.fromkeys(found, points * KIND_WEIGHT)


def _keys(one: Typed) -> tuple[str, ...]:
    return skeletons(one.spelling) if one.may_be_heard else ()


def _beginning(one: Typed) -> list[_Word]:
    """Return words that are the fold typed or begin with it; the shorter ones come first."""
    condition = begins("fold", one.fold) if one.may_begin else Q(fold=one.fold)
    rows = SearchWord.objects.filter(condition).order_by("fold").values_list("id", "spelling", "fold", "bodies")
    return list(rows[:_MOST_BEGINNING])


def begins(column: str, start: str) -> Q:
    # SQLite compares bytes, so that a range is a prefix; PostgreSQL has an index for prefixes whatever its collation.
    if connection.vendor == "sqlite":
        return Q((f"{column}__gte", start), (f"{column}__lt", start + "\U0010ffff"))
    return Q((f"{column}__startswith", start))


def _heard(keys: Collection[str]) -> dict[str, list[_Word]]:
    """Return {skeleton: words that have it}."""
    found: dict[str, list[_Word]] = {}
    if keys:
        rows = SearchKey.objects.filter(skeleton__in=keys).values_list(
            "skeleton", "word", "word__spelling", "word__fold", "word__bodies"
        )
        for key, pk, spelling, folded, bodies in rows[:_MOST_HEARD]:
            found.setdefault(key, []).append((pk, spelling, folded, bodies))
    return found


def _slipped(one: Typed) -> list[_Word]:
    keys = {slip for key in _keys(one)[:2] for slip in (key, *slips_of(key))}
    return _likeliest(one, [word for words in _heard(keys).values() for word in words])


def _likeliest(one: Typed, words: Iterable[_Word]) -> list[_Word]:
    """Return the words that share most letters with the one typed; only these are judged."""
    pairs = _pairs(one.fold)
    near = {word for word in words if abs(len(word[2]) - len(one.fold)) < 4}
    return sorted(near, key=lambda word: (-len(pairs & _pairs(word[2])), word[0]))[:_MOST_JUDGED]


def _pairs(word: str) -> frozenset[str]:
    return frozenset(f" {word} "[i : i + 2] for i in range(len(word) + 1))
