"""Snapshots computed once for everybody who asks at the same time."""

import asyncio
import gzip
import time
from hashlib import blake2b
from typing import NamedTuple

from ocaq.live import metrics
from ocaq.live.channels import Snapshot
from ocaq.live.threads import Readers

# A snapshot a moment older than the last event is still whole: its reader goes on from its own number.
BEHIND_S = 0.5
LIVES_S = 10.0


class Kept(NamedTuple):
    head: int
    made_at: float
    body: bytes
    gzipped: bytes
    etag: bytes

    def serves(self, head: int) -> bool:
        age = time.monotonic() - self.made_at
        return age < BEHIND_S or (self.head == head and age < LIVES_S)


class Snapshots:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._kept: dict[tuple[str, str], Kept] = {}
        self._computing: dict[tuple[str, str, int], asyncio.Task[Kept]] = {}

    async def get(self, compute: Snapshot, channel: str, language: str, head: int) -> Kept:
        """Return the channel's state at number `head` or later, in `language`."""
        kept = self._kept.get((channel, language))
        if kept is not None and kept.serves(head):
            return kept
        key = (channel, language, head)
        task = self._computing.get(key)
        if task is None:
            task = self._computing[key] = asyncio.create_task(self._compute(compute, channel, language, head))
            task.add_done_callback(lambda _: self._computing.pop(key, None))
        return await asyncio.shield(task)  # one reader who goes away does not take it from the others

    def forget(self, channel: str) -> None:
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] != channel}

    async def _compute(self, compute: Snapshot, channel: str, language: str, head: int) -> Kept:
        kept = await self._readers.read(_make, compute, channel, language, head)
        self._kept[channel, language] = kept
        metrics.SNAPSHOTS.inc()
        return kept


def _make(compute: Snapshot, channel: str, language: str, head: int) -> Kept:
    began = time.monotonic()
    body = compute(channel, language)
    etag = b'"%b"' % blake2b(body, digest_size=12).hexdigest().encode()
    return Kept(head, began, body, gzip.compress(body, 6, mtime=0), etag)
