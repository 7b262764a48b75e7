"""What is left to do when a rehearsal is killed: a process that outlives it ends its server and removes its data.

It reads a pipe that only the rehearsal holds open, so that it learns of any end, SIGKILL too.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ocaq.rehearsal import database


class Survivor:
    """`own_database`: address of the database to drop, or nothing."""

    def __init__(self, folder: Path, own_database: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ocaq.rehearsal.survivor", str(folder)],
            # Its address holds a password, which everybody could read on a command line.
            env={**os.environ, "OCAQ_DATABASE": own_database},
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def told(self, pid: int) -> None:
        """Tell which process to end; 0 for none."""
        assert self._process.stdin is not None
        print(pid, file=self._process.stdin, flush=True)

    def close(self) -> None:
        """Let it do what is left, and wait for that."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main(folder: Path, own_database: str) -> None:
    pid = 0
    for line in sys.stdin:
        pid = int(line)
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if own_database:
        database.drop(own_database)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ.get("OCAQ_DATABASE", ""))
