"""PostgreSQL whose disk is full: the command fails whole, and afterwards the log is what was acknowledged.

The disk is not really full: a server of our own runs under a limit on the size of its files, so that growing a table
fails in the server as it does on a full disk (`could not extend file`), with EFBIG in the place of ENOSPC. What this
does not try is a full disk under its write-ahead log, where PostgreSQL stops itself and recovers at the next start:
that is a power cut to us, and tried as one.
"""

import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ocaq.rehearsal.server import free_port
from tests.faults.test_log_kills import House, Writing, assert_whole, write_and_kill
from tests.orphans import ENDS_WITH_ITS_TEST

BIN = Path("/usr/lib/postgresql/15/bin")
WAL_SEGMENT, ROOM = 1 << 20, 192 << 10  # bytes; how far the largest table may grow
pytestmark = [pytest.mark.slow, pytest.mark.postgres]


class Server:
    """PostgreSQL of our own, started and stopped as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        self.url = f"postgresql://ocaq@127.0.0.1:{self.port}/ocaq"
        self._user = "postgres" if os.geteuid() == 0 else None  # which refuses to run as root
        if self._user:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._do(
            "initdb", "-D", self.data, "-U", "ocaq", "--auth=trust", "--no-sync", f"--wal-segsize={WAL_SEGMENT >> 20}"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def _do(self, program: str, *arguments: object) -> None:
        subprocess.run([BIN / program, *map(str, arguments)], check=True, capture_output=True, user=self._user, cwd="/")

    def start(self, largest_file: int = 0) -> None:
        options = ["-D", str(self.data), "-p", str(self.port), "-k", str(self.data), "-c", "listen_addresses=127.0.0.1"]
        options += ["-c", "fsync=off", "-c", "max_wal_size=8MB", "-c", "min_wal_size=2MB"]
        limit = ["prlimit", f"--fsize={largest_file}"] if largest_file else []
        self._process = subprocess.Popen(
            [*ENDS_WITH_ITS_TEST, *limit, str(BIN / "postgres"), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            cwd="/",
        )
        until = time.monotonic() + 30
        while subprocess.run(
            [BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        ).returncode:
            assert time.monotonic() < until
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it fast: whoever is connected is sent away."""
        if self._process is not None:
            self._do("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-t", 20)
            self._process.wait(10)
            self._process = None

    @property
    def largest_file(self) -> int:
        return max(one.stat().st_size for one in (self.data / "base").rglob("*") if one.is_file())


@pytest.fixture
def server() -> Iterator[Server]:
    # Its user cannot read below the folders of pytest.
    with TemporaryDirectory(prefix="ocaq-disk-") as folder:
        server = Server(Path(folder))
        server.start()
        server._do("createdb", "-h", "127.0.0.1", "-p", server.port, "-U", "ocaq", "ocaq")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def house(server: Server, tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data", server.url)
    prepared = house.ocaq("prepare")
    assert prepared.returncode == 0, prepared.stderr
    yield house
    house.close()


def test_a_table_that_cannot_grow_fails_the_whole_command(server: Server, house: House) -> None:
    write_and_kill(house, 20)
    assert house.place().returncode == 0
    seen = house.shown()
    assert seen is not None
    server.stop()
    server.start(max(WAL_SEGMENT, server.largest_file) + ROOM)

    writing = Writing(house, "strain")
    until = time.monotonic() + 60
    while "could not extend file" not in writing.told.read_text():
        assert time.monotonic() < until, writing.told.read_text()[-2000:]
        time.sleep(0.2)
    time.sleep(1)  # more of the eight meet it
    acknowledged = writing.kill()

    server.stop()
    server.start()
    assert_whole(house, acknowledged, [seen])
    more = write_and_kill(house, 10)
    assert_whole(house, acknowledged + more, [seen])
