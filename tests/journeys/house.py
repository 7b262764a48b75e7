"""A demo of its own for the journeys: started once, killed and started again where a story needs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self
from urllib.request import Request, urlopen

READY_S = 120


class House:
    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start the demo, and the same one again after a kill."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")}
        if os.environ.get("OCAQ_TEST_DATABASE"):
            environment["OCAQ_DATABASE"] = os.environ["OCAQ_TEST_DATABASE"]
        with (self.data / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "ocaq.config.cli",
                    "demo",
                    "--port",
                    str(self.port),
                    "--data",
                    str(self.data / "house"),
                ],
                env=environment,
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
        message = f"the demo did not start:\n{(self.data / 'log').read_text()[-3000:]}"
        raise RuntimeError(message)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(15)

    def errors(self) -> list[str]:
        """Return what the server said of unexpected failures."""
        lines = (self.data / "log").read_text("utf-8", "replace").splitlines()
        return [line for line in lines if "Traceback" in line or "[error" in line]

    def json(self, path: str, cookie: str) -> Any:
        with urlopen(Request(self.url + path, headers={"Cookie": cookie}), timeout=20) as answer:
            return json.load(answer)
