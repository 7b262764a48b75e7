"""A record as it is read: each line with its purpose, ground, readers and end, as `personal.py` declares them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.functional import Promise

from ocaq.kernel.personal import PersonalField, declared
from ocaq.kernel.sealing import mark
from ocaq.privacy.rules.keeping import Kept, Line, ends_at
from ocaq.privacy.words.asking import GROUNDS, SHOWN, SOURCES

HANDLE = 20


@dataclass(frozen=True, slots=True)
class LineRow:
    """`ends_at` is None when the line ends with its record; `is_parted`: then only the count stays."""

    line: Line
    declared: PersonalField
    ends_at: datetime | None

    @property
    def is_parted(self) -> bool:
        return self.declared.end == "parted"

    @property
    def ground(self) -> str | Promise:
        return GROUNDS[self.declared.ground]

    @property
    def shown(self) -> str | Promise:
        return SHOWN[self.declared.shown]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing kept, as the page draws it; `handle` names it in addresses and says nothing."""

    kept: Kept
    handle: str
    rows: tuple[LineRow, ...]
    machine_rows: int

    @property
    def source(self) -> str | Promise:
        return SOURCES[self.kept.source]


@cache
def _declared() -> dict[tuple[str, str], PersonalField]:
    return {(one.table, field): one for one in declared() for field in one.fields}


def handle_of(kept: Kept) -> str:
    return mark(f"handle:{kept.subject}")[:HANDLE]


def thing_of(kept: Kept) -> Thing:
    """Return one thing with every line that says something.

    Raises:
        KeyError: a line of a field that no `personal.py` declares.
    """
    rows = tuple(_row(kept, line) for line in kept.lines if line.text not in {"", None} and not line.for_machines)
    return Thing(kept, handle_of(kept), rows, sum(line.for_machines for line in kept.lines))


def _row(kept: Kept, line: Line) -> LineRow:
    one = _declared()[line.table, line.field]
    return LineRow(line, one, ends_at(days=one.days, since=line.since or kept.since.get(one.since)))
