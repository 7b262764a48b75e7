"""How a figure is made from entries of the log, as docs/log-format.md says it. No table is touched here."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocaq.evidence.canonical import canonical
from ocaq.kernel.tables import safe_cell

Value = int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are chosen and what is done with them; `of_facts` holds `<name>:<value>`, in order."""

    how: str
    of_type: str
    of_ref: str = ""
    of_facts: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, str | list[str]]:
        """The query as the entry of a published figure tells it."""
        told: dict[str, str | list[str]] = {"how": self.how, "of_type": self.of_type}
        if self.of_ref:
            told["of_ref"] = self.of_ref
        if self.of_facts:
            told["of_facts"] = list(self.of_facts)
        return told

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self.facts)).hexdigest()

    def takes(self, facts: Mapping[str, Any]) -> bool:
        """Say whether an entry with these facts is chosen."""
        wanted = (one.partition(":") for one in self.of_facts)
        return all(name in facts and str(facts[name]) == value for name, _, value in wanted)


def query_of(facts: Mapping[str, Any]) -> Query:
    """Return the query that the entry of a published figure tells."""
    return Query(facts["how"], facts["of_type"], facts.get("of_ref", ""), tuple(facts.get("of_facts", ())))


def result(how: str, chosen: Sequence[Mapping[str, Any]]) -> Value | None:
    """Return what the facts of the chosen entries, in the order of the log, come to; None when they tell nothing.

    Args:
        how: `count`, or `sum`, `distinct`, `rows`, `percent`, `last` or `join` and `:<fact>`.
    """
    act, _, fact = how.partition(":")
    if act == "count":
        return len(chosen)
    said = [facts[fact] for facts in chosen if facts.get(fact) is not None]
    members = [member for one in said for member in (one if isinstance(one, list) else [one])]
    if act in _COUNTED:
        return _COUNTED[act](members, len(chosen))
    if act == "rows":
        return rows(members) or None
    if act == "join":
        return tuple(cell for one in said if isinstance(one, list) for cell in one) or None
    if act != "last" or not chosen:
        return None
    value = chosen[-1].get(fact)
    return tuple(value) if isinstance(value, list) else value if isinstance(value, int) else None


_COUNTED: Mapping[str, Callable[[list[Any], int], int]] = {
    "sum": lambda members, _chosen: sum(members),
    "distinct": lambda members, _chosen: len(set(members)),
    "percent": lambda members, chosen: 100 * sum(members) // chosen if chosen else 0,
}


def rows(members: Iterable[str]) -> tuple[str, ...]:
    """Return how often each value stands there, `<value>:<number>`, the most frequent first."""
    return tuple(
        f"{value}:{many}" for value, many in sorted(Counter(members).items(), key=lambda row: (-row[1], row[0]))
    )


_SHORT = 400  # bytes of a table that an entry still says itself and stays below 1 KB


def told_value(value: Value) -> dict[str, Any]:
    """Return a value as the entry of a published figure tells it: a long table by its digest and length."""
    if isinstance(value, int):
        return {"value": value}
    if sum(len(cell) + 3 for cell in value) <= _SHORT:
        return {"cells": list(value)}
    return {"cells_digest": cells_digest(value), "cells_count": len(value)}


def value_told(facts: Mapping[str, Any], counted: Value | None) -> Value | None:
    """Return the value that the entry of a published figure tells; a long table is `counted` if that has its digest."""
    if "value" in facts or "cells" in facts:
        return int(facts["value"]) if "value" in facts else tuple(facts["cells"])
    fits = counted is not None and told_value(counted).items() <= facts.items()
    return counted if fits else None


def cells_digest(cells: Iterable[str]) -> str:
    """Return the SHA-256 of the cells in order, each closed by a line feed."""
    return hashlib.sha256("".join(f"{cell}\n" for cell in cells).encode()).hexdigest()


def seen_digest(values: Mapping[str, Value]) -> str:
    """Return what stands for values that somebody has read before they publish them."""
    lines = (
        f"{code} {value if isinstance(value, int) else ' '.join(value)}\n" for code, value in sorted(values.items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]


def reason_of(*, before: int | None, definition: int) -> str:
    """Return why a figure is published: `first`, `definition` when that changed since, else `recount`."""
    if before is None:
        return "first"
    return "recount" if before == definition else "definition"


def safe_cells(row: Iterable[object]) -> list[str]:
    """Return a row of a CSV that no spreadsheet takes for a formula."""
    return [str(safe_cell(text)) for text in map(str, row)]
