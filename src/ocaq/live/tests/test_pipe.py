"""A line that breaks while a frame goes out to everybody harms nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

import uvloop

from ocaq.live.frames import Frame
from ocaq.live.pipe import TransportPipe


class BrokenTransport:
    """As uvloop's is between the reset of a connection and the word of it: not closing, and refusing to write."""

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0

    def get_extra_info(self, name: str) -> None:
        return None

    def write(self, data: bytes) -> None:
        raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")


async def no_send(message: Any) -> None:
    raise AssertionError(message)


def test_a_line_that_broke_a_moment_ago_takes_no_frame():
    cycle = SimpleNamespace(transport=BrokenTransport())

    assert TransportPipe(cycle, no_send).push(Frame(b"data: x\n\n")) is False


Asked = Callable[[TransportPipe, asyncio.Transport, asyncio.StreamReader], Awaitable[Any]]


def _on_a_line(asked: Asked) -> Any:
    """Run what is asked with a pipe, its transport, and the reader at the other end."""

    async def run() -> Any:
        opened: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

        class Line(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                opened.set_result(transport)  # type: ignore[arg-type]

        server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        transport = await opened
        try:
            return await asked(TransportPipe(SimpleNamespace(transport=transport), no_send), transport, reader)
        finally:
            writer.transport.abort()
            server.close()

    return uvloop.run(run())


def test_a_line_reset_by_its_client_takes_no_frame():
    async def asked(pipe: TransportPipe, transport: asyncio.Transport, _reader: asyncio.StreamReader) -> list[bool]:
        pushed = [pipe.push(Frame(b"data: x\n\n"))]
        transport.abort()
        await asyncio.sleep(0.05)
        return [*pushed, pipe.push(Frame(b"data: y\n\n"))]

    assert _on_a_line(asked) == [True, False]


def test_a_frame_goes_out_behind_what_waits():
    """However little the reader takes: what was said to be taken comes whole and in order."""

    async def asked(pipe: TransportPipe, transport: asyncio.Transport, reader: asyncio.StreamReader) -> None:
        transport.write(b"head;")
        taken = b"head;"
        frames = (Frame(b"%06d" % number * 1500) for number in count())
        for frame in frames:
            if not pipe.push(frame):
                break
            taken += frame.wire
        assert len(taken) > 100_000
        assert await reader.readexactly(len(taken)) == taken
        await asyncio.sleep(0.05)
        after = next(frames)
        assert pipe.push(after)
        assert await reader.readexactly(len(after.wire)) == after.wire

    _on_a_line(asked)
