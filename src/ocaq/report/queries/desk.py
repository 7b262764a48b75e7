"""What the desk asks: what can be published, and how it stands beside what was published."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocaq.evidence import figures
from ocaq.evidence.figures import Figure, Named, Published, Value, rows_of
from ocaq.report.queries import entries
from ocaq.report.queries.figures import published


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """Something whose figures can be published; `published_count` of them are."""

    kind: str
    subject: Named
    published_count: int


def ready() -> list[ReadyRow]:
    """Return everything whose figures can be published (one SQL query a kind, and one for each line)."""
    return [
        ReadyRow(kind, subject, len(published(f"{kind}:{subject.ref}")))
        for kind in figures.kinds()
        for subject in figures.subjects(kind).ready()
    ]


def ready_by_ref(kind: str, ref: str) -> Named | None:
    if kind not in figures.kinds():
        return None
    return next((subject for subject in figures.subjects(kind).ready() if subject.ref == ref), None)


def values_now(kind: str, ref: str) -> dict[str, Value]:
    """Return what would be published at this moment, by code; nothing is written.

    What the domain's count would write comes from its tally, everything else from the log as it is.
    """
    values, end = dict(figures.subjects(kind).tally(ref)), entries.log_size()
    for figure in figures.figures(kind):
        if not figure.is_live and figure.code not in values:
            found = entries.computed(figure, f"{kind}:{ref}", end)
            values |= {} if found is None else {figure.code: found.value}
    return values


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A figure as it would be published beside what was published last."""

    figure: Figure
    value: Value
    rows: list[tuple[str, int]]
    last: Published | None

    @property
    def is_new(self) -> bool:
        return self.last is None or self.last.value != self.value


def preview(kind: str, ref: str, values: Mapping[str, Value]) -> list[PreviewRow]:
    """Return the figures of `values` in the order they are declared (one SQL query, and one for the names of rows)."""
    known = published(f"{kind}:{ref}")
    return [
        PreviewRow(figure, value, named_rows(figure, ref, value), known.get(figure.code))
        for figure in figures.figures(kind)
        if (value := values.get(figure.code)) is not None
    ]


def named_rows(figure: Figure, ref: str, value: Value) -> list[tuple[str, int]]:
    """Return (name, count) of a table's rows in the reader's language."""
    rows = [] if isinstance(value, int) else rows_of(value)
    codes = [code for code, _ in rows if code != figures.OTHER]
    names = figures.subjects(figure.domain).rows(figure.code, ref, codes) if codes else {}
    return [(str(figure.others) if code == figures.OTHER else names.get(code, code), count) for code, count in rows]
