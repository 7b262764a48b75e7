"""Reports of quarters as the desk shows them."""

from dataclasses import dataclass
from datetime import datetime

from ocaq.kernel.actor import Actor
from ocaq.kernel.text import Text
from ocaq.register.queries.desk import community_in_sight
from ocaq.register.rules.activity import COUNTS


@dataclass(frozen=True, slots=True)
class Reported:
    """The latest round of one quarter. `counts`: (code of the question, number)."""

    quarter: str
    round: int
    counts: tuple[tuple[str, int], ...]
    taught: tuple[str, ...]
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reports:
    ref: str
    title: Text
    taught: tuple[str, ...]
    rows: tuple[Reported, ...]


def reports_of(ref: str, *, by: Actor, at: datetime) -> Reports:
    """Return what a community in sight reported, the latest quarter first (two SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    community = community_in_sight(ref, by=by, at=at)
    rows = community.reports.order_by("-quarter", "-round")[:40]
    latest = {row.quarter: row for row in reversed(rows)}
    told = [
        Reported(
            row.quarter,
            row.round,
            tuple((name, getattr(row, name)) for name in COUNTS),
            tuple(row.taught),
            row.words,
            row.at,
        )
        for row in latest.values()
    ]
    newest_first = tuple(sorted(told, key=lambda row: row.quarter, reverse=True))
    return Reports(community.ref, community.title, tuple(community.taught), newest_first)
