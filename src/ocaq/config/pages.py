"""Django's pages as WSGI in threads. Who only reads costs one visit to a thread, not one for each part of an answer."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import build_environ

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
AT_ONCE = 1_000_000  # bytes of an answer held in memory


class Pages:
    """The ASGI application of what is not live. Requests with a body go through a2wsgi, which reads them in parts."""

    def __init__(self, wsgi: Any, *, threads: int) -> None:
        self._wsgi = wsgi
        self._with_body: Any = WSGIMiddleware(wsgi, workers=threads)
        self._threads: ThreadPoolExecutor = self._with_body.executor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await self._with_body(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        answer = _Answer()
        body, goes_on = await loop.run_in_executor(self._threads, answer.begin, self._wsgi, scope)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": body, "more_body": goes_on})
        while goes_on:
            body, goes_on = await loop.run_in_executor(self._threads, answer.more)
            await send({"type": "http.response.body", "body": body, "more_body": goes_on})


class _Answer:
    """One answer of the WSGI application, a good piece at a time; everything here runs in threads."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self._parts: Any = ()
        self._coming: Iterator[bytes] = iter(())

    def begin(self, wsgi: Any, scope: Scope) -> tuple[bytes, bool]:
        environ: Any = build_environ(scope, io.BytesIO())  # type: ignore[arg-type]
        self._parts = wsgi(environ, self._start)
        self._coming = iter(self._parts)
        return self.more()

    def more(self) -> tuple[bytes, bool]:
        """Return what comes next, and whether there may be more; the last piece closes the answer."""
        taken, size = [], 0
        try:
            for part in self._coming:
                taken.append(part)
                size += len(part)
                if size >= AT_ONCE:
                    return b"".join(taken), True
        except BaseException:
            self._close()
            raise
        self._close()
        return b"".join(taken), False

    def _close(self) -> None:
        getattr(self._parts, "close", lambda: None)()

    def _start(self, status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[[bytes], None]:
        self.status = int(status.partition(" ")[0])
        self.headers = [(name.strip().lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _nobody_writes


def _nobody_writes(_part: bytes) -> None:
    message = "Django's answers are read, not written."
    raise NotImplementedError(message)
