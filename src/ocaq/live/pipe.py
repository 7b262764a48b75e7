"""How a ready frame reaches a connection: straight into uvicorn's transport, or by one step of the public `send`.

Neither waits. A connection whose buffer is full says so and is dropped; it resumes where it was.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

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
    cycle = getattr(send, "__self__", None)
    ours = (
        type(cycle).__module__ == "uvicorn.protocols.http.httptools_impl"
        and getattr(cycle, "chunked_encoding", None) is True
        and hasattr(getattr(cycle, "transport", None), "get_write_buffer_size")
    )
    return TransportPipe(cycle, send) if ours else StepPipe(send, task)


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
