"""The hub behind a real server, read over real sockets."""

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from ocaq.live.tests.running import HOST, House, patches, ticket, web

pytestmark = pytest.mark.django_db


def say(house: House, room: str, first: int, last: int, text: str = "hello") -> None:
    with httpx.Client() as client:
        for number in range(first, last + 1):
            assert house.note(room, f"{room}-{number:08}", text, client=client).status_code == 201


def test_events_come_in_order_in_the_language_of_the_ticket(house: House, room: str):
    with house.listening(room, language="az") as stream:
        retry = next(stream)
        say(house, room, 1, 3)
        told = patches(stream, 3)

    assert 1_000 <= retry.retry <= 4_000
    assert [one.id for one in told] == [1, 2, 3]
    assert [one.data["seq"] for one in told] == [1, 2, 3]
    assert told[0].data["patch"] == {"set": {"note": "az hello", "key": f"{room}-00000001"}}
    assert told[0].data["kind"] == "note"


@pytest.mark.parametrize("where", ["after", "last"])
def test_a_stream_resumes_after_the_number_it_had(house: House, room: str, where: str):
    say(house, room, 1, 5)

    with house.listening(room, **{where: 2}) as stream:
        before = patches(stream, 3)
        say(house, room, 6, 6)
        after = patches(stream, 1)

    assert [one.id for one in before + after] == [3, 4, 5, 6]


def test_without_a_number_a_stream_starts_now(house: House, room: str):
    say(house, room, 1, 2)

    with house.listening(room) as stream:
        next(stream)
        say(house, room, 3, 3)
        assert patches(stream, 1)[0].id == 3


def test_a_number_from_a_future_that_never_was_is_sent_to_the_snapshot(house: House, room: str):
    say(house, room, 1, 1)

    with house.listening(room, after=7) as stream:
        told = list(stream)

    assert [one.event for one in told] == ["", "reload"]
    assert told[1].data == {"seq": 1}


def test_what_was_told_before_a_new_beginning_is_remembered_by_nobody(house: House, room: str):
    with house.listening(room, after=0) as stream:
        say(house, room, 1, 2, text="of somebody")
        say(house, room, 3, 3, text="anew")
        say(house, room, 4, 4)
        told = patches(stream, 4)

    assert [one.id for one in told] == [1, 2, 3, 4]  # who listens goes on without a break
    for after, ids in ((0, []), (1, []), (2, [3, 4]), (3, [4])):
        answer = web.get(house.url(room, "/events", after=after)).json()
        assert [one["seq"] for one in answer["events"]] == ids
        assert answer.get("reload", False) is (ids == [])
    with house.listening(room, after=1) as stream:
        assert [one.event for one in stream] == ["", "reload"]


def test_levels_come_whole_when_a_stream_opens_and_when_they_change(house: House, room: str):
    with house.listening(room) as stream:
        first = next(one for one in stream if one.event == "levels")
        say(house, room, 1, 2)
        second = next(one for one in stream if one.event == "levels" and one.data["notes"] >= first.data["notes"] + 2)

    assert second.id is None


def test_polling_gives_the_same_events(house: House, room: str):
    say(house, room, 1, 3)

    with house.listening(room, after=0) as stream:
        streamed = [one.data for one in patches(stream, 3)]
    answer = web.get(house.url(room, "/events", after=0))
    none = web.get(house.url(room, "/events", after=3))

    assert answer.json()["events"] == streamed
    assert (answer.json()["seq"], answer.headers["cache-control"]) == (3, "no-store")
    assert none.json()["events"] == []
    assert "notes" in none.json()["levels"]
    assert web.get(house.url(room, "/events", after=9)).json()["reload"] is True


