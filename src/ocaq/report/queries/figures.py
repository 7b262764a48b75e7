"""Published figures: the list, one with its history, and whether it still computes to the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from ocaq.evidence import figures
from ocaq.evidence.figures import Named, Published, Shown, Value
from ocaq.kernel.text import Text
from ocaq.report import rules
from ocaq.report.models import Figure, Publication
from ocaq.report.queries import entries
from ocaq.report.queries.entries import Chosen, Correction

RECHECKED_S = 600


@dataclass(frozen=True, slots=True)
class Release:
    """One publication of a figure. `index` is its place in the log, None for the moment until it has one.

    `chosen` entries, all within the indexes `made_from`, are what it is made from. `taken_back_at`: a restored backup
    lacked it, and it was written again from the log; without `meaning`, whose digest alone the log has.
    """

    number: int
    definition: int
    meaning: Text
    value: Value
    as_of: datetime
    published_at: datetime
    reason: str
    facts: dict[str, Any]
    index: int | None
    made_from: range
    chosen: int | None
    taken_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recheck:
    """Whether the entries of the log came to the same when they were counted again at `at`.

    `late`: what has said since it was published that it, or an entry it is made from, is wrong.
    """

    agrees: bool
    at: datetime
    late: Correction | None


@dataclass(frozen=True, slots=True)
class FigurePage:
    """`releases`: newest first. `others`: the same figure about other things, latest first."""

    ref: str
    figure: figures.Figure
    about: str
    subject: Named
    releases: list[Release]

    @property
    def last(self) -> Release:
        return self.releases[0]

    @property
    def shown(self) -> Shown:
        return Shown(self.figure, self.last.value, self.ref)


@dataclass(frozen=True, slots=True)
class FigureRow:
    shown: Shown
    about: str
    subject: Named
    as_of: datetime


def published(about: str) -> dict[str, Published]:
    """Return what is published about something, by code (one SQL query)."""
    return {row.figure.code: _published(row) for row in _last_publications(about=about)}


def _last_publications(**of_figure: str) -> QuerySet[Publication]:
    newer = Publication.objects.filter(figure=OuterRef("figure"), number__gt=OuterRef("number"))
    wanted = Publication.objects.filter(
        ~Exists(newer), **{f"figure__{name}": value for name, value in of_figure.items()}
    )
    return wanted.select_related("figure").order_by("-as_of", "pk")


def _published(row: Publication) -> Published:
    return Published(row.figure.ref, row.figure.code, _value(row), row.as_of, row.published_at)


def _value(row: Publication) -> Value:
    return tuple(row.cells or ()) if row.value is None else row.value


def figure_rows(*, about: str = "", code: str = "") -> list[FigureRow]:
    """Return published figures about things everybody may know of, latest first (one SQL query, and one a kind)."""
    asked = {"about": about} if about else {"code": code} if code else {}
    rows = [row for row in _last_publications(**asked) if _is_declared(row.figure.code)]
    subjects = _named({row.figure.about for row in rows})
    return [
        FigureRow(
            Shown(figures.figure(row.figure.code), _value(row), row.figure.ref),
            row.figure.about,
            subjects[row.figure.about],
            row.as_of,
        )
        for row in rows
        if row.figure.about in subjects
    ]


def _is_declared(code: str) -> bool:
    return any(figure.code == code for figure in figures.figures())


def _named(abouts: Iterable[str]) -> Mapping[str, Named]:
    refs: dict[str, list[str]] = defaultdict(list)
    for about in abouts:
        kind, _, ref = about.partition(":")
        refs[kind].append(ref)
    return {
        f"{kind}:{ref}": named
        for kind, some in refs.items()
        if kind in figures.kinds()
        for ref, named in figures.subjects(kind).named(some).items()
    }


def figure_by_ref(ref: str) -> FigurePage | None:
    """Return a figure with everything that was published of it (four SQL queries); None when there is none."""
    row = Figure.objects.filter(ref=ref).first()
    subject = _named([row.about]).get(row.about) if row else None
    if row is None or subject is None or not _is_declared(row.code):
        return None
    places = dict(enumerate(entries.places_of(ref), start=1))
    releases = [_release(one, places.get(one.number)) for one in row.publications.order_by("-number")]
    return FigurePage(ref, figures.figure(row.code), row.about, subject, releases) if releases else None


def _release(row: Publication, index: int | None) -> Release:
    within = range(row.first_index or 0, 0 if row.last_index is None else row.last_index + 1)
    if row.chosen is None:
        within = range(row.facts["of_from"], row.facts["of_to"])
    return Release(
        row.number,
        row.definition,
        row.meaning,
        _value(row),
        row.as_of,
        row.published_at,
        str(row.facts["reason"]),
        row.facts,
        index,
        within,
        row.chosen,
        row.taken_back_at,
    )


def entries_of(release: Release) -> list[Chosen]:
    """Return the entries of the log that a publication is made from (two SQL queries)."""
    query, within = rules.query_of(release.facts), release.made_from
    return entries.chosen(query, within.start, within.stop, known_to=release.facts["of_to"])


def rechecked(page: FigurePage, at: datetime) -> Recheck | None:
    """Count the newest publication again from the log, at most every ten minutes (six SQL queries, else none).

    None for the moment until the publication itself has its place in the log.
    """
    if page.last.index is None:
        return None
    key = f"report.recheck.{page.ref}.{page.last.number}"
    kept: Recheck | None = cache.get(key)
    if kept is None or kept.at > at:
        behind = {page.last.index, *(entry.index for entry in entries_of(page.last))}
        kept = Recheck(agrees(page.last), at, entries.corrected_since(page.last.facts["of_to"], behind))
        cache.set(key, kept, RECHECKED_S)
    return kept


def agrees(release: Release) -> bool:
    """Say whether the log still comes to what was published, and says that it was (three SQL queries)."""
    facts = release.facts
    found = entries.chosen(rules.query_of(facts), facts["of_from"], facts["of_to"])
    counted = rules.result(facts["how"], [entry.facts for entry in found])
    is_told = counted is not None and rules.told_value(counted).items() <= facts.items()
    return is_told and counted == release.value and _says(release) and entries.tells(release.index, facts)


def _says(release: Release) -> bool:
    """Say whether what the page shows beside the value is what the entry says of it."""
    # What a restored backup lost is not shown, so it says nothing else.
    meaning = figures.digest_of_words(release.meaning) if release.meaning else release.facts["meaning"]
    shown = (int(release.as_of.timestamp()), release.definition, meaning, release.number)
    return shown == tuple(release.facts[name] for name in ("as_of", "definition", "meaning", "number"))
