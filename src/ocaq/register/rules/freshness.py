"""How long an entry that somebody verified is taken for true, and when its keeper is asked to look again."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

FRESH_FOR: Final = timedelta(days=365)
ASKED_AFTER: Final = timedelta(days=330)
ASKED_AGAIN_AFTER: Final = timedelta(days=28)
LINK_LIVES: Final = timedelta(days=60)
LINK_STANDS: Final = timedelta(minutes=10)  # asked for again meanwhile, the same link is meant

Freshness = Literal["fresh", "due", "grey"]


def is_fresh(verified_at: datetime | None, at: datetime) -> bool:
    """Say whether an entry was looked at within the last twelve months."""
    return verified_at is not None and at - verified_at < FRESH_FOR


def freshness(verified_at: datetime | None, at: datetime) -> Freshness:
    """Say whether an entry may be relied on, is soon to be looked at, or is grey."""
    if verified_at is None or not is_fresh(verified_at, at):
        return "grey"
    return "due" if at - verified_at >= ASKED_AFTER else "fresh"


def oldest(latest: Mapping[str, datetime], groups: Collection[str]) -> datetime | None:
    """Return since when every group has been looked at; None while one never was."""
    return min(latest.values()) if set(groups) <= latest.keys() else None


def is_link_due(verified_at: datetime | None, *, sent_at: datetime | None, at: datetime) -> bool:
    """Say whether a keeper is asked now: a month before an entry greys, then every four weeks until it is answered."""
    is_old = verified_at is None or at - verified_at >= ASKED_AFTER
    return is_old and (sent_at is None or at - sent_at >= ASKED_AGAIN_AFTER)
