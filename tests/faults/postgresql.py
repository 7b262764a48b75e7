"""A PostgreSQL of a test's own, whose files it may fill, stop and read."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ocaq.rehearsal.server import free_port
from tests.orphans import ENDS_WITH_ITS_TEST

BIN = Path("/usr/lib/postgresql/15/bin")
WAL_SEGMENT = 1 << 20  # bytes


class Server:
    """Started and stopped as often as a test likes."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.log = folder / "log"
        self.url = f"postgresql://ocaq@127.0.0.1:{self.port}/ocaq"
        self._user = "postgres" if os.geteuid() == 0 else None  # which refuses to run as root
        if self._user:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        more = (*more, "--auth=trust", "--no-sync", f"--wal-segsize={WAL_SEGMENT >> 20}")
        self.do("initdb", "-D", self.data, "-U", "ocaq", *more)
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, program: str, *arguments: object) -> None:
        subprocess.run([BIN / program, *map(str, arguments)], check=True, capture_output=True, user=self._user, cwd="/")

    def start(self, *settings: str, largest_file: int = 0) -> None:
        """Start it with more settings (`name=value`), and with no file growing past a limit in bytes."""
        given = ["listen_addresses=127.0.0.1", "fsync=off", "max_wal_size=8MB", "min_wal_size=2MB", *settings]
        options = ["-D", str(self.data), "-p", str(self.port), "-k", str(self.data)]
        limit = ["prlimit", f"--fsize={largest_file}"] if largest_file else []
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*ENDS_WITH_ITS_TEST, *limit, str(BIN / "postgres"), *options, *(f"--{one}" for one in given)],
                stdout=log,
                stderr=log,
                user=self._user,
                cwd="/",
            )
        until = time.monotonic() + 30
        while not self.answers:
            assert time.monotonic() < until, self.log.read_text()[-2000:]
            time.sleep(0.1)

    @property
    def answers(self) -> bool:
        asked = [BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return not subprocess.run(asked, check=False).returncode

    def stop(self) -> None:
        """Stop it fast: whoever is connected is sent away."""
        if not self.has_ended and self._process is not None:
            self.do("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-t", 20)
            self._process.wait(10)

    @property
    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    @property
    def largest_file(self) -> int:
        return max(one.stat().st_size for one in (self.data / "base").rglob("*") if one.is_file())


class Disk:
    """A small disk of its own, mounted in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self, size: int) -> bool:
        """Mount it, or change its size in bytes; whether this machine lets us."""
        how = f"size={size}" + (",remount" if self.folder.is_mount() else ",mode=0777")
        command = ["mount", "-t", "tmpfs", "-o", how, "tmpfs", self.folder]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    @property
    def used(self) -> int:
        return shutil.disk_usage(self.folder).used

    def unmount(self) -> None:
        subprocess.run(["umount", self.folder], check=True)


@contextmanager
def running(*settings: str, journal: Path | None = None) -> Iterator[Server]:
    """Have one with an empty database `ocaq`, in a folder that its user can read: those of pytest are closed to it.

    Args:
        settings: `name=value` each.
        journal: an empty folder for its write-ahead log.
    """
    with TemporaryDirectory(prefix="ocaq-postgresql-") as folder:
        server = Server(Path(folder), *([f"--waldir={journal}"] if journal else []))
        server.start(*settings)
        server.do("createdb", "-h", "127.0.0.1", "-p", server.port, "-U", "ocaq", "ocaq")
        try:
            yield server
        finally:
            server.stop()
