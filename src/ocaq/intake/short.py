"""The short way of a deed through uvicorn: no task of its own and no ASGI message for what goes well.

Whatever is unusual about a request, its line or its deed is left, untouched, to the long way: `door.app`.
"""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ocaq.intake import door
from ocaq.intake.door import Said
from ocaq.live.answers import answer_json, written_json
from ocaq.live.asked import Scope, header
from ocaq.live.pipe import Send


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, which starts no task for a deed before the door has had a look at all of it."""

    _long: Any = None  # the application, while the body of a deed is on its way

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        if _may_be_short(cycle):
            self._long = app
        else:
            super()._start_asgi_task(cycle, app)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        long, self._long = self._long, None
        if long is None:
            return
        cycle: Any = self.cycle
        if not door.begin(cycle.scope, bytes(cycle.body), lambda said: self._answer(cycle, said)):
            super()._start_asgi_task(cycle, long)

    def _answer(self, cycle: Any, said: Said) -> None:
        if cycle.disconnected:
            return  # the deed is kept all the same
        if written_json(cycle.send, *said):
            cycle.on_response = _nothing  # it holds us, and we hold it
            return

        async def answer(_scope: Scope, _receive: Any, send: Send) -> None:
            await answer_json(send, *said)

        start: Any = super()._start_asgi_task
        start(cycle, answer)


def _may_be_short(cycle: Any) -> bool:
    """Say whether a request that has begun may be a deed whose whole body comes without being asked for."""
    scope: Scope = cycle.scope
    if not (scope["path"].startswith("/intake/") and scope["method"] == "POST" and cycle.more_body):
        return False
    length = header(scope, b"content-length")
    return length.isdigit() and int(length) <= door.MAX_BYTES and not cycle.waiting_for_100_continue


def _nothing() -> None:
    pass
