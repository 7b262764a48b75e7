"""Deeds over bare lines: however a client sends them, HTTP/1.1 is kept."""

import socket
import time

import pytest

from ocaq.live.tests.running import HOST, House, ticket

pytestmark = pytest.mark.django_db


def deed(room: str, key: str, *lines: str, version: str = "1.1", method: str = "POST") -> bytes:
    body = f'{{"kind":"note","key":"{room}-{key}"}}'
    head = [f"{method} /intake/{room} HTTP/{version}", "Host: x", f"Authorization: Bearer {ticket(room)}", *lines]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", body]).encode()


def answers(house: House, *pieces: bytes, count: int = 1, pause_s: float = 0) -> list[bytes]:
    """Send `pieces` over one line and return what came until `count` bodies have come or the line was closed."""
    said = b""
    with socket.create_connection((HOST, house.port), timeout=10) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(pause_s)
        while said.count(b'"done"') < count and (more := line.recv(65_536)):
            said += more
        if b"connection: close" in said.lower():
            assert line.recv(1) == b""
    return [b"HTTP/1.1" + answer for answer in said.split(b"HTTP/1.1")[1:]]


def test_an_answer_is_whole_and_leaves_the_line_open(house: House, room: str):
    first, second = deed(room, "first"), deed(room, "second")

    with socket.create_connection((HOST, house.port), timeout=10) as line:
        for sent in (first, second):
            line.sendall(sent)
            head, _, body = line.recv(65_536).partition(b"\r\n\r\n")
            lines = head.decode().lower().split("\r\n")
            assert lines[0] == "http/1.1 201 created"
            assert {line.partition(":")[0] for line in lines[1:]} >= {"date", "content-type", "cache-control"}
            assert f"content-length: {len(body)}" in lines
    assert len(house.kept(room)) == 2


def test_deeds_in_one_packet_are_answered_one_after_the_other(house: House, room: str):
    said = answers(house, b"".join(deed(room, f"{number:08}") for number in range(5)), count=5)

    assert [answer[9:12] for answer in said] == [b"201"] * 5
    assert len(house.kept(room)) == 5


def test_a_deed_in_pieces_is_one_deed(house: House, room: str):
    whole = deed(room, "in-pieces")

    said = answers(house, *(whole[start : start + 40] for start in range(0, len(whole), 40)), pause_s=0.01)

    assert [answer[9:12] for answer in said] == [b"201"]
    assert house.kept(room) == {f"{room}-in-pieces": 1}


@pytest.mark.parametrize(("line", "version"), [("Connection: close", "1.1"), ("X-Nothing: 1", "1.0")])
def test_who_wants_the_line_closed_gets_it_closed(house: House, room: str, line: str, version: str):
    said = answers(house, deed(room, "closing", line, version=version))

    assert b"connection: close" in said[0].lower()
    assert said[0].endswith(b'{"done":true,"ref":"1"}')


def test_who_asks_first_whether_to_go_on_is_told_to(house: House, room: str):
    whole = deed(room, "expecting", "Expect: 100-continue")
    head, _, body = whole.partition(b"\r\n\r\n")

    said = answers(house, head + b"\r\n\r\n", body, pause_s=0.2)

    assert [answer[9:12] for answer in said] == [b"100", b"201"]


def test_a_head_request_gets_no_body(house: House, room: str):
    said = answers(house, deed(room, "heading", "Connection: close", method="HEAD"))

    assert (said[0][9:12], said[0][-4:]) == (b"405", b"\r\n\r\n")


def test_who_leaves_before_the_answer_has_done_the_deed(house: House, room: str):
    with socket.create_connection((HOST, house.port)) as line:
        line.sendall(deed(room, "leaving"))
    deadline = time.monotonic() + 5
    while not house.kept(room) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert house.kept(room) == {f"{room}-leaving": 1}
    assert house.note(room, f"{room}-after").status_code == 201
