"""Reading a stream of server-sent events straight from the socket."""

import asyncio
from collections.abc import Callable
from typing import cast

from ocaq.rehearsal.http import Answer, Origin, Unchunk, Unreachable, read_head

OnEvent = Callable[[str, int | None, bytes], None]


class EventParser:
    """Cuts bytes into events as the standard says; comments and unknown fields are passed over."""

    __slots__ = ("_on_event", "_rest")

    def __init__(self, on_event: OnEvent) -> None:
        self._rest = b""
        self._on_event = on_event

    def feed(self, raw: bytes) -> None:
        blocks = (self._rest + raw).split(b"\n\n")
        self._rest = blocks.pop()
        for block in blocks:
            self._block(block)

    def _block(self, block: bytes) -> None:
        kind, number, data = "message", None, []
        for line in block.split(b"\n"):
            name, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if name == b"data":
                data.append(value)
            elif name == b"event":
                kind = value.decode()
            elif name == b"id" and value.isdigit():
                number = int(value)
        if data or kind != "message":
            self._on_event(kind, number, b"\n".join(data))


class Stream(asyncio.Protocol):
    """One open stream. `opened` resolves with the head of the answer, `closed` when the connection is gone."""

    def __init__(self, request: bytes, on_event: OnEvent) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[Answer] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self._request = request
        self._parser = EventParser(on_event)
        self._unchunk: Unchunk | None = None
        self._head = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.opened.done():
            self._head += data
            head, found, data = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            answer = read_head(head)
            if answer.headers.get("transfer-encoding", "").lower() == "chunked":
                self._unchunk = Unchunk()
            self.opened.set_result(answer)
            if answer.status != 200:
                self.drop()
                return
        self._parser.feed(self._unchunk.feed(data) if self._unchunk else data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        if not self.opened.done():
            self.opened.set_exception(Unreachable("stream broke before it opened"))
            self.opened.exception()  # somebody may have stopped waiting; then it is not news
        if not self.closed.done():
            self.closed.set_result(None)

    def drop(self) -> None:
        """Break off without a goodbye, as a lost line does."""
        if self._transport is not None:
            self._transport.abort()


async def open_stream(
    origin: Origin, path: str, on_event: OnEvent, *, after: int | None = None, timeout_s: float = 30
) -> tuple[Stream, Answer]:
    """Open a stream and return it with the head of its answer, whose status may be a refusal.

    Raises:
        Unreachable: no answer came.
    """
    resume = f"Last-Event-ID: {after}\r\n" if after is not None else ""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {origin.authority}\r\nAccept: text/event-stream\r\n"
        f"User-Agent: ocaq-rehearsal\r\nCache-Control: no-cache\r\n{resume}\r\n"
    ).encode()
    try:
        async with asyncio.timeout(timeout_s):
            _, stream = await asyncio.get_running_loop().create_connection(
                lambda: Stream(request, on_event), origin.host, origin.port, ssl=origin.tls
            )
            return stream, await stream.opened
    except TimeoutError as error:
        raise Unreachable("stream did not open in time") from error
    except Unreachable:
        raise
    except OSError as error:
        raise Unreachable(str(error)) from error
