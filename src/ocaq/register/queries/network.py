"""What is published of the network as a whole, where a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ocaq.evidence import figures
from ocaq.evidence.figures import Shown, rows_of
from ocaq.register.figures import KIND, NETWORK
from ocaq.register.queries.counting import row_names

_NUMBERS: Final = ("communities", "countries", "schools", "languages")


@dataclass(frozen=True, slots=True)
class KindBar:
    """`width`: percent of the longest bar."""

    name: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """`shown`: by the second half of their codes."""

    shown: Mapping[str, Shown]
    kinds: tuple[KindBar, ...]
    as_of: datetime

    @property
    def numbers(self) -> list[Shown]:
        return [self.shown[code] for code in _NUMBERS if code in self.shown]


def network_figures() -> NetworkFigures | None:
    """Return what was published last (one SQL query, and one for the names of kinds); None before anything was."""
    known = figures.published(f"{KIND}:{NETWORK}")
    if not known:
        return None
    shown = {code.partition(".")[2]: Shown(figures.figure(code), one.value, one.ref) for code, one in known.items()}
    return NetworkFigures(shown, _bars(shown.get("by_kind")), max(one.as_of for one in known.values()))


def _bars(by_kind: Shown | None) -> tuple[KindBar, ...]:
    rows = [] if by_kind is None or isinstance(by_kind.value, int) else rows_of(by_kind.value)
    names = row_names(f"{KIND}.by_kind", NETWORK, [row for row, _ in rows]) if rows else {}
    longest = max((count for _, count in rows), default=0)
    return tuple(KindBar(names.get(row, row), count, 100 * count // longest) for row, count in rows if count)
