"""Short JSON answers of the raw handlers: refusals, snapshots, lists of events."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from ocaq.kernel.refusals import Refused
from ocaq.live.pipe import Send, write_whole

Headers = list[tuple[bytes, bytes]]
# JSON that no browser will take for anything else, for our own pages alone; there is nothing in it to protect further.
ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_JSON: Headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


async def answer(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send a whole answer."""
    if not _written(send, status, body, headers):
        await send({"type": "http.response.start", "status": status, "headers": _head(body, headers)})
        await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, status: int, value: Any, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    await answer(send, status, value if isinstance(value, bytes) else msgspec.json.encode(value), [*_JSON, *headers])


def written_json(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> bool:
    """Write a whole answer of JSON now; False when it must be sent, see `answer_json`, and nothing has been written."""
    return _written(send, status, body, [*_JSON, *headers])


def _written(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return write_whole(send, status, _head(body, headers), body)


def _head(body: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return [*ALWAYS, (b"content-length", b"%d" % len(body)), *headers]


async def refuse(
    send: Send, status: int, refusal: Refused, language: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Answer with the refusal's code and its sentence in `language`."""
    await answer_json(send, status, refusal_body(refusal, language), headers)


def refusal_body(refusal: Refused, language: str) -> dict[str, str]:
    with translation.override(language):
        return {"refused": refusal.code, "sentence": refusal.sentence}


def language_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the language a reader without a ticket prefers, of those the house speaks."""
    known = {code for code, _ in settings.LANGUAGES}
    for name, value in headers:
        if name == b"accept-language":
            for language, _ in parse_accept_lang_header(value.decode("latin-1").lower()):
                if language.partition("-")[0] in known:
                    return str(language.partition("-")[0])
    return "en"
