"""A frugal HTTP/1.1 client: a thousand people share a few kept-alive connections, each with cookies of their own."""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

MAX_REDIRECTS = 8
NO_BODY = frozenset({204, 304})


class Unreachable(ConnectionError):
    """The server did not answer, or broke off; the caller decides whether to try again."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the server is. Only this host is ever spoken to."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            message = f"not an address of a server: {url}"
            raise ValueError(message)
        return cls(parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        standard = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == standard else f"{host}:{self.port}"

    @property
    def base(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context() if self.scheme == "https" else None


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes = b""
    url: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def read_head(raw: bytes) -> Answer:
    """Return the answer whose status line and headers are `raw`, without its body."""
    lines = raw.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            cookies.append(value.strip())
        else:
            headers[name.lower()] = value.strip()
    return Answer(int(lines[0].split(" ", 2)[1]), headers, cookies)


class Unchunk:
    """Takes a chunked body as it arrives and gives back what is inside."""

    __slots__ = ("_inside", "_rest", "done")

    def __init__(self) -> None:
        self._rest = b""
        self._inside = 0  # bytes of the current chunk still to come, its line end included
        self.done = False

    def feed(self, raw: bytes) -> bytes:
        out: list[bytes] = []
        raw, self._rest = self._rest + raw, b""
        at = 0
        while at < len(raw) and not self.done:
            if self._inside:
                piece = raw[at : at + self._inside]
                keep = max(0, min(len(piece), self._inside - 2))
                out.append(piece[:keep])
                self._inside -= len(piece)
                at += len(piece)
                continue
            end = raw.find(b"\r\n", at)
            if end < 0:
                self._rest = raw[at:]
                break
            size = int(raw[at:end].partition(b";")[0], 16)
            at = end + 2
            self._inside = size + 2
            self.done = size == 0
        return b"".join(out)


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.reusable = True
        self._buffer = bytearray()
        self._head: Answer | None = None
        self._unchunk: Unchunk | None = None
        self._body: list[bytes] = []
        self._wanted: int | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._bare = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes, *, bare: bool) -> "asyncio.Future[Answer]":
        self._waiting = asyncio.get_running_loop().create_future()
        self._head, self._unchunk, self._wanted, self._bare = None, None, None, bare
        self._body = []
        assert self.transport is not None
        try:
            self.transport.write(request)
        except RuntimeError:  # how uvloop says that the line broke a moment ago
            self._waiting.set_exception(Unreachable("connection broke"))
        return self._waiting

    @property
    def has_begun(self) -> bool:
        """An answer has begun to come, so the request was read."""
        return self._head is not None

    def data_received(self, data: bytes) -> None:
        if self._head is None:
            self._buffer += data
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            data = bytes(self._buffer[end + 4 :])
            self._head = read_head(bytes(self._buffer[:end]))
            self._buffer.clear()
            self._expect(self._head)
        self._take(data)

    def _expect(self, head: Answer) -> None:
        self.reusable = head.headers.get("connection", "").lower() != "close"
        if self._bare or head.status in NO_BODY:
            self._wanted = 0
        elif head.headers.get("transfer-encoding", "").lower() == "chunked":
            self._unchunk = Unchunk()
        elif "content-length" in head.headers:
            self._wanted = int(head.headers["content-length"])

    def _take(self, data: bytes) -> None:
        if self._unchunk is not None:
            self._body.append(self._unchunk.feed(data))
            if self._unchunk.done:
                self._finish()
            return
        self._body.append(data)
        if self._wanted is not None and sum(map(len, self._body)) >= self._wanted:
            self._finish()

    def _finish(self) -> None:
        if self._waiting is not None and not self._waiting.done() and self._head is not None:
            self._head.body = b"".join(self._body)
            self._waiting.set_result(self._head)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        self.reusable = False
        if self._waiting is None or self._waiting.done():
            return
        if self._head is not None and self._wanted is None and self._unchunk is None:
            self._finish()  # a body without a length ends with its connection
        else:
            self._waiting.set_exception(Unreachable("connection broke"))


class Connections:
    """At most `limit` connections to one origin, shared by everybody, as behind a proxy."""

    def __init__(self, origin: Origin, *, limit: int = 48, timeout_s: float = 60) -> None:
        self.origin = origin
        self._idle: deque[_Connection] = deque()
        self._places = asyncio.Semaphore(limit)
        self._timeout_s = timeout_s
        self._tls = origin.tls
        self.requests = 0
        self.statuses: dict[int, int] = {}

    async def request(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Send one request and return its answer.

        Raises:
            Unreachable: nothing, or only a part, came back in time.
        """
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.origin.authority}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        raw = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8") + body
        async with self._places:
            answer = await self._exchange(raw, bare=method == "HEAD")
        self.requests += 1
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        return answer

    async def _exchange(self, raw: bytes, *, bare: bool) -> Answer:
        while True:
            kept = self._take_idle()
            connection = kept or await self._open()
            done = False
            try:
                # Not wait_for: until Python 3.12 it may swallow the cancellation of whoever goes home meanwhile.
                async with asyncio.timeout(self._timeout_s):
                    answer = await connection.send(raw, bare=bare)
                done = connection.reusable
            except TimeoutError as error:
                raise Unreachable("no answer in time") from error
            except Unreachable:
                # A kept connection that the server had just closed: the request was never read. A fresh one tells.
                if kept is None or connection.has_begun:
                    raise
                continue
            finally:
                if done:
                    self._idle.append(connection)
                else:
                    _close(connection)
            return answer

    def _take_idle(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable and connection.transport is not None and not connection.transport.is_closing():
                return connection
        return None

    async def _open(self) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                _, connection = await loop.create_connection(
                    _Connection, self.origin.host, self.origin.port, ssl=self._tls
                )
        except OSError as error:
            raise Unreachable(str(error)) from error
        return connection

    def close(self) -> None:
        while self._idle:
            _close(self._idle.pop())


def _close(connection: _Connection) -> None:
    if connection.transport is not None:
        connection.transport.close()


@dataclass
class Browser:
    """One person's cookies and language over the shared connections; follows redirects, never to another host."""

    connections: Connections
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, *, accept: str = "text/html") -> Answer:
        return await self.fetch("GET", path, accept=accept)

    async def post(
        self, path: str, fields: list[tuple[str, str]], *, referer: str, accept: str = "text/html"
    ) -> Answer:
        return await self.fetch(
            "POST",
            path,
            urlencode(fields).encode(),
            referer=referer,
            accept=accept,
            content_type="application/x-www-form-urlencoded",
        )

    async def post_json(self, path: str, body: bytes, *, referer: str) -> Answer:
        return await self.fetch(
            "POST", path, body, referer=referer, accept="application/json", content_type="application/json"
        )

    async def fetch(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        referer: str = "",
        accept: str = "text/html",
        content_type: str = "",
    ) -> Answer:
        url = urljoin(self.connections.origin.base + "/", path)
        for _ in range(MAX_REDIRECTS):
            parts = urlsplit(url)
            if Origin.of(url) != self.connections.origin:
                message = f"redirected to another host: {parts.netloc}"
                raise Unreachable(message)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            answer = await self.connections.request(
                method, target, self._headers(method, referer, accept, content_type), body
            )
            answer.url = url
            self._keep(answer.cookies)
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            referer, url = url, urljoin(url, answer.headers["location"])
            if answer.status not in {307, 308}:
                method, body, content_type = "GET", b"", ""
        message = "redirected in a circle"
        raise Unreachable(message)

    def _headers(self, method: str, referer: str, accept: str, content_type: str) -> dict[str, str]:
        headers = {"Accept": accept, "Accept-Language": self.language, "User-Agent": "ocaq-rehearsal"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Origin"] = self.connections.origin.base
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        if referer:
            headers["Referer"] = urljoin(self.connections.origin.base, referer)
        if content_type:
            headers["Content-Type"] = content_type
        return headers

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            pair, _, attributes = cookie.partition(";")
            name, _, value = pair.partition("=")
            if "max-age=0" in attributes.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
