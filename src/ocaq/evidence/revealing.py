"""Opening commitments for an auditor: what entries only pledged, with the salts that prove it. Never for everybody."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from ocaq.evidence.canonical import Value
from ocaq.evidence.commitments import commitment
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry that holds a commitment. `ref` is its subject without the kind."""

    index: int
    ref: str
    facts: Mapping[str, Any]
    commit: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was committed to by the entry at `index`, as far as the row that keeps it still tells."""

    index: int
    salt: bytes
    record: Mapping[str, Value]

    @property
    def line(self) -> str:
        """One line of the file for `ocaq verify --revealed`."""
        return msgspec.json.encode({"index": self.index, "record": self.record, "salt": self.salt.hex()}).decode()


Opener = Callable[[Sequence[Sealed]], Iterable[Opened]]
_openers: dict[str, Opener] = {}


def opens(kind: str, opener: Opener) -> None:
    """Let commitments of a kind be opened.

    Args:
        opener: tells for entries what their rows say now, in few queries; what an entry does not fit is passed over.
    """
    _openers[kind] = opener


def kinds() -> list[str]:
    """Return the kinds whose commitments can be opened."""
    return sorted(_openers)


@transaction.atomic
def reveal_entries(
    *, kind: str, start: int, end: int, reason: str, by: Actor, at: datetime
) -> tuple[list[Opened], int]:
    """Open the commitments of a kind in `[start, end)` and write that down; return (opened, how many stay closed).

    Closed stay those whose record was erased or has changed since.

    Args:
        reason: a code: who asked, or what for.

    Raises:
        NotFound: `nothing-to-reveal`.
    """
    sealed = _sealed(kind, start, end) if kind in _openers else []
    if not sealed:
        raise NotFound("nothing-to-reveal")
    by_index = {each.index: each for each in sealed}
    found = {
        each.index: each
        for each in _openers[kind](sealed)
        if commitment(each.salt, each.record) == by_index[each.index].commit
    }
    record(
        kind="evidence.entries.revealed",
        subject="log:entry",
        by=by,
        at=at,
        facts={"of_type": kind, "of_from": start, "of_to": end, "entries": len(found), "reason": reason},
    )
    return [found[index] for index in sorted(found)], len(sealed) - len(found)


def _sealed(kind: str, start: int, end: int) -> list[Sealed]:
    rows = Entry.objects.filter(kind=kind, index__gte=start, index__lt=end).order_by("index")
    said: Iterable[tuple[int, Any]] = (
        (index, msgspec.json.decode(body)) for index, body in rows.values_list("index", "body") if index is not None
    )
    return [
        Sealed(index, entry["ref"].partition(":")[2], entry["facts"], entry["commit"])
        for index, entry in said
        if "commit" in entry
    ]


def by_ref(sealed: Iterable[Sealed]) -> dict[str, list[Sealed]]:
    """Return entries by what they are about."""
    found: dict[str, list[Sealed]] = defaultdict(list)
    for each in sealed:
        found[each.ref].append(each)
    return found
