"""The second place: a file outside the database that remembers the last checkpoint, whatever is restored there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from ocaq.evidence.rules.notes import Checkpoint

NAME = "checkpoint"


def kept() -> Checkpoint | None:
    """Return the checkpoint in the second place, None when there is no such file.

    Raises:
        ValueError: the file holds something else.
        OSError: the place cannot be read.
    """
    path = _folder() / NAME
    return Checkpoint.read(path.read_text(encoding="utf-8")) if path.exists() else None


def keep(checkpoint: Checkpoint) -> None:
    """Write the checkpoint unless a larger one is there already, and return when it would outlive a power cut.

    Raises:
        OSError: the place cannot be written.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / ".lock"):
        before = kept()
        if before is None or before.size < checkpoint.size or before.text == checkpoint.text != before.note:
            write(folder / NAME, checkpoint.note.encode())
            sync(folder)


def replace(checkpoint: Checkpoint) -> None:
    """Write the checkpoint over whatever is there: a person has decided so."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / ".lock"):
        write(folder / NAME, checkpoint.note.encode())
        sync(folder)


def nearness() -> str:
    """Return the code of why the second place is none, or nothing; only production minds."""
    folder, data = _folder().resolve(), Path(settings.DATA)
    if settings.MODE != "production" or not settings.LOG_SIGNED_HERE:
        return ""
    if folder.is_relative_to(data):
        return "log-copy-inside"
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return "log-copy-near" if there.stat().st_dev == data.stat().st_dev else ""


def write(path: Path, content: bytes, *, is_synced: bool = True) -> None:
    """Put `content` at `path`, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            if is_synced:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sync(folder: Path) -> None:
    """Make sure that new names in `folder` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, against other threads and processes."""
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    return Path(settings.LOG_COPY)
