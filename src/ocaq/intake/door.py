"""The door of deeds: `POST /intake/<room>`, a raw ASGI handler. Answers after the commit that holds the deed."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from ocaq.intake import metrics, rates, writer
from ocaq.intake.kinds import Answer, Deed, Submitted, decode, kind_of
from ocaq.intake.store import Outcome
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotAllowed, NotValid, Refused
from ocaq.live.answers import Headers, answer_json, language_of, refusal_body
from ocaq.live.asked import Scope, header, ticket_of
from ocaq.live.pipe import Send
from ocaq.live.tickets import TICKET_CURES, Ticket

MAX_BYTES = 4_096
DONE = b'{"done":true}'


class TooLarge(Refused):
    status = 413


class WrongMethod(Refused):
    status = 405


class TooOften(Refused):
    status = 429

    def __init__(self, code: str, wait_s: int) -> None:
        super().__init__(code)
        self.wait_s = wait_s


class TurnedAway(Refused):
    status = 503
    wait_s = 2


class Said(NamedTuple):
    status: int
    body: bytes
    headers: Headers


async def app(scope: Scope, receive: Any, send: Send) -> None:
    """The ASGI handler of `/intake/`."""
    ticket: Ticket | None = None
    try:
        if scope["method"] != "POST":
            raise WrongMethod("not-understood")
        ticket = _ticket(scope)
        deed = _deed(await _body(scope, receive))
        said = _said(await _kept(ticket, deed), ticket)
    except Refused as refusal:
        said = _refusal(refusal, ticket.language if ticket else language_of(scope["headers"]))
    await answer_json(send, *said)


def begin(scope: Scope, body: bytes, answer: Callable[[Said], None]) -> bool:
    """Stand the deed of a whole `POST` in line; `answer` gets what to say to it, in the running loop, after its commit.

    False when it must go to `app` instead, which says why: nothing has been done about it.
    """
    try:
        ticket = _ticket(scope)
        _stand_in_line(ticket, _deed(body), lambda outcome: answer(_said(outcome, ticket)))
    except Refused:
        return False
    return True


def _ticket(scope: Scope) -> Ticket:
    ticket = ticket_of(scope)
    if scope["path"].removeprefix("/intake/") != ticket.room:
        raise NotAllowed("ticket-elsewhere")
    if not ticket.participant:
        raise NotAllowed("ticket-listens-only")
    return ticket


async def _body(scope: Scope, receive: Any) -> bytes:
    announced = header(scope, b"content-length")
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise TooLarge("deed-too-large")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise NotValid("deed-not-understood")
        body += message.get("body", b"")
        if len(body) > MAX_BYTES:
            raise TooLarge("deed-too-large")
        if not message.get("more_body"):
            return bytes(body)


def _deed(body: bytes) -> Deed:
    # No text of a person holds it, and PostgreSQL keeps none that does.
    if b"\\u0000" in body:
        raise NotValid("deed-not-understood")
    try:
        return decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotValid("deed-not-understood") from error


async def _kept(ticket: Ticket, deed: Deed) -> Outcome:
    done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    def tell(outcome: Outcome) -> None:
        if not done.done():  # whoever asked may have gone; the deed is kept all the same
            done.set_result(outcome)

    _stand_in_line(ticket, deed, tell)
    return await done


def _stand_in_line(ticket: Ticket, deed: Deed, tell: Callable[[Outcome], None]) -> None:
    kind = kind_of(deed)
    if not rates.shared.take(ticket.participant, kind.name, kind.rate):
        raise TooOften("deed-too-often", rates.shared.wait_s(ticket.participant, kind.name, kind.rate))
    try:
        writer.running().put(Submitted(deed, ticket, clock.now()), tell, asyncio.get_running_loop())
    except writer.Full as full:
        raise TurnedAway("try-again") from full


def _said(outcome: Outcome, ticket: Ticket) -> Said:
    kept: Answer = outcome.answer
    if kept.refused == "try-again":
        return _refusal(TurnedAway("try-again"), ticket.language)
    if kept.refused:
        return Said(409, msgspec.json.encode(refusal_body(Refused(kept.refused, kept.facts), ticket.language)), [])
    body = msgspec.json.encode({"done": True, "ref": kept.ref}) if kept.ref else DONE
    return Said(200 if outcome.is_repeat else 201, body, [])


def _refusal(refusal: Refused, language: str) -> Said:
    status = 401 if refusal.code in TICKET_CURES else refusal.status
    metrics.TURNED_AWAY.labels(refusal.code).inc()
    headers: Headers = []
    if wait_s := getattr(refusal, "wait_s", None):
        headers.append((b"retry-after", b"%d" % wait_s))
    if status == WrongMethod.status:
        headers.append((b"allow", b"POST"))
    return Said(status, msgspec.json.encode(refusal_body(refusal, language)), headers)
