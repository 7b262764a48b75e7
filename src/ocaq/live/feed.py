"""One channel in one hub: its last events in memory, its streams, and the pass that brings the one to the other."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
import structlog
from django.db import Error as DatabaseError

from ocaq.kernel import clock
from ocaq.live import frames, metrics, queries
from ocaq.live.channels import Levels
from ocaq.live.frames import Frame
from ocaq.live.pipe import Pipe
from ocaq.live.threads import Busy, Readers

log = structlog.get_logger()
RING = 1_000  # events kept in memory: minutes of a busy show
TOO_FAR = 2_000  # a client further behind starts from the snapshot
READ_AT_ONCE = 200
SLICE = 250  # streams written to before other work of the loop gets its turn


class Entry:
    """An event in memory, encoded once for each language that somebody listens in."""

    __slots__ = ("_by_language", "at", "kind", "patch", "seq")

    def __init__(self, row: queries.Row) -> None:
        self.seq = row.seq
        self.kind = row.kind
        self.at: datetime = row.at
        self.patch: dict[str, Any] = msgspec.json.decode(row.body)
        self._by_language: dict[str, bytes] = {}

    def event(self, language: str) -> bytes:
        encoded = self._by_language.get(language)
        if encoded is None:
            encoded = frames.event_json(seq=self.seq, kind=self.kind, at=self.at, patch=self.patch, language=language)
            self._by_language[language] = encoded
        return encoded

    def payload(self, language: str) -> bytes:
        return frames.patch_payload(self.seq, self.event(language))


class Stream:
    """One open connection; `seq` is the number of the last event written to it."""

    __slots__ = ("expires_at", "is_cut", "language", "pipe", "seq")

    def __init__(self, pipe: Pipe, language: str, seq: int, expires_at: int) -> None:
        self.pipe = pipe
        self.language = language
        self.seq = seq
        self.expires_at = expires_at
        self.is_cut = False

    def end(self) -> None:
        """End the response in good order; a client that does not read is cut off instead, which cancels its task."""
        self.is_cut = True
        self.pipe.end()


class Feed:
    """Everything here runs in the hub's loop; only `Readers` touch the database."""

    def __init__(self, channel: str, readers: Readers, forget: Callable[[], object]) -> None:
        """Args: `forget` is called when what was told before may not be remembered."""
        self.channel = channel
        self._forget = forget
        self.head = 0
        self.levels: dict[str, Any] | None = None
        self.levels_frame: Frame | None = None
        self.used_at = self.wrote_at = time.monotonic()
        self._readers = readers
        self._ring: deque[Entry] = deque(maxlen=RING)
        self._streams: dict[str, dict[Stream, None]] = {}
        self._loading: asyncio.Task[None] | None = None
        self._pumping: asyncio.Task[None] | None = None
        self._stirred = False
        self._asks_log = False
        self._offered: dict[int, queries.Row] = {}
        self._polling: asyncio.Task[Mapping[str, Any]] | None = None
        self._polled_at = 0.0

    async def load(self) -> None:
        """Fill the ring from the log, once, however many ask at the same time."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        try:
            await asyncio.shield(self._loading)
        except Exception:
            self._loading = None  # the next one asked tries again
            raise

    async def _load(self) -> None:
        rows = await self._readers.read(queries.last_events, self.channel, RING)
        for row in rows:
            self._append(row)
        if not rows:  # a channel without events, or one whose old ones were removed
            self.head = (await self._readers.read(queries.heads, [self.channel])).get(self.channel, 0)

    def stir(self, row: queries.Row | None = None) -> None:
        """Bring new events to the streams: `row`, just committed, or whatever the log has."""
        self._stirred = True
        if row is None:
            self._asks_log = True
        else:
            self._offered[row.seq] = row
        if self._pumping is None or self._pumping.done():
            self._pumping = asyncio.create_task(self._pump())

    async def refresh(self) -> None:
        """Return once everything committed before this call is in the ring."""
        self.stir()
        while self._pumping is not None and not self._pumping.done():
            await asyncio.wait([self._pumping])

    def close(self) -> None:
        """Bring nothing more."""
        if self._pumping is not None:
            self._pumping.cancel()

    async def _pump(self) -> None:
        try:
            await self._bring_all()
        except DatabaseError:
            log.exception("live.not_brought", channel=self.channel)  # the hub looks again within a second
        except Busy:
            return

    async def _bring_all(self) -> None:
        while self._stirred:
            self._stirred = False
            await self.load()
            rows = await self._news()
            if rows:
                self._stirred = self._stirred or len(rows) == READ_AT_ONCE
                await self._bring(rows)

    async def _news(self) -> list[queries.Row]:
        """Return what follows the head: as offered when that is the very next, else as the log has it."""
        rows: list[queries.Row] = []
        while not self._asks_log and len(rows) < READ_AT_ONCE and self.head + len(rows) + 1 in self._offered:
            rows.append(self._offered[self.head + len(rows) + 1])
        if not rows and (self._asks_log or any(seq > self.head for seq in self._offered)):
            self._asks_log = False
            rows = await self._readers.read(queries.events_after, self.channel, self.head, READ_AT_ONCE)
            if not rows:
                self._offered.clear()  # the log knows best
        reached = rows[-1].seq if rows else self.head
        self._offered = {seq: row for seq, row in self._offered.items() if seq > reached}
        self._stirred = self._stirred or bool(self._offered)
        return rows

    async def _bring(self, rows: list[queries.Row]) -> None:
        before = self.head
        news = [self._append(row) for row in rows]
        if rows[0].seq != before + 1:
            if rows[0].kind != queries.ANEW:
                log.error("live.gap", channel=self.channel, head=before, found=rows[0].seq)
            for stream in list(self.streams()):
                self.send_away(stream)
            return
        self.wrote_at = time.monotonic()
        # Listed before the first await: who joins from here on has had these events from the ring.
        streams = [(language, list(streams)) for language, streams in self._streams.items() if streams]
        for language, listening in streams:
            frame = Frame(b"".join(entry.payload(language) for entry in news))
            await self._write(listening, frame, before)
        metrics.FRAMES.labels("patch").inc(sum(len(listening) for _, listening in streams))
        metrics.DELAY.observe(max(0.0, (clock.now() - rows[-1].at).total_seconds()))

    async def _write(self, listening: list[Stream], frame: Frame, before: int) -> None:
        head = self.head
        for start in range(0, len(listening), SLICE):
            for stream in listening[start : start + SLICE]:
                if stream.seq == before:
                    if stream.pipe.push(frame):
                        stream.seq = head
                    else:
                        self.drop(stream)
                elif stream.seq < before:  # an earlier pass broke off: it resumes rather than stay silent
                    self.drop(stream)
            await asyncio.sleep(0)

    def _append(self, row: queries.Row) -> Entry:
        if row.kind == queries.ANEW:
            self._forget()
        if self._ring and (row.seq != self.head + 1 or row.kind == queries.ANEW):
            self._ring.clear()
        entry = Entry(row)
        self._ring.append(entry)
        self.head = row.seq
        return entry

    def after(self, seq: int) -> Iterable[Entry] | None:
        """Return what follows `seq`, from memory; None when memory does not reach back that far."""
        if seq == self.head:
            return ()
        if seq > self.head or not self._ring or seq + 1 < self._ring[0].seq:
            return None
        return list(self._ring)[seq - self.head :]

    async def entries_after(self, seq: int) -> Iterable[Entry]:
        """Return some of what follows `seq`, from memory or from the log."""
        entries = self.after(seq)
        if entries is None:
            rows = await self._readers.read(queries.events_after, self.channel, seq, READ_AT_ONCE)
            entries = [Entry(row) for row in rows]
        return entries

    def reaches(self, seq: int) -> bool:
        """Say whether a client that has had 1 to `seq` can go on from there."""
        return seq <= self.head and self.head - seq <= TOO_FAR

    def join(self, stream: Stream) -> None:
        self._streams.setdefault(stream.language, {})[stream] = None
        metrics.STREAMS.inc()

    def leave(self, stream: Stream) -> None:
        if self._streams.get(stream.language, {}).pop(stream, self) is None:
            metrics.STREAMS.dec()

    def drop(self, stream: Stream) -> None:
        """Let go of a client that does not read; it comes back and resumes."""
        self.leave(stream)
        metrics.DROPS.inc()
        stream.is_cut = True
        stream.pipe.cut()

    def send_away(self, stream: Stream) -> None:
        """End a stream in good order after telling it to start from the snapshot."""
        self.leave(stream)
        stream.pipe.push(Frame(frames.reload_payload(self.head)))
        stream.end()

    def streams(self) -> Iterator[Stream]:
        for streams in self._streams.values():
            yield from streams

    @property
    def is_listened_to(self) -> bool:
        return any(self._streams.values())

    def set_levels(self, levels: dict[str, Any]) -> Frame | None:
        """Keep the totals of the moment and return a frame of what changed, if anything did."""
        news = frames.changed(self.levels, levels)
        if not news:
            return None
        self.levels = levels
        self.levels_frame = Frame(frames.levels_payload(levels))
        return Frame(frames.levels_payload(news))

    async def levels_now(self, compute: Levels) -> bytes:
        """Return the totals of the moment as JSON, for who polls; computed at most once a second."""
        if self.is_listened_to and self.levels is not None:
            return msgspec.json.encode(self.levels)
        if self._polling is None or (self._polling.done() and time.monotonic() - self._polled_at > 1):
            self._polled_at = time.monotonic()
            self._polling = asyncio.create_task(self._readers.read(compute, self.channel))
        return msgspec.json.encode(dict(await asyncio.shield(self._polling)))

    async def broadcast(self, frame: Frame, kind: str) -> None:
        """Write an unnumbered frame to every stream."""
        self.wrote_at = time.monotonic()
        listening = list(self.streams())
        for start in range(0, len(listening), SLICE):
            for stream in listening[start : start + SLICE]:
                if not stream.pipe.push(frame):
                    self.drop(stream)
            await asyncio.sleep(0)
        metrics.FRAMES.labels(kind).inc(len(listening))
