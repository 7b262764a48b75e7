"""A demo of its own for the journeys: started once, killed and started again where a story needs it."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from urllib.request import Request, urlopen

from ocaq.rehearsal import database
from tests.orphans import ENDS_WITH_ITS_TEST

READY_S = 120
POSTGRESQL = os.environ.get("OCAQ_DATABASE", "")


class House:
    """On SQLite, or on a database of its own beside the one that OCAQ_DATABASE names, dropped when it stops."""

    def __init__(self, data: Path, beside: str = POSTGRESQL) -> None:
        self.data, self._beside = data, beside
        self.database = database.create_beside(beside) if beside else ""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start the demo, and the same one again after a kill."""
        with (self.data / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *ENDS_WITH_ITS_TEST,
                    sys.executable,
                    "-m",
                    "ocaq.config.cli",
                    "demo",
                    "--port",
                    str(self.port),
                    "--data",
                    str(self.data / "house"),
                ],
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up_at = time.monotonic() + READY_S
        while time.monotonic() < give_up_at and self._process.poll() is None:
            try:
                with urlopen(f"{self.url}/readyz", timeout=2):
                    return self
            except OSError:
                time.sleep(0.1)
        self.stop()
        message = f"the demo did not start:\n{(self.data / 'log').read_text()[-3000:]}"
        raise RuntimeError(message)

    def _environment(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")}
        return bare | {"OCAQ_DATABASE": self.database}

    def ocaq(self, *arguments: object) -> str:
        """Run a command upon its data, in a process of its own; return what it said."""
        return self.python("-m", "ocaq.config.cli", *arguments)

    def python(self, *arguments: object) -> str:
        """Run Python with its settings, in a process of its own; return what it said."""
        data = self.data / "house"
        settings = {"OCAQ_MODE": "demo", "OCAQ_DATA": str(data), "OCAQ_SECRET": (data / "secret").read_text().strip()}
        program = [sys.executable, *map(str, arguments)]
        environment = self._environment() | settings
        done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Read from its database; `?` stands for each value."""
        connection: Any
        if self.database:
            import psycopg

            connection, statement = psycopg.connect(self.database), statement.replace("?", "%s")
        else:
            connection = sqlite3.connect(f"file:{self.data}/house/ocaq.sqlite3?mode=ro", uri=True)
        with closing(connection):
            cursor = connection.execute(statement, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def begin_anew(self) -> None:
        """Lose everything but the key of its log; it is started again as a new house."""
        key = (self.data / "house/log.key").read_bytes()
        shutil.rmtree(self.data / "house")
        (self.data / "house").mkdir()
        (self.data / "house/log.key").write_bytes(key)
        if self.database:
            database.drop(self.database)
            self.database = database.create_beside(self._beside)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(15)
        if self.database:
            database.drop(self.database)

    def errors(self) -> list[str]:
        """Return what the server said of unexpected failures."""
        lines = (self.data / "log").read_text("utf-8", "replace").splitlines()
        return [line for line in lines if "Traceback" in line or "[error" in line]

    def json(self, path: str, cookie: str) -> Any:
        with urlopen(Request(self.url + path, headers={"Cookie": cookie}), timeout=20) as answer:
            return json.load(answer)
