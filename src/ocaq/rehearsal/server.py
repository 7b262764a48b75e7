"""A server of the rehearsal's own: its own data, its own process, stopped by its own number."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from ocaq.rehearsal.database import create_beside
from ocaq.rehearsal.survivor import Survivor

START_S = 90
STOP_S = 15


class ServerTrouble(RuntimeError):
    """The server could not be prepared or started; the last lines it wrote say why."""


class OwnServer:
    """Prepared once, started and killed as often as a rehearsal likes, always on the same data."""

    def __init__(self, *, port: int | None = None, database: str = "") -> None:
        self.port = port or free_port()
        self.data = Path(tempfile.mkdtemp(prefix="ocaq-rehearsal-"))
        own_database = create_beside(database) if database else ""
        self._survivor = Survivor(self.data, own_database)
        self._process: subprocess.Popen[bytes] | None = None
        self._cpu_of_killed_s = 0.0
        self._log = (self.data / "server.log").open("ab")
        self._environment = {
            **os.environ,
            "OCAQ_MODE": "demo",
            "OCAQ_DATA": str(self.data / "data"),
            "OCAQ_SECRET": secrets.token_hex(24),
            "OCAQ_ADDRESS": self.url,
            "OCAQ_DATABASE": own_database,
            "OCAQ_SMTP": "",
            "OCAQ_LOG": "json",
            "OCAQ_ROLE": "all",
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def prepare(self) -> dict[str, Any]:
        """Migrate, make a conference and return what the set-up command says of it.

        Raises:
            ServerTrouble: one of the commands failed.
        """
        self._run("prepare")
        said: dict[str, Any] = json.loads(self._run("manage", "rehearsal_setup").splitlines()[-1])
        return said

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ocaq.config.cli", *command],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            message = f"ocaq {' '.join(command)} failed:\n{done.stderr[-2000:]}"
            raise ServerTrouble(message)
        return done.stdout

    def start(self) -> None:
        """Start the server and return once it answers that it is ready.

        Raises:
            ServerTrouble: it ended, or was not ready in time.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ocaq.config.cli", "serve", "--port", str(self.port)],
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._survivor.told(self._process.pid)
        give_up_at = time.monotonic() + START_S
        while time.monotonic() < give_up_at:
            if self._process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}/readyz", timeout=2) as answer:  # noqa: S310 - our own loopback address
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        self.stop()
        message = f"the server did not become ready:\n{self.last_lines()}"
        raise ServerTrouble(message)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None and self._process.poll() is None:
            self._cpu_of_killed_s += self.cpu_s() or 0.0
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._survivor.told(0)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
            self._survivor.told(0)

    def last_lines(self) -> str:
        self._log.flush()
        return (self.data / "server.log").read_text("utf-8", "replace")[-2000:]

    def errors(self) -> list[str]:
        """Return the lines of the server's log that tell of an unexpected failure."""
        self._log.flush()
        lines = (self.data / "server.log").read_text("utf-8", "replace").splitlines()
        return [line for line in lines if '"level": "error"' in line or line.startswith("Traceback")]

    def cpu_s(self) -> float | None:
        """Return the processor seconds its processes used so far, where the system tells."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return self._cpu_of_killed_s + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.stop()
        self._log.close()
        self._survivor.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
