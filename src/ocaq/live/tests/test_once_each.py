"""Whatever is published, dropped, stalled, restarted and resumed: each client gets 1…n, each number once."""

import asyncio
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocaq.live import channels, feed, hub
from ocaq.live.tests.running import ticket

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
_rooms = count(1)


@pytest.fixture(autouse=True)
def _domain() -> Iterator[None]:
    channels.provide("hall", snapshot=lambda *_: b"{}", levels=lambda _: {})
    yield
    channels._provided.pop("hall")


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds so small that a few events reach all of them."""
    monkeypatch.setattr(feed, "RING", 4)
    monkeypatch.setattr(feed, "TOO_FAR", 12)
    monkeypatch.setattr(feed, "READ_AT_ONCE", 3)
    monkeypatch.setattr(hub, "READ_AT_ONCE", 3)
    monkeypatch.setattr(feed, "SLICE", 1)


class Client:
    """The far end of an ASGI connection: it can stall, hang up and come back with the last number it had."""

    def __init__(self, room: str) -> None:
        self._room = room
        self.got: list[int] = []
        self.reloads = 0
        self._task: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._reading = asyncio.Event()
        self._reading.set()

    @property
    def is_on(self) -> bool:
        return self._task is not None and not self._task.done()

    def connect(self) -> None:
        if not self.is_on:
            self._gone.clear()
            self._reading.set()
            scope = {"type": "http", "method": "GET", "path": f"/live/hall/{self._room}/public", "headers": [],
                     "query_string": f"ticket={ticket(self._room)}&after={self.got[-1] if self.got else 0}".encode()}
            self._task = asyncio.create_task(hub.app(scope, self._receive, self._send))

    async def hang_up(self) -> None:
        self._gone.set()
        self._reading.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=5)
            assert self._task.done()

    def stall(self) -> None:
        self._reading.clear()

    def read_on(self) -> None:
        self._reading.set()

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        await self._reading.wait() if not self._reading.is_set() else None
        if self._gone.is_set():
            raise OSError("gone")
        if message["type"] == "http.response.start":
            assert message["status"] == 200
            return
        for told in message["body"].decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in told.splitlines())
            if fields.get("event") == "patch":
                assert msgspec.json.decode(fields["data"])["seq"] == int(fields["id"])
                self.got.append(int(fields["id"]))
            elif fields.get("event") == "reload":
                # The page takes the snapshot, which holds everything up to its own number.
                self.reloads += 1
                self.got.extend(range((self.got[-1] if self.got else 0) + 1, msgspec.json.decode(fields["data"])["seq"] + 1))
        if not message.get("more_body"):
            self._gone.set()


def publish(channel: str, count_: int) -> None:
    for _ in range(count_):
        with transaction.atomic():
            channels.publish(channel=channel, kind="test", patch={"set": {}}, at=NOON)


STEPS = st.lists(st.one_of(
    st.tuples(st.just("publish"), st.integers(1, 5)),
    st.tuples(st.sampled_from(["connect", "hang_up", "stall", "read_on"]), st.integers(0, 2)),
    st.tuples(st.sampled_from(["restart", "breathe"]), st.just(0)),
), max_size=25)


async def run(steps: list[tuple[str, int]]) -> None:
    room = f"once{next(_rooms)}"
    clients = [Client(room) for _ in range(3)]
    published = 0
    hub.startup()
    for step, value in steps:
        if step == "publish":
            await sync_to_async(publish, thread_sensitive=False)(f"hall/{room}/public", value)
            published += value
        elif step == "restart":
            hub.close()
            for client in clients:
                await client.hang_up()
            hub.startup()
        elif step == "breathe":
            await asyncio.sleep(0.005)
        elif step == "hang_up":
            await clients[value].hang_up()
        else:
            getattr(clients[value], step)()
    await _settled(clients, published)
    hub.close()
    for client in clients:
        await client.hang_up()
        assert client.got == list(range(1, published + 1))


async def _settled(clients: list[Client], published: int) -> None:
    """Have everybody come back, as pages do, until they have everything or ten seconds are over."""
    for _ in range(1_000):
        for client in clients:
            client.read_on()
            client.connect()
        if all(client.got[-1:] == [published] or not published for client in clients):
            return
        await asyncio.sleep(0.01)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_each_client_gets_each_number_once(_small: None, steps: list[tuple[str, int]]):
    asyncio.run(run(steps))


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_each_client_gets_each_number_once_at_length(_small: None, steps: list[tuple[str, int]]):
    asyncio.run(run(steps))


def test_who_is_too_far_behind_starts_from_the_snapshot(_small: None):
    async def story() -> Client:
        room = f"once{next(_rooms)}"
        client = Client(room)
        hub.startup()
        await sync_to_async(publish, thread_sensitive=False)(f"hall/{room}/public", 20)
        client.connect()
        await asyncio.sleep(0.2)
        assert client.got == list(range(1, 21))
        await client.hang_up()
        hub.close()
        return client

    assert asyncio.run(story()).reloads == 1
