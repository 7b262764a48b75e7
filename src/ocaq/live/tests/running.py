"""Runs `house.py` as a process of its own, and speaks to it as a browser would."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
from django.conf import settings

from ocaq.kernel import clock
from ocaq.live import tickets

ROOT = Path(__file__).parents[4]
HOST = "127.0.0.1"
ADDRESS = "database-address"
web = httpx.Client(timeout=10)  # making one costs more than a request


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def ticket(
    room: str, *, audience: str = "public", language: str = "en", lives_s: int = 600, participant: str = "p1"
) -> str:
    return tickets.issue(
        channel=f"hall/{room}",
        audience=audience,
        language=language,
        at=clock.now(),
        lives_s=lives_s,
        participant=participant,
    )


class House:
    def __init__(self, data: Path, **env: str) -> None:
        self.data = data
        self.port = free_port()
        self.at = f"http://{HOST}:{self.port}"
        self._env = {
            **os.environ,
            "OCAQ_DATA": str(data),
            "OCAQ_DATABASE": database_of(data),
            "OCAQ_SECRET": settings.SECRET_KEY,
            **env,
        }
        self._log = (data / f"house-{self.port}.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "House":
        command = [sys.executable, "-m", "ocaq.live.tests.house", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=self._log, stderr=self._log)
        deadline = time.monotonic() + 90
        while True:
            try:
                httpx.get(f"{self.at}/live/hall/x/public", timeout=2)
            except httpx.TransportError:
                assert self.process.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.05)
            else:
                return self

    def stop(self, sig: int = signal.SIGTERM) -> float:
        """Send `sig` and return how long it took to end."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(sig)
        self.process.wait(timeout=15)
        self.process = None
        return time.monotonic() - began

    def close(self) -> None:
        if self.process is not None:
            self.stop(signal.SIGKILL)
        self._log.close()

    def log(self) -> str:
        return (self.data / f"house-{self.port}.log").read_text()

    def note(
        self, room: str, key: str, text: str = "hello", *, participant: str = "p1", client: httpx.Client = web
    ) -> httpx.Response:
        body = msgspec.json.encode({"kind": "note", "key": key, "text": text})
        headers = {"Authorization": f"Bearer {ticket(room, participant=participant)}"}
        answer: httpx.Response = client.post(f"{self.at}/intake/{room}", content=body, headers=headers, timeout=10)
        return answer

    def url(self, room: str, what: str = "", **query: Any) -> str:
        language = query.pop("language", "en")
        pairs = "".join(f"&{name}={quote(str(value))}" for name, value in query.items())
        return f"{self.at}/live/hall/{room}/public{what}?ticket={ticket(room, language=language)}{pairs}"

    def kept(self, room: str) -> dict[str, int]:
        """Return {key of the note: number of its event} as the database has it, whatever the server says."""
        question = "SELECT body, seq FROM live_event WHERE channel = %s ORDER BY seq"
        channel = f"hall/{room}/public"
        if address := database_of(self.data):
            import psycopg

            with psycopg.connect(address) as database:
                rows = database.execute(question, [channel]).fetchall()
        else:
            with closing(sqlite3.connect(self.data / "ocaq.sqlite3")) as database:
                rows = database.execute(question.replace("%s", "?"), [channel]).fetchall()
        assert [seq for _, seq in rows] == list(range(1, len(rows) + 1))
        keys = {msgspec.json.decode(body)["set"]["key"]: seq for body, seq in rows}
        assert len(keys) == len(rows)
        return keys

    @contextmanager
    def listening(self, room: str, **query: Any) -> Iterator[Iterator["Told"]]:
        headers = {"Last-Event-ID": str(query.pop("last"))} if "last" in query else {}
        with (
            httpx.Client(timeout=10) as client,
            client.stream("GET", self.url(room, **query), headers=headers) as response,
        ):
            assert response.status_code == 200, response.read()
            assert response.headers["content-type"] == "text/event-stream"
            yield told(response)


class Told(msgspec.Struct):
    event: str
    data: Any
    id: int | None = None
    retry: int | None = None


def told(response: httpx.Response) -> Iterator[Told]:
    """Yield what a stream says, as the browser's `EventSource` would read it."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and fields:
            yield Told(
                fields.get("event", ""),
                msgspec.json.decode(fields["data"]) if "data" in fields else None,
                int(fields["id"]) if "id" in fields else None,
                int(fields["retry"]) if "retry" in fields else None,
            )
            fields = {}


def patches(stream: Iterator[Told], count: int) -> list[Told]:
    """Return the next `count` numbered events."""
    found: list[Told] = []
    while len(found) < count:
        one = next(stream)
        if one.event == "patch":
            found.append(one)
    return found


def database_of(data: Path) -> str:
    """Return the address of the database of a data folder, empty for SQLite, whose file lies in it."""
    return (data / ADDRESS).read_text() if (data / ADDRESS).exists() else ""


def new_data(template: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for file in template.iterdir():
        shutil.copy(file, folder)
    return folder
