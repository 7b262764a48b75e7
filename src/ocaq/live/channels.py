"""Numbered events of a channel, and what a domain provides for its channels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from django.db import connection, transaction

from ocaq.kernel.text import Text
from ocaq.live import wake
from ocaq.live.models import Event
from ocaq.live.queries import ANEW, Row

Snapshot = Callable[[str, str], bytes]
Levels = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Provided:
    """What a domain gives for channels `<prefix>/<ref>/<audience>`."""

    prefix: str
    snapshot: Snapshot
    levels: Levels
    opens: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_open(self, *, audience: str, to: str) -> bool:
        """Say whether a ticket of audience `to` opens the channel of `audience`."""
        return audience == to or audience in self.opens.get(to, frozenset())


_provided: dict[str, Provided] = {}


def provide(
    prefix: str, *, snapshot: Snapshot, levels: Levels, opens: Mapping[str, frozenset[str]] | None = None
) -> None:
    """Register what a domain gives for channels `<prefix>/<ref>/<audience>`.

    Args:
        snapshot: (channel, language) -> JSON of the whole state with its `seq`. It must read `head(channel)` before
            the state, so that an event which falls between is applied twice rather than never. Called in a thread.
        levels: channel -> totals of the moment; a key that changed is sent whole. Called in a thread, once a second.
        opens: {audience of a ticket: further audiences it opens}; its own is always open.
    """
    _provided[prefix] = Provided(prefix, snapshot, levels, opens or {})


def provided_for(channel: str) -> Provided | None:
    return _provided.get(channel.partition("/")[0])


def publish(*, channel: str, kind: str, patch: Mapping[str, Any], at: datetime) -> int:
    """Append an event to `channel` in the current transaction and return its number (two statements).

    The channel's row stays locked until the end of the transaction: numbers are contiguous in the order of commits.
    Hubs are woken after commit. Texts may stand in `patch` as `kernel.text.Text` or as `{"@": {language: text}}`.

    Raises:
        RuntimeError: there is no transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish needs the transaction of the command that changes what the channel shows")
    body = msgspec.json.encode(patch, enc_hook=_plain).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO live_channel (name, head) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET head = live_channel.head + 1 RETURNING head",
            [channel],
        )
        seq: int = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO live_event (channel, seq, kind, body, at) VALUES (%s, %s, %s, %s, %s)",
            [channel, seq, kind, body, connection.ops.adapt_datetimefield_value(at)],
        )
    transaction.on_commit(partial(wake.wake, channel, Row(seq, kind, body, at)))
    return seq


def publish_anew(*, channel: str, patch: Mapping[str, Any], at: datetime) -> int:
    """Append an event and remove all before it, from the log and from the memory of hubs (three statements).

    Whoever has had them applies the patch; whoever is behind starts from the snapshot.
    """
    seq = publish(channel=channel, kind=ANEW, patch=patch, at=at)
    Event.objects.filter(channel=channel, seq__lt=seq).delete()
    return seq


def head(channel: str) -> int:
    """Return the number of the channel's last event, 0 before the first (one query)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT head FROM live_channel WHERE name = %s", [channel])
        row = cursor.fetchone()
    return row[0] if row else 0


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return {"@": dict(value)}
    if isinstance(value, Mapping):
        return dict(value)
    message = f"an event cannot carry {type(value).__name__}"
    raise NotImplementedError(message)
