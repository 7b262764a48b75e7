"""Several processes, restarts and kills: slow, because every house is a real process."""

import os
import signal
import threading
import time
from collections.abc import Callable

import httpx
import pytest
from django.db import connection

from ocaq.live.tests.running import House, patches

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REDIS = os.environ.get("OCAQ_TEST_REDIS", "")
Build = Callable[..., House]


def say(house: House, room: str, first: int, last: int) -> None:
    with httpx.Client() as client:
        for number in range(first, last + 1):
            assert house.note(room, f"{room}-{number:08}", client=client).status_code == 201


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_a_client_resumes_after_a_restart(build: Build, room: str, ended_by: signal.Signals):
    house = build().start()
    with house.listening(room, after=0) as stream:
        say(house, room, 1, 3)
        before = patches(stream, 3)
        house.stop(ended_by)
    house.start()
    say(house, room, 4, 6)
    with house.listening(room, last=before[-1].id) as stream:
        after = patches(stream, 3)

    assert [one.id for one in before + after] == [1, 2, 3, 4, 5, 6]


def test_open_streams_end_in_good_order_when_the_house_stops(build: Build, room: str):
    house = build(HOUSE_CLOSES_FIRST="1").start()
    with house.listening(room) as stream:
        next(stream)
        took = house.stop()
        rest = list(stream)  # ends without an error: the last chunk came

    assert [one.retry is not None for one in rest if one.event == ""] == [True]
    assert took < 5


@pytest.mark.parametrize("http", ["httptools", "h11"])
@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_streams_work_on_every_server_loop_and_parser(build: Build, room: str, http: str, loop: str):
    house = build(HOUSE_HTTP=http, HOUSE_LOOP=loop).start()
    with house.listening(room, after=0) as stream:
        say(house, room, 1, 20)
        assert [one.id for one in patches(stream, 20)] == list(range(1, 21))


WAYS = ["look"] + (["redis"] if REDIS else [])


@pytest.mark.parametrize("way", WAYS)
def test_events_of_another_process_arrive(build: Build, room: str, way: str):
    if way == "look" and connection.vendor == "postgresql" and REDIS:
        pytest.skip("the house would hear by Redis")
    env = {"OCAQ_REDIS": REDIS} if way == "redis" else {"OCAQ_REDIS": ""}
    here, there = build(**env).start(), build(**env).start()
    time.sleep(0.3)  # the ear connects
    waits = []
    with here.listening(room, after=0) as stream:
        next(stream)
        for number in range(1, 6):
            say(there, room, number, number)
            began = time.monotonic()
            assert patches(stream, 1)[0].id == number
            waits.append(time.monotonic() - began)

    # Who only looks hears of each after a second; one slow moment of a busy machine is no such second.
    assert sorted(waits)[2] < 0.5 if way == "redis" else max(waits) < 2.5


@pytest.mark.skipif(not REDIS, reason="OCAQ_TEST_REDIS names no server")
def test_a_redis_that_is_not_there_delays_by_a_look_at_most(build: Build, room: str):
    env = {"OCAQ_REDIS": "redis://127.0.0.1:1/0"}
    here, there = build(**env).start(), build(**env).start()
    with here.listening(room, after=0) as stream:
        say(there, room, 1, 3)
        assert [one.id for one in patches(stream, 3)] == [1, 2, 3]


def test_two_processes_write_at_once_without_error(build: Build, room: str):
    houses = [build().start(), build().start()]
    statuses: list[int] = []

    def shout(house: House, who: str) -> None:
        with httpx.Client() as client:
            for number in range(100):
                answer = house.note(room, f"{room}-{who}-{number:04}", client=client, participant=who)
                statuses.append(answer.status_code)

    with houses[0].listening(room, after=0) as stream:
        threads = [threading.Thread(target=shout, args=(houses[n % 2], f"p{n}")) for n in range(6)]
        for thread in threads:
            thread.start()
        told = patches(stream, 600)
        for thread in threads:
            thread.join()

    assert statuses == [201] * 600
    assert [one.id for one in told] == list(range(1, 601))
    assert len({one.data["patch"]["set"]["key"] for one in told}) == 600


def test_a_kill_in_mid_burst_loses_and_doubles_nothing_acknowledged(build: Build, room: str):
    """Kill -9 the server twice while people act; every page repeats what was not answered, as pages do."""
    house = build().start()
    acknowledged: dict[str, str] = {}
    going = threading.Event()
    going.set()

    def act(who: str) -> None:
        number = 0
        while going.is_set():
            key = f"{room}-{who}-{number:05}"
            try:
                with httpx.Client() as client:
                    while going.is_set():
                        answer = house.note(room, key, client=client, participant=who)
                        assert answer.status_code in {200, 201}
                        acknowledged[key] = answer.json()["ref"]
                        number += 1
                        key = f"{room}-{who}-{number:05}"
            except httpx.TransportError:
                time.sleep(0.05)  # the same key again

    threads = [threading.Thread(target=act, args=(f"p{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        time.sleep(1)
        house.stop(signal.SIGKILL)
        house.start()
    time.sleep(0.5)
    going.clear()
    for thread in threads:
        thread.join()
    kept = house.kept(room)  # contiguous, and no key twice

    assert len(acknowledged) > 200
    assert {key: str(kept.get(key)) for key in acknowledged} == acknowledged
