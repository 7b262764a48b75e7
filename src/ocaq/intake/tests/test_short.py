"""Deeds on their short way are answered as on the long one, by whichever line they come."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn
from uvicorn.server import ServerState

from ocaq.intake import door, kinds, writer
from ocaq.intake.kinds import Answer, Deed, handle
from ocaq.intake.short import Protocol
from ocaq.intake.store import Outcome
from ocaq.live.tests.running import HOST, House, ticket

pytestmark = pytest.mark.django_db


def posted(room: str, key: str, text: str = "hello", *headers: str) -> bytes:
    """Return a deed as it goes over the line."""
    body = msgspec.json.encode({"kind": "note", "key": key, "text": text})
    lines = [
        f"POST /intake/{room} HTTP/1.1",
        "Host: x",
        f"Authorization: Bearer {ticket(room)}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def heard(line: socket.socket, answers: int) -> bytes:
    """Return what comes until that many answers are whole; each ends as ours do."""
    said = b""
    line.settimeout(10)
    while said.count(b'"}') + said.count(b"true}") < answers:
        part = line.recv(65_536)
        assert part, said
        said += part
    return said


def test_every_answer_is_the_same_on_both_ways(build: Callable[..., House], room: str):
    def answers(house: House) -> list[tuple[Any, ...]]:
        with httpx.Client() as client:
            said = [
                house.note(room, f"{room}-{key}", text, client=client, participant=who)
                for key, text, who in (
                    ("done", "hello", "p1"),
                    ("done", "hello", "p1"),
                    ("done", "hello", "p2"),
                    ("no", "no", "p1"),
                    ("burst", "burst", "p1"),
                    ("x y", "hello", "p1"),
                    ("large", "x" * 5_000, "p1"),
                    ("nobody", "hello", ""),
                )
            ]
        return [
            (each.status_code, each.text, sorted(pair for pair in each.headers.items() if pair[0] != "date"))
            for each in said
        ]

    short = build().start()
    by_short = answers(short)
    kept = short.kept(room)
    short.stop()
    by_long = answers(build(HOUSE_HTTP="httptools").start())

    assert [status for status, _, _ in by_short] == [201, 200, 409, 409, 503, 422, 413, 403]
    # The first deed is known by now; all else, and every sentence and header, is alike.
    assert by_long[0] == (200, *by_short[0][1:])
    assert by_long[1:] == by_short[1:]
    assert kept == short.kept(room) == {f"{room}-done": 1}


def test_a_body_in_pieces(house: House, room: str):
    sent = posted(room, f"{room}-key")
    with socket.create_connection((HOST, house.port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(sent), 40):
            line.sendall(sent[start : start + 40])
            time.sleep(0.002)

        assert heard(line, 1).startswith(b"HTTP/1.1 201")
    assert house.kept(room) == {f"{room}-key": 1}


def test_deeds_sent_before_the_first_is_answered_are_answered_in_turn(house: House, room: str):
    with socket.create_connection((HOST, house.port)) as line:
        line.sendall(b"".join(posted(room, f"{room}-{n:04}", "no" if n == 2 else "hello") for n in range(5)))

        said = heard(line, 5)

    assert [part[:3] for part in said.split(b"HTTP/1.1 ")[1:]] == [b"201", b"201", b"409", b"201", b"201"]
    assert sorted(house.kept(room)) == [f"{room}-{n:04}" for n in (0, 1, 3, 4)]


def test_a_line_that_closes_after_its_answer(house: House, room: str):
    with socket.create_connection((HOST, house.port)) as line:
        line.sendall(posted(room, f"{room}-key", "hello", "Connection: close"))
        said = heard(line, 1)

        assert line.recv(10) == b""
    assert said.startswith(b"HTTP/1.1 201")
    assert b"connection: close" in said


def test_who_waits_to_be_asked_for_the_body_is_asked(house: House, room: str):
    head, _, body = posted(room, f"{room}-key", "hello", "Expect: 100-continue").partition(b"\r\n\r\n")
    with socket.create_connection((HOST, house.port)) as line:
        line.sendall(head + b"\r\n\r\n")
        line.settimeout(10)
        assert line.recv(100).startswith(b"HTTP/1.1 100")
        line.sendall(body)

        assert heard(line, 1).startswith(b"HTTP/1.1 201")


def test_who_goes_before_the_answer_has_done_it_all_the_same(house: House, room: str):
    for number in range(20):
        with socket.create_connection((HOST, house.port)) as line:
            line.sendall(posted(room, f"{room}-{number:04}"))
    house.note(room, f"{room}-last")

    assert len(house.kept(room)) == 21


def test_a_deed_that_waits_when_the_house_stops_is_answered(build: Callable[..., House], room: str):
    house = build().start()
    with socket.create_connection((HOST, house.port)) as line, socket.create_connection((HOST, house.port)) as other:
        other.sendall(posted(room, f"{room}-other"))
        heard(other, 1)  # the house is warm
        line.sendall(posted(room, f"{room}-key"))
        house.stop()
        assert heard(line, 1).startswith(b"HTTP/1.1 201")
    assert f"{room}-key" in house.kept(room)


class Line:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written = b""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)

    def write(self, part: bytes) -> None:
        self.written += part

    def is_closing(self) -> bool:
        return False

    def resume_reading(self) -> None:
        pass


class NoteDeed(Deed, tag="note"):
    text: str = ""


@pytest.fixture
def notes() -> Iterator[None]:
    before = dict(kinds._kinds)
    handle("note", body=NoteDeed, apply=lambda batch: [Answer() for _ in batch.deeds])
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)
    kinds._decoder.cache_clear()


@pytest.mark.usefixtures("notes")
def test_only_the_long_way_has_a_task(monkeypatch: pytest.MonkeyPatch):
    told: list[Any] = []

    class Standing:
        def put(self, submitted: Any, tell: Any, loop: Any) -> None:
            told.append(tell)

    monkeypatch.setattr(writer, "_writer", Standing())

    async def tasks_for(*requests: bytes) -> tuple[int, bytes]:
        state, line = ServerState(), Line()
        protocol = Protocol(config=_config(), server_state=state, app_state={})
        protocol.connection_made(line)  # type: ignore[arg-type]
        for request in requests:
            protocol.data_received(request)
        started = len(state.tasks)
        await asyncio.gather(*state.tasks)
        for tell in told:
            tell(Outcome(Answer()))
        told.clear()
        return started, line.written

    good, bad = posted("a", "a-good-key"), posted("a", "x y")
    assert asyncio.run(tasks_for(good))[0] == 0
    assert asyncio.run(tasks_for(good))[1].startswith(b"HTTP/1.1 201")
    assert asyncio.run(tasks_for(good[:-5], good[-5:]))[0] == 0
    assert asyncio.run(tasks_for(bad))[0] == 1
    assert asyncio.run(tasks_for(bad))[1].startswith(b"HTTP/1.1 422")
    assert asyncio.run(tasks_for(good.replace(b"POST", b"PUT ", 1)))[0] == 1


def _config() -> uvicorn.Config:
    config = uvicorn.Config(door.app, http=Protocol, lifespan="off", log_config=None, access_log=False)
    config.load()
    return config
