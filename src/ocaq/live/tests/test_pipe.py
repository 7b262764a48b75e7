"""A line that breaks while a frame goes out to everybody harms nobody else."""

import asyncio
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


def test_a_line_reset_by_its_client_takes_no_frame():
    async def run() -> list[bool]:
        opened: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

        class Line(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                opened.set_result(transport)  # type: ignore[arg-type]

        server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0)
        _, client = await asyncio.open_connection(*server.sockets[0].getsockname())
        transport = await opened
        pipe = TransportPipe(SimpleNamespace(transport=transport), no_send)
        pushed = [pipe.push(Frame(b"data: x\n\n"))]
        client.transport.abort()
        transport.abort()
        await asyncio.sleep(0.05)
        pushed.append(pipe.push(Frame(b"data: y\n\n")))
        server.close()
        return pushed

    assert uvloop.run(run()) == [True, False]
