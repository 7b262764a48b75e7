"""Reads of the event log, for hubs."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ocaq.live.models import Channel, Event

# Kind of an event before which there is nothing any more: what was told before may not be remembered either.
ANEW = "channel.anew"


class Row(NamedTuple):
    seq: int
    kind: str
    body: str
    at: datetime


def events_after(channel: str, after: int, limit: int) -> list[Row]:
    """Return at most `limit` events after number `after`, in order (one query)."""
    rows = Event.objects.filter(channel=channel, seq__gt=after).order_by("seq")
    return [Row(*row) for row in rows.values_list("seq", "kind", "body", "at")[:limit]]


def last_events(channel: str, limit: int) -> list[Row]:
    """Return the last `limit` events, in order (one query)."""
    rows = Event.objects.filter(channel=channel).order_by("-seq")
    return [Row(*row) for row in rows.values_list("seq", "kind", "body", "at")[:limit]][::-1]


def heads(channels: Iterable[str]) -> dict[str, int]:
    """Return the number of the last event of each channel that has one (one query)."""
    return dict(Channel.objects.filter(name__in=list(channels)).values_list("name", "head"))
