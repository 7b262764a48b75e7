"""The live hub: a raw ASGI handler beside Django. It asks nobody; a signed ticket says who may listen to what."""

import asyncio
import contextlib
import random
import time
from functools import partial
from typing import Any

import structlog
from django.db import Error as DatabaseError

from ocaq.kernel import clock, erasure
from ocaq.kernel.refusals import Refused
from ocaq.live import frames, metrics, queries, wake
from ocaq.live.answers import answer, answer_json, language_of, refuse
from ocaq.live.asked import Asked, Scope, header
from ocaq.live.channels import provided_for
from ocaq.live.feed import READ_AT_ONCE, Feed, Stream
from ocaq.live.frames import HEARTBEAT, Frame
from ocaq.live.pipe import Send, pipe_of
from ocaq.live.snapshots import Snapshots
from ocaq.live.threads import Busy, Readers
from ocaq.live.tickets import TICKET_CURES

log = structlog.get_logger()
LOOK_EVERY_S = 1.0
HEARTBEAT_EVERY_S = 15.0
IDLE_FEED_S = 120.0
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back otherwise
    (b"x-content-type-options", b"nosniff"),
]


class WrongMethod(Refused):
    status = 405


# What an answer of this status says beside its sentence.
_ADVICE = {Busy.status: [(b"retry-after", b"2")], WrongMethod.status: [(b"allow", b"GET")]}


