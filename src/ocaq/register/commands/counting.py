"""The network is counted for good: what its figures are made from is written to the log."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ocaq.evidence.figures import figure
from ocaq.evidence.queries import greatest
from ocaq.evidence.recording import Fact, record
from ocaq.evidence.rules.cells import in_parts
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.register.figures import COUNTED, KIND, LISTED, NETWORK, QUARTER
from ocaq.register.models import Count
from ocaq.register.permissions import require_whole
from ocaq.register.queries.counting import Facts, facts_of, last_count, ready

_LONGEST = 700  # bytes of a table in one entry, which stays below 1 KB


@transaction.atomic
def count_network(*, ref: str, by: Actor, at: datetime) -> int:
    """Write what the network, or a quarter, comes to; return the round. The same count again writes nothing.

    Args:
        ref: `network`, or a quarter that is over and was reported on: `2026q3`.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `nothing-to-count`.
    """
    require_whole(by)
    if ref not in {one.ref for one in ready()}:
        raise NotFound("nothing-to-count")
    found, last = facts_of(ref, at=at), last_count(ref)
    kind = COUNTED if ref == NETWORK else QUARTER
    logged = greatest("round", kind=kind, subject=f"{KIND}:{ref}")
    if last is not None and last.round >= logged and last.facts == found:
        return last.round
    number = max(last.round if last else 0, logged) + 1
    Count.objects.create(about=ref, round=number, facts=found, at=at)
    numbers: dict[str, Fact] = {
        name: fact for name, fact in found.items() if isinstance(fact, int) and _tells(name, fact)
    }
    record(kind=kind, subject=f"{KIND}:{ref}", by=by, at=at, facts={"round": number, **numbers})
    for facts in _tables(found, number):
        record(kind=LISTED, subject=f"{KIND}:{ref}", by=by, at=at, facts=facts)
    return number


def _tells(name: str, number: int) -> bool:
    """Say whether the log may tell a number: of people, none below what their figure tells."""
    return number == 0 or number >= figure(f"{KIND}.{name}").smallest


def _tables(found: Facts, number: int) -> Iterable[dict[str, Fact]]:
    """Yield each table in as many parts as keep an entry short."""
    for name, cells in found.items():
        if isinstance(cells, list):
            for part in in_parts(cells, longest=_LONGEST):
                yield {"round": number, name: part}
