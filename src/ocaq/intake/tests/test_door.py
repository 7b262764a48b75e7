"""The door behind a real server."""

import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
import pytest

from ocaq.live.tests.running import HOST, House, patches, ticket, web

pytestmark = pytest.mark.django_db


def post(house: House, room: str, body: bytes, its: str | None = None, **headers: str) -> httpx.Response:
    bearer = ticket(room) if its is None else its
    sent = {"Authorization": f"Bearer {bearer}", **headers} if bearer else headers
    return web.post(f"{house.at}/intake/{room}", content=body, headers=sent)


def test_a_deed_is_done_once_and_a_repeat_is_answered_alike(house: House, room: str):
    first, again = house.note(room, f"{room}-key"), house.note(room, f"{room}-key")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"done": True, "ref": "1"}
    assert house.kept(room) == {f"{room}-key": 1}


def test_a_refusal_is_a_code_and_a_sentence_and_stays(house: House, room: str):
    first, again = house.note(room, f"{room}-key", "no"), house.note(room, f"{room}-key", "no")

    assert first.status_code == again.status_code == 409
    assert first.json() == again.json()
    assert first.json()["refused"] == "not-allowed"
    assert first.json()["sentence"].endswith(".")


@pytest.mark.parametrize("change", [{"text": "other"}, {"participant": "p2"}])
def test_a_key_cannot_stand_for_two_deeds(house: House, room: str, change: dict[str, str]):
    house.note(room, f"{room}-key")

    answer = house.note(room, f"{room}-key", **change)

    assert (answer.status_code, answer.json()["refused"]) == (409, "key-of-another")
    assert house.kept(room) == {f"{room}-key": 1}


def test_a_deed_that_fails_fails_alone_and_may_be_tried_again(house: House, room: str):
    with ThreadPoolExecutor(12) as pool:
        asked = [
            pool.submit(house.note, room, f"{room}-{n:04}", "burst" if n % 10 == 0 else "hello") for n in range(60)
        ]
    answers = [each.result() for each in asked]

    assert [answer.status_code for answer in answers] == [503 if n % 10 == 0 else 201 for n in range(60)]
    assert answers[0].json()["refused"] == "try-again"
    assert answers[0].headers["retry-after"] == "2"
    assert len(house.kept(room)) == 54


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"kind":"note"}',
        b'{"key":"abcdefgh","kind":"none"}',
        b'{"key":"abcdefgh"}',
        b'{"key":"short","kind":"note"}',
        b'{"key":"abc defgh","kind":"note"}',
        b'{"key":"abcdefgh","kind":"note","text":1}',
        b'{"key":"abcdefgh","kind":"note","more":1}',
        b'{"key":"' + b"a" * 65 + b'","kind":"note"}',
        b"[" * 4000,
        b'{"kind":"note","key":' + b"[" * 4000,
        b'{"key":"abcdefgh","kind":"note","text":"\\ud800"}',
        b'{"key":"abcdefgh","kind":"note","text":"\\u0000"}',
    ],
)
def test_what_cannot_be_understood_is_422(house: House, room: str, body: bytes):
    answer = post(house, room, body)

    assert (answer.status_code, answer.json()["refused"]) == (422, "deed-not-understood")
    assert house.kept(room) == {}


@pytest.mark.parametrize("size", [4_097, 1_000_000])
def test_a_large_body_is_413_and_not_read_to_its_end(house: House, room: str, size: int):
    answer = post(house, room, b"x" * size)

    assert (answer.status_code, answer.json()["refused"]) == (413, "deed-too-large")


def test_a_large_body_without_a_length_is_413(house: House, room: str):
    with socket.create_connection((HOST, house.port)) as line:
        lines = [
            f"POST /intake/{room} HTTP/1.1",
            "Host: x",
            f"Authorization: Bearer {ticket(room)}",
            "Transfer-Encoding: chunked",
        ]
        head = "\r\n".join(lines) + "\r\n\r\n"
        line.sendall(head.encode() + b"2000\r\n" + b"x" * 0x2000 + b"\r\n0\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 413"


def test_hostile_texts_are_kept_as_they_are(house: House, room: str):
    text = "<script>alert(1)</script>\u202e 'quoted\" \U0001f600\n\nid: 9\n\n"

    with house.listening(room, after=0) as stream:
        assert house.note(room, f"{room}-hostile", text).status_code == 201
        told = patches(stream, 1)[0]

    assert (told.id, told.data["patch"]["set"]["note"]) == (1, text)


@pytest.mark.parametrize(
    ("its", "status", "code"),
    [
        ("", 401, "ticket-missing"),
        ("abc", 401, "ticket-forged"),
        ("expired", 401, "ticket-expired"),
        ("foreign", 403, "ticket-elsewhere"),
        ("listens", 403, "ticket-listens-only"),
    ],
)
def test_the_ticket_decides(house: House, room: str, its: str, status: int, code: str):
    tickets = {"expired": ticket(room, lives_s=-1), "foreign": ticket("other"), "listens": ticket(room, participant="")}

    answer = post(house, room, b'{"key":"abcdefgh","kind":"note"}', tickets.get(its, its))

    assert (answer.status_code, answer.json()["refused"]) == (status, code)


def test_a_beacon_carries_its_ticket_in_the_address(house: House, room: str):
    body = msgspec.json.encode({"kind": "note", "key": f"{room}-beacon"})

    assert web.post(f"{house.at}/intake/{room}?ticket={ticket(room)}", content=body).status_code == 201


def test_only_post(house: House, room: str):
    answer = web.get(f"{house.at}/intake/{room}")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_too_often_is_429_with_a_sentence_and_a_time(house: House, room: str):
    answers = []
    for number in range(4):
        body = msgspec.json.encode({"kind": "rare", "key": f"{room}-rare{number}"})
        answers.append(post(house, room, body))

    assert [answer.status_code for answer in answers] == [201, 201, 429, 429]
    assert answers[2].json()["refused"] == "deed-too-often"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert (
        post(
            house, room, msgspec.json.encode({"kind": "rare", "key": f"{room}-others"}), ticket(room, participant="p2")
        ).status_code
        == 201
    )