class Hub:
    """The feeds of this process. Lives in one event loop, from `start` to `close`."""

    def __init__(self) -> None:
        self._feeds: dict[str, Feed] = {}
        self._readers = Readers()
        self._snapshots = Snapshots(self._readers)
        self._loop = asyncio.get_running_loop()
        self._opening: set[asyncio.Task[Any]] = set()
        self._closing = False
        wake.listen(self._woken)
        self._ticks = [asyncio.create_task(self._look()), asyncio.create_task(self._beat())]

    def close(self) -> None:
        """End every stream in good order, each told to come back at a moment of its own; called in the loop."""
        self._closing = True
        wake.stop_listening(self._woken)
        for task in [*self._ticks, *self._opening]:
            task.cancel()
        for feed in self._feeds.values():
            feed.close()
            for stream in list(feed.streams()):
                feed.leave(stream)
                stream.pipe.push(Frame(frames.retry_payload(_spread())))
                stream.end()
        self._readers.close()

    @property
    def streams_open(self) -> int:
        return sum(1 for feed in self._feeds.values() for _ in feed.streams())

    async def answer(self, scope: Scope, send: Send) -> tuple[Feed, Stream] | None:
        """Answer one request under `/live/`; a stream that stays open is returned with its feed."""
        try:
            if scope["method"] != "GET":
                raise WrongMethod("not-understood")
            asked = Asked(scope)
            if self._closing:
                raise Busy("live-busy")
            feed = self._feed(asked.channel)
            await feed.load()
            if asked.what == "":
                return await self._stream(feed, asked, send)
            if asked.what == "state":
                await self._state(feed, asked, scope, send)
            else:
                await self._events(feed, asked, send)
        except Refused as refusal:
            # 401 for whatever a new ticket would cure, so that a page knows to fetch one.
            status = 401 if refusal.code in TICKET_CURES else refusal.status
            await refuse(send, status, refusal, language_of(scope["headers"]), _ADVICE.get(status, []))
        except DatabaseError:
            log.exception("live.not_read")
            await refuse(send, Busy.status, Busy("live-busy"), language_of(scope["headers"]), [(b"retry-after", b"2")])
        return None

    async def _stream(self, feed: Feed, asked: Asked, send: Send) -> tuple[Feed, Stream] | None:
        task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]  # ASGI servers run us in one
        after = feed.head if asked.after is None else asked.after
        if after > feed.head:
            await feed.refresh()
        self._opening.add(task)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            stream = Stream(pipe_of(send, task), asked.ticket.language, after, asked.ticket.expires_at)
            if not await self._caught_up(feed, stream, send):
                return None
            feed.join(stream)
            if feed.levels_frame is not None and not stream.pipe.push(feed.levels_frame):
                feed.drop(stream)
                return None
        except asyncio.CancelledError:
            if not self._closing:
                raise
            return None  # closed while the line took not even the head of the answer
        finally:
            self._opening.discard(task)
        if asked.after is not None:
            metrics.RESUMES.inc()
        return feed, stream

    async def _caught_up(self, feed: Feed, stream: Stream, send: Send) -> bool:
        try:
            return await _catch_up(feed, stream, send)
        except DatabaseError:
            log.exception("live.not_read")
        except Busy:
            pass
        except asyncio.CancelledError:
            if not self._closing:
                raise
        stream.end()  # it resumes from the last number it got
        return False

    async def _state(self, feed: Feed, asked: Asked, scope: Scope, send: Send) -> None:
        kept = await self._snapshots.get(asked.provided.snapshot, asked.channel, asked.ticket.language, feed.head)
        headers = [(b"etag", kept.etag), (b"vary", b"Accept-Encoding, Authorization")]
        if header(scope, b"if-none-match").encode() == kept.etag:
            await answer(send, 304, b"", [*headers, (b"cache-control", b"private, no-cache")])
            return
        body = kept.body
        if "gzip" in header(scope, b"accept-encoding"):
            body = kept.gzipped
            headers.append((b"content-encoding", b"gzip"))
        headers += [(b"content-type", b"application/json"), (b"cache-control", b"private, no-cache")]
        await answer(send, 200, body, headers)

    async def _events(self, feed: Feed, asked: Asked, send: Send) -> None:
        """Answer what a stream would have brought: for lines whose proxy cuts streams."""
        after = feed.head if asked.after is None else asked.after
        if after > feed.head:
            await feed.refresh()
        entries = list(await feed.entries_after(after))[:READ_AT_ONCE] if feed.reaches(after) else []
        reload = not feed.reaches(after) or (entries[0].seq != after + 1 if entries else after < feed.head)
        events = b",".join(entry.event(asked.ticket.language) for entry in ([] if reload else entries))
        levels = await feed.levels_now(asked.provided.levels)
        far = b'"reload":true,' if reload else b""
        body = b'{"seq":%d,%b"events":[%b],"levels":%b}' % (feed.head, far, events, levels)
        await answer_json(send, 200, body)

    def _feed(self, channel: str) -> Feed:
        feed = self._feeds.get(channel)
        if feed is None:
            feed = self._feeds[channel] = Feed(channel, self._readers, partial(self._forget, channel))
        feed.used_at = time.monotonic()
        return feed

    def _forget(self, channel: str) -> None:
        self._snapshots.forget(channel)
        erasure.clear_caches()  # of this process; that of the command has done so

    def _woken(self, channel: str, row: queries.Row | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed between our closing and this call
            self._loop.call_soon_threadsafe(self._stir, channel, row)

    def _stir(self, channel: str, row: queries.Row | None) -> None:
        if channel in self._feeds and not self._closing:
            self._feeds[channel].stir(row)

    async def _look(self) -> None:
        """Once a second: totals of the moment, and events of processes that cannot wake us."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                self._forget_idle()
                if self._feeds:
                    await self._look_for_events()
                for feed in list(self._feeds.values()):
                    await self._send_levels(feed)
            except Exception:
                log.exception("live.look_failed")

    def _forget_idle(self) -> None:
        now = time.monotonic()
        for channel, feed in list(self._feeds.items()):
            if not feed.is_listened_to and now - feed.used_at > IDLE_FEED_S:
                del self._feeds[channel]
                self._snapshots.forget(channel)

    async def _look_for_events(self) -> None:
        for channel, head in (await self._readers.read(queries.heads, list(self._feeds))).items():
            if channel in self._feeds and head > self._feeds[channel].head:
                self._feeds[channel].stir()

    async def _send_levels(self, feed: Feed) -> None:
        provided = provided_for(feed.channel)
        if provided is None or not feed.is_listened_to:
            return
        frame = feed.set_levels(dict(await self._readers.read(provided.levels, feed.channel)))
        if frame is not None:
            await feed.broadcast(frame, "levels")

    async def _beat(self) -> None:
        """Every fifteen seconds: a comment, so that no proxy takes a quiet line for a dead one; old tickets end."""
        while True:
            await asyncio.sleep(HEARTBEAT_EVERY_S)
            now = clock.now().timestamp()
            for feed in list(self._feeds.values()):
                for stream in [stream for stream in feed.streams() if stream.expires_at <= now]:
                    feed.leave(stream)
                    stream.end()
                if time.monotonic() - feed.wrote_at > HEARTBEAT_EVERY_S / 2:
                    await feed.broadcast(HEARTBEAT, "heartbeat")


async def _catch_up(feed: Feed, stream: Stream, send: Send) -> bool:
    """Write what the stream has missed until it has had everything; False when it was sent away instead.

    Waits for a slow line, so a long absence never fills a buffer. No event can slip between the last look at the head
    and joining: nothing awaits there.
    """
    payload = frames.retry_payload(_spread())
    while True:
        if not feed.reaches(stream.seq):
            break
        entries = list(await feed.entries_after(stream.seq))[:READ_AT_ONCE]
        if (entries[0].seq != stream.seq + 1) if entries else stream.seq != feed.head:
            break
        payload += b"".join(entry.payload(stream.language) for entry in entries)
        if payload:
            await send({"type": "http.response.body", "body": payload, "more_body": True})
        payload = b""
        stream.seq += len(entries)
        if stream.seq == feed.head:
            return True
    await send({"type": "http.response.body", "body": payload + frames.reload_payload(feed.head), "more_body": False})
    return False


def _spread() -> int:
    return 1_000 + random.randrange(3_000)  # noqa: S311 - spreads reconnects, hides nothing


_hub: Hub | None = None


def startup() -> None:
    """Open the hub of this process in the running loop."""
    global _hub  # noqa: PLW0603 - one hub a process
    _hub = Hub()


def close() -> None:
    """End all streams; called in the loop, before the server stops accepting, and harmless twice."""
    global _hub  # noqa: PLW0603
    if _hub is not None:
        _hub.close()
        _hub = None


def streams_open() -> int:
    return _hub.streams_open if _hub is not None else 0


async def app(scope: Scope, receive: Any, send: Send) -> None:
    """The ASGI handler of `/live/`."""
    if _hub is None:
        await refuse(send, Busy.status, Busy("live-busy"), language_of(scope["headers"]), [(b"retry-after", b"2")])
        return
    opened = await _hub.answer(scope, send)
    if opened is None:
        return
    del scope, send  # thousands wait here: hold nothing that is not needed
    feed, stream = opened
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if not stream.is_cut:
            raise
    finally:
        feed.leave(stream)
