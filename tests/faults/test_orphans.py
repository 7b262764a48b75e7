"""Whoever kills a run of tests finds nothing of it left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import subprocess, time
from tests.orphans import ENDS_WITH_ITS_TEST
print(subprocess.Popen([*ENDS_WITH_ITS_TEST, "sleep", "600"], start_new_session=True).pid, flush=True)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_run_takes_its_servers_along() -> None:
    run = subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with run:
        assert run.stdout is not None
        server = int(run.stdout.readline())
        until = time.monotonic() + 10
        while Path(f"/proc/{server}/comm").read_text() != "sleep\n":
            assert time.monotonic() < until

        os.kill(run.pid, signal.SIGKILL)

        until = time.monotonic() + 10
        while is_running(server) and time.monotonic() < until:
            time.sleep(0.05)
    assert not is_running(server)
