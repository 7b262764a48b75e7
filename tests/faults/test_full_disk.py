"""PostgreSQL whose disk is full: the command fails whole, and afterwards the log is what was acknowledged.

Under its tables the disk is not really full: the server runs under a limit on the size of its files, so that growing
a table fails as it does on a full disk (`could not extend file`), with EFBIG in the place of ENOSPC. Its write-ahead
log lies on a small disk that does get full: PostgreSQL stops itself, and recovers once there is room.
"""

import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults import postgresql
from tests.faults.postgresql import WAL_SEGMENT, Disk, Server
from tests.faults.test_log_kills import Done, House, Writing, assert_whole, write_and_kill

ROOM, LARGE = 192 << 10, 256 << 20  # bytes: how far the largest table may grow; the disk while it is not full
pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def disk() -> Iterator[Disk | None]:
    """Have a disk for the write-ahead log, where this machine lets one be mounted."""
    with TemporaryDirectory(prefix="ocaq-disk-") as folder:
        disk = Disk(Path(folder))
        if not disk.mount(LARGE):
            yield None
            return
        try:
            yield disk
        finally:
            disk.unmount()


@pytest.fixture
def server(disk: Disk | None) -> Iterator[Server]:
    folder = None
    if disk:
        folder = disk.folder / "journal"
        folder.mkdir()
        shutil.chown(folder, "postgres")
    with postgresql.running(journal=folder) as server:
        yield server


@pytest.fixture
def house(server: Server, tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data", server.url)
    prepared = house.ocaq("prepare")
    assert prepared.returncode == 0, prepared.stderr
    yield house
    house.close()


def told(writing: Writing, what: str, server: Server | None = None) -> None:
    """Wait until somebody who writes is told something, or until the server ended."""
    until = time.monotonic() + 90
    while what not in writing.told.read_text() and not (server and server.has_ended):
        assert time.monotonic() < until, writing.told.read_text()[-2000:]
        time.sleep(0.2)


def test_no_room_for_a_table_or_for_the_journal_fails_the_whole_command(
    server: Server, house: House, disk: Disk | None
) -> None:
    acknowledged, seen = write_and_kill(house, 20), []
    for fill in (no_table_grows, *([partial(no_journal_grows, disk)] if disk else [])):
        assert house.place().returncode == 0
        seen.append(house.shown())
        acknowledged += fill(server, house)
        assert_whole(house, acknowledged, seen)
        acknowledged += write_and_kill(house, 10)
    assert_whole(house, acknowledged, seen)


def no_table_grows(server: Server, house: House) -> Done:
    server.stop()
    server.start(largest_file=max(WAL_SEGMENT, server.largest_file) + ROOM)
    writing = Writing(house, "strain")
    told(writing, "could not extend file")
    time.sleep(1)  # more of the eight meet it
    acknowledged = writing.kill()
    server.stop()
    server.start()
    return acknowledged


def no_journal_grows(disk: Disk, server: Server, house: House) -> Done:
    server.stop()
    server.start("max_wal_size=1GB")  # no checkpoint makes room
    assert disk.mount(disk.used + WAL_SEGMENT)
    writing = Writing(house, "strain")
    told(writing, "nobody is told this", server)
    acknowledged = writing.kill()
    assert "No space left on device" in server.log.read_text()
    assert disk.mount(LARGE)
    server.start()
    return acknowledged
