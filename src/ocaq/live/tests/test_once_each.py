"""Whatever is published, dropped, stalled, restarted and resumed: each client gets 1…n, each number once."""

import asyncio
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocaq.live import channels, feed, hub
from ocaq.live.tests.running import ticket

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("small")]
_rooms = count(1)


@pytest.fixture(autouse=True)
def _domain() -> Iterator[None]:
    channels.provide("hall", snapshot=lambda *_: b"{}", levels=lambda _: {})
    yield
    channels._provided.pop("hall")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
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
        self._streams = False

    @property
    def is_on(self) -> bool:
        return self._task is not None and not self._task.done()

    def connect(self) -> None:
        if not self.is_on:
            if self._task is not None:
                self._task.result()
            self._gone.clear()
            self._reading.set()
            scope = {
                "type": "http",
                "method": "GET",
                "path": f"/live/hall/{self._room}/public",
                "headers": [],
                "query_string": f"ticket={ticket(self._room)}&after={self.got[-1] if self.got else 0}".encode(),
            }
            self._task = asyncio.create_task(hub.app(scope, self._receive, self._send))

    async def hang_up(self) -> None:
        self._gone.set()
        self._reading.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=5)
            self._task.result()

    def stall(self) -> None:
        self._reading.clear()

    def read_on(self) -> None:
        self._reading.set()

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if not self._reading.is_set():
            await self._reading.wait()
        if self._gone.is_set():
            return
        if message["type"] == "http.response.start":
            self._streams = message["status"] == 200
            assert self._streams or message["status"] == 503  # between two hubs
            return
        if not self._streams:
            return
        for told in message["body"].decode().split("\n\n"):
            self._hear(dict(line.split(": ", 1) for line in told.splitlines()))
        if not message.get("more_body"):
            self._gone.set()

    def _hear(self, fields: dict[str, str]) -> None:
        seq = msgspec.json.decode(fields["data"]).get("seq", 0) if "data" in fields else 0
        if fields.get("event") == "patch":
            assert seq == int(fields["id"])
            self.got.append(seq)
        elif fields.get("event") == "reload":
            # The page takes the snapshot, which holds everything up to its own number.
            self.reloads += 1
            self.got.extend(range((self.got[-1] if self.got else 0) + 1, seq + 1))


def publish(channel: str, count_: int) -> None:
    try:
        for _ in range(count_):
            with transaction.atomic():
                channels.publish(channel=channel, kind="test", patch={"set": {}}, at=NOON)
    finally:
        connection.close()  # its thread ends with the loop, and a pool would wait for it


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 5)),
        st.tuples(st.sampled_from(["connect", "hang_up", "stall", "read_on"]), st.integers(0, 2)),
        st.tuples(st.sampled_from(["restart", "breathe"]), st.just(0)),
    ),
    max_size=25,
)


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
def test_each_client_gets_each_number_once(steps: list[tuple[str, int]]):
    asyncio.run(run(steps))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_each_client_gets_each_number_once_at_length(steps: list[tuple[str, int]]):
    asyncio.run(run(steps))


@pytest.mark.parametrize(("published", "reloads"), [(4, 0), (5, 0), (12, 0), (13, 1), (20, 1)])
def test_only_who_is_too_far_behind_starts_from_the_snapshot(published: int, reloads: int):
    async def story() -> Client:
        room = f"once{next(_rooms)}"
        client = Client(room)
        hub.startup()
        await sync_to_async(publish, thread_sensitive=False)(f"hall/{room}/public", published)
        client.connect()
        await _settled([client], published)
        assert client.got == list(range(1, published + 1))
        await client.hang_up()
        hub.close()
        return client

    assert asyncio.run(story()).reloads == reloads


class Stuck(Client):
    """It takes the head of an answer and nothing after."""

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        await super()._send(message)
        self.stall()


def test_a_hub_that_closes_cancels_nobody_who_is_still_catching_up():
    async def close_meanwhile() -> None:
        room = f"once{next(_rooms)}"
        await sync_to_async(publish, thread_sensitive=False)(f"hall/{room}/public", 3)
        hub.startup()
        client = Stuck(room)
        client.connect()
        await asyncio.sleep(0.1)
        assert hub._hub._opening
        hub.close()
        await asyncio.sleep(0.01)
        await client.hang_up()

    asyncio.run(close_meanwhile())