def test_the_state_is_compressed_and_known_again(house: House, room: str):
    say(house, room, 1, 1)

    plain = web.get(house.url(room, "/state", language="az"), headers={"Accept-Encoding": "identity"})
    with web.stream("GET", house.url(room, "/state", language="az"), headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    again = web.get(house.url(room, "/state", language="az"), headers={"If-None-Match": plain.headers["etag"]})

    assert plain.json() == {"seq": 1, "language": "az"}
    assert gzip.decompress(raw) == plain.content
    assert (again.status_code, again.content) == (304, b"")


def test_a_header_carries_the_ticket_as_well(house: House, room: str):
    answer = web.get(f"{house.at}/live/hall/{room}/public/state", headers={"Authorization": f"Bearer {ticket(room)}"})

    assert answer.status_code == 200


def test_crew_may_listen_to_the_public_and_not_the_other_way(house: House, room: str):
    def asked(audience: str, channel: str) -> int:
        its = ticket(room, audience=audience)
        return web.get(f"{house.at}/live/hall/{room}/{channel}/state?ticket={its}").status_code

    assert [asked("crew", "crew"), asked("crew", "public"), asked("public", "public")] == [200, 200, 200]
    assert [asked("public", "crew"), asked("public", "speaker"), asked("nobody", "public")] == [403, 403, 403]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/live/hall/{room}/public", 401, "ticket-missing"),
        ("/live/hall/{room}/public?ticket=abc", 401, "ticket-forged"),
        ("/live/hall/{room}/public?ticket=%00%ff%f0%9f", 401, "ticket-forged"),
        ("/live/hall/{room}/public?ticket={expired}", 401, "ticket-expired"),
        ("/live/hall/{room}/public?ticket={foreign}", 403, "ticket-elsewhere"),
        ("/live/hall/{room}/public/state?ticket={foreign}", 403, "ticket-elsewhere"),
        ("/live/hall?ticket={good}", 403, "ticket-elsewhere"),
        ("/live/nowhere/{room}/public?ticket={good}", 404, "channel-unknown"),
        ("/live/?ticket={good}", 404, "channel-unknown"),
        ("/live/hall/{room}/public?ticket={good}&after=-1", 422, "not-understood"),
        ("/live/hall/{room}/public?ticket={good}&after=1e9", 422, "not-understood"),
        ("/live/hall/{room}/public?ticket={good}&after=99999999999999999999999", 422, "not-understood"),
        ("/live/hall/{room}/public?ticket={good}&x={long}", 422, "not-understood"),
        ("/live/hall/{room}/public?a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1", 422, "not-understood"),
    ],
)
def test_what_is_not_in_order_is_refused_with_a_sentence(house: House, room: str, path: str, status: int, code: str):
    its = {
        "room": room,
        "good": ticket(room),
        "expired": ticket(room, lives_s=-1),
        "foreign": ticket("other"),
        "long": "x" * 2000,
    }

    answer = web.get(house.at + path.format(**its), headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.json()["refused"]) == (status, code)
    assert answer.json()["sentence"].endswith(".")
    assert "access-control-allow-origin" not in answer.headers


def test_only_get_and_only_so_much_header(house: House, room: str):
    refused = web.post(house.url(room))
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    with socket.create_connection((HOST, house.port)) as line:
        line.sendall(f"GET /live/hall/{room}/public HTTP/1.1\r\nHost: x\r\nX: {'x' * 200_000}\r\n\r\n".encode())
        assert line.recv(12) in {b"HTTP/1.1 400", b"HTTP/1.1 431", b"HTTP/1.1 401"}
    assert web.get(house.url(room, "/state")).status_code == 200


def test_a_client_that_reads_nothing_is_dropped_and_delays_nobody(house: House, room: str):
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.connect((HOST, house.port))
    stuck.sendall(f"GET /live/hall/{room}/public?ticket={ticket(room)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    count = 800

    with house.listening(room) as stream, ThreadPoolExecutor(4) as pool:
        next(stream)
        began = time.monotonic()
        shouting = [
            pool.submit(say, house, room, 1 + part * count // 4, (part + 1) * count // 4, "x" * 3500)
            for part in range(4)
        ]
        told = patches(stream, count)
        took = time.monotonic() - began
        for each in shouting:
            each.result()
    got = _rest(stuck)

    assert [one.id for one in told] == list(range(1, count + 1))
    assert took < 30
    assert got < 1_500_000  # it was cut off rather than buffered for


def _rest(stuck: socket.socket) -> int:
    got = 0
    with stuck:
        stuck.settimeout(5)
        try:
            while chunk := stuck.recv(1 << 20):
                got += len(chunk)
        except ConnectionResetError:
            pass
    return got
