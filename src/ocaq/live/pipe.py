"""How a ready frame reaches a connection: straight into uvicorn's transport, or by one step of the public `send`.

Neither waits. A connection whose buffer is full says so and is dropped; it resumes where it was.
"""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any, Protocol

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from ocaq.live.frames import Frame

# A phone that vanished acknowledges nothing: the kernel gives it up after this long instead of a quarter of an hour.
_SILENT_MS = 30_000
# What the kernel keeps for one stuck client before we notice; by itself it would grow to megabytes.
_KEPT_BYTES = 128 * 1024
# And what we keep on top of that before the client is dropped.
_UNSENT_BYTES = 64 * 1024
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux only

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Pipe(Protocol):
    def push(self, frame: Frame) -> bool:
        """Write `frame` without waiting; False when the connection takes no more."""
        ...

    def end(self) -> None:
        """End the response in good order."""
        ...

    def cut(self) -> None:
        """Close the connection at once, forgetting what it has not taken."""
        ...


class StepPipe:
    """Any ASGI server: `send` is driven one step; if it would wait, the buffer is full."""

    __slots__ = ("_send", "_task")

    def __init__(self, send: Send, task: "asyncio.Task[Any]") -> None:
        self._send = send
        self._task = task

    def push(self, frame: Frame) -> bool:
        return _step(self._send, {"type": "http.response.body", "body": frame.payload, "more_body": True})

    def end(self) -> None:
        if not _step(self._send, {"type": "http.response.body", "body": b"", "more_body": False}):
            self.cut()

    def cut(self) -> None:
        if asyncio.current_task() is not self._task:  # a task that cuts its own line returns, and is not cancelled
            self._task.cancel()


class TransportPipe:
    """uvicorn's HTTP/1.1 over httptools: the chunk goes to the socket's transport, past everything between."""

    __slots__ = ("_send", "_transport")

    def __init__(self, cycle: Any, send: Send) -> None:
        self._transport = cycle.transport
        self._send = send
        line = self._transport.get_extra_info("socket")
        if line is not None and line.family in {socket.AF_INET, socket.AF_INET6}:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_BYTES)
            if _USER_TIMEOUT is not None:
                line.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, _SILENT_MS)

    def push(self, frame: Frame) -> bool:
        # Asked of the transport alone, which the write touches anyway: of ten thousand all other objects are cold.
        transport = self._transport
        if transport.is_closing() or transport.get_write_buffer_size() > _UNSENT_BYTES:
            return False
        try:
            transport.write(frame.wire)
        except RuntimeError:  # how uvloop says that the line broke a moment ago; nobody else may miss a frame for it
            return False
        return True

    def end(self) -> None:
        if not _step(self._send, {"type": "http.response.body", "body": b"", "more_body": False}):
            self.cut()

    def cut(self) -> None:
        self._transport.abort()


def pipe_of(send: Send, task: "asyncio.Task[Any]") -> Pipe:
    """Return the fastest pipe to the connection behind `send`, whose response has been started."""
    cycle = _cycle_of(send)
    ours = getattr(cycle, "chunked_encoding", None) is True and hasattr(
        getattr(cycle, "transport", None), "get_write_buffer_size"
    )
    return TransportPipe(cycle, send) if ours else StepPipe(send, task)


def write_whole(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> bool:
    """Write a whole answer of our own in one piece; False when that cannot be, and nothing has been written.

    uvicorn looks through every header of every answer twice, which costs more than all else a short answer does.
    """
    cycle = _cycle_of(send)
    if cycle is None or not _takes_whole(cycle):
        return False
    head = _head(status, (*cycle.default_headers, *headers))
    cycle.response_started = cycle.response_complete = True
    with contextlib.suppress(RuntimeError):  # the line broke a moment ago
        cycle.transport.write(head + body)
    cycle.message_event.set()
    cycle.on_response()
    return True


@lru_cache(maxsize=256)  # the date in it changes every second, and within a second most answers are alike
def _head(status: int, headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    return b"".join((STATUS_LINE[status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n"))


def _takes_whole(cycle: Any) -> bool:
    """Say whether nothing about this request asks for more than one plain answer on a line that stays open."""
    return (
        cycle.keep_alive
        and not cycle.response_started
        and not cycle.disconnected
        and not cycle.access_log
        and not cycle.flow.write_paused
        and cycle.scope["method"] != "HEAD"
    )


def _cycle_of(send: Send) -> Any:
    cycle = getattr(send, "__self__", None)
    return cycle if type(cycle) is RequestResponseCycle else None


def _step(send: Send, message: Message) -> bool:
    sending = send(message).__await__()
    try:
        next(sending)
    except StopIteration:
        return True
    except OSError:  # how ASGI servers say that the client has gone
        return False
    sending.close()
    return False
