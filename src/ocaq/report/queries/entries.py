"""Figures computed from the entries of the log, by the rule a stranger uses."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from ocaq.evidence.figures import Figure
from ocaq.evidence.models import Entry
from ocaq.evidence.queries import size
from ocaq.report import rules
from ocaq.report.rules import Query, Value

CORRECTED, PUBLISHED = "evidence.entry.corrected", "report.figure.published"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry of the log as everybody may read it."""

    index: int
    body: dict[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.body["facts"]
        return facts


def log_size() -> int:
    """Return how many entries have their place (one SQL query)."""
    return size()


def chosen(query: Query, start: int, end: int, *, known_to: int | None = None) -> list[Chosen]:
    """Return the entries of `[start, end)` that a query chooses, without corrected ones, in order (two SQL queries).

    Args:
        known_to: where corrections are looked for up to; `end` unless told.
    """
    rows = Entry.objects.filter(kind=query.of_type, index__gte=start, index__lt=end).order_by("index")
    if query.of_ref:
        rows = rows.filter(subject=query.of_ref)
    gone = _corrected(end if known_to is None else known_to)
    entries = (
        Chosen(index, msgspec.json.decode(body))
        for index, body in rows.values_list("index", "body")
        if index is not None and index not in gone
    )
    return [entry for entry in entries if query.takes(entry.facts)]


def _corrected(end: int) -> set[int]:
    bodies = Entry.objects.filter(kind=CORRECTED, index__lt=end).values_list("body", flat=True)
    return {msgspec.json.decode(body)["facts"]["index"] for body in bodies}


@dataclass(frozen=True, slots=True)
class Correction:
    """The entry `index` says that the entry `wrong` is wrong."""

    index: int
    wrong: int


def corrected_since(end: int, of: Collection[int]) -> Correction | None:
    """Return the first correction of one of these entries that stands at `end` or behind (one SQL query)."""
    rows = Entry.objects.filter(kind=CORRECTED, index__gte=end).order_by("index").values_list("index", "body")
    said = (Correction(index or 0, msgspec.json.decode(body)["facts"]["index"]) for index, body in rows)
    return next((one for one in said if one.wrong in of), None)


@dataclass(frozen=True, slots=True)
class Computed:
    """A value and where it is from: entries `[start, end)` under `query`.

    `chosen` entries of them are taken, from `first` to `last`; None where there are none.
    """

    value: Value
    query: Query
    start: int
    end: int
    first: int | None
    last: int | None
    chosen: int


def computed(figure: Figure, about: str, end: int) -> Computed | None:
    """Compute a figure from the entries below `end`; None when they do not tell it (at most four SQL queries)."""
    query = _query(figure, about)
    found, asked = chosen(query, 0, end), figure.where
    if figure.latest:
        if not found:
            return None
        # The newest of all: where none of the newest is asked for, the figure is 0 and not what it was.
        asked += (f"{figure.latest}:{max(entry.facts[figure.latest] for entry in found)}",)
    query = replace(query, of_facts=(*query.of_facts, *asked))
    found = [entry for entry in found if query.takes(entry.facts)]
    value = rules.result(figure.how, [entry.facts for entry in found])
    if value is None:
        return None
    first, last = (found[0].index, found[-1].index) if found else (None, None)
    return Computed(value, query, end if first is None else first, end, first, last, len(found))


def _query(figure: Figure, about: str) -> Query:
    if figure.about_in == "facts":
        return Query(figure.how, figure.of_type, of_facts=(about,))
    return Query(figure.how, figure.of_type, of_ref=about)


def places_of(ref: str) -> list[int | None]:
    """Return where in the log the publications of a figure stand, in order; None while not placed (one SQL query)."""
    told = Entry.objects.filter(kind=PUBLISHED, subject=f"figure:{ref}").values_list("index", flat=True)
    # Two arms, because the index over subjects knows only what has its place.
    found = list(told.filter(index__isnull=False).union(told.filter(index=None), all=True))
    placed = sorted(index for index in found if index is not None)
    return [*placed, *[None] * (len(found) - len(placed))]


def publications() -> list[Chosen]:
    """Return every placed entry that published a figure, in order (one SQL query)."""
    told = Entry.objects.filter(kind=PUBLISHED, index__isnull=False).order_by("index")
    return [
        Chosen(index, msgspec.json.decode(body))
        for index, body in told.values_list("index", "body")
        if index is not None
    ]


def ref_of(code: str, about: str) -> str | None:
    """Return the ref under which the log knows a figure, None when it does not (one SQL query through publications)."""
    told = Entry.objects.filter(kind=PUBLISHED, index__isnull=False, body__contains=f'"about":"{about}"')
    known = told.filter(body__contains=f'"figure":"{code}"').values_list("subject", flat=True).first()
    return known.removeprefix("figure:") if known else None


def tells(index: int | None, facts: dict[str, Any]) -> bool:
    """Say whether the entry at `index` holds exactly these facts (one SQL query)."""
    body = Entry.objects.filter(index=index).values_list("body", flat=True).first() if index is not None else None
    return body is not None and msgspec.json.decode(body)["facts"] == facts
