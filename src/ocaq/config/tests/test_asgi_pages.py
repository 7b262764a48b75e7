"""The bridge between the server and Django's threads."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.urls import get_resolver

from ocaq.config.pages import AT_ONCE, Pages


class Parts:
    """A WSGI answer that knows whether it was closed."""

    def __init__(self, *parts: bytes, breaks: bool = False) -> None:
        self.parts, self.breaks, self.closed = parts, breaks, 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts
        if self.breaks:
            raise ZeroDivisionError

    def close(self) -> None:
        self.closed += 1


def asked(answer: Parts, method: str = "GET", body: bytes = b"") -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    given: list[bytes] = []

    def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Parts:
        given.append(environ["wsgi.input"].read())
        start_response("203 Non-Authoritative", [("X-Path", environ["PATH_INFO"]), ("Set-Cookie", "a=b")])
        return answer

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        said.append(dict(message))

    scope = {"type": "http", "method": method, "path": "/here", "query_string": b"", "http_version": "1.1"}
    asyncio.run(Pages(wsgi, threads=1)({**scope, "headers": []}, receive, send))
    assert given == [body]
    return said


def test_a_short_answer_is_one_piece_and_closed():
    answer = Parts(b"one ", b"two")

    start, body = asked(answer)

    assert (start["status"], start["headers"]) == (203, [(b"x-path", b"/here"), (b"set-cookie", b"a=b")])
    assert (body["body"], body["more_body"]) == (b"one two", False)
    assert answer.closed == 1


def test_a_long_answer_comes_in_good_pieces():
    part = b"x" * (AT_ONCE // 2)
    answer = Parts(*[part] * 5)

    _, *bodies = asked(answer)

    assert [len(body["body"]) for body in bodies] == [AT_ONCE, AT_ONCE, AT_ONCE // 2]
    assert [body["more_body"] for body in bodies] == [True, True, False]
    assert answer.closed == 1


def test_an_answer_that_breaks_is_closed():
    answer = Parts(b"one", breaks=True)

    with pytest.raises(ZeroDivisionError):
        asked(answer)

    assert answer.closed == 1


def test_a_body_is_read():
    answer = Parts(b"done")

    said = asked(answer, "POST", b"a=1")

    assert b"".join(message.get("body", b"") for message in said) == b"done"
    assert answer.closed == 1


def test_the_room_is_among_the_first_addresses_tried():
    """A thousand people ask for it within a minute; behind eighty others it cost a tenth more."""

    def flat(patterns: Iterable[Any]) -> Iterator[Any]:
        for one in patterns:
            yield from flat(one.url_patterns) if hasattr(one, "url_patterns") else (one,)

    names = [one.name for one, _ in zip(flat(get_resolver().url_patterns), range(5), strict=False)]

    assert "room" in names
