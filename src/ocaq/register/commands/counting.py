"""The network is counted for good: what its figures are made from is written to the log."""

from datetime import datetime

from django.db import transaction

from ocaq.evidence.figures import figure
from ocaq.evidence.queries import greatest
from ocaq.evidence.recording import Fact, record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.register.figures import COUNTED, KEPT, KIND, NETWORK, QUARTER, QUARTER_KEPT
from ocaq.register.models import Count
from ocaq.register.permissions import require_whole
from ocaq.register.queries.counting import counted, last_count, ready


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
    found, last = counted(ref, at=at), last_count(ref)
    kind, each = (COUNTED, KEPT) if ref == NETWORK else (QUARTER, QUARTER_KEPT)
    logged = greatest("round", kind=kind, subject=f"{KIND}:{ref}")
    facts = {**found.totals, "kept": len(found.kept)}
    if last is not None and last.round >= logged and last.facts == facts:
        return last.round
    number = max(last.round if last else 0, logged) + 1
    Count.objects.create(about=ref, round=number, facts=facts, at=at)
    said = {name: fact for name in _SAID[kind] if _tells(name, fact := found.totals[name])}
    record(kind=kind, subject=f"{KIND}:{ref}", by=by, at=at, facts={"round": number, **said})
    for community, told in found.kept.items():
        kept = {"register": ref, "round": number, **told}
        record(kind=each, subject=f"community:{community}", by=by, at=at, facts=kept)
    return number


# The rest is counted from what is kept of each community.
_SAID = {COUNTED: ("communities",), QUARTER: ("reported", "people", "pupils")}


def _tells(name: str, number: Fact) -> bool:
    """Say whether the log may tell a number: of people, none below what their figure tells."""
    return number == 0 or (isinstance(number, int) and number >= figure(f"{KIND}.{name}").smallest)
