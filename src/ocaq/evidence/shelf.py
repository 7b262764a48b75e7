"""Where the tiles lie as files: a projection of the entries that any web server can serve and anybody can copy."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from ocaq.evidence.copy import alone, sync, write
from ocaq.evidence.rules.notes import Checkpoint
from ocaq.evidence.rules.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Mason,
    Put,
    Tile,
    edge_tiles,
    first_of,
    unbundle,
    unpack,
    width_at,
)
from ocaq.evidence.rules.tree import HASH_BYTES, Subtree, full_root, leaf_hash
from ocaq.kernel.worker import still_at_it

CHECKPOINT, WITNESSED, KEY = "checkpoint", "witness", "key"
_SYNCED_ONE_BY_ONE = 64
_ROWS = 4096
_PLACED = 'SELECT body FROM evidence_entry WHERE "index" >= %s AND "index" < %s ORDER BY "index"'


class Damaged(Exception):
    """The tiles cannot be what was signed; the message names the tile or says what differs."""


def placed(start: int, end: int) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Yield entries of [start, end) in order with their hashes, as many at a time as complete a tile.

    One SQL query for 16 tiles; hashed here, whatever the database says that their hashes are.

    Raises:
        Damaged: one is missing.
    """
    if end - start > _ROWS and connection.vendor == "sqlite":
        # Read once from end to end: mapped into memory, the whole database would seem to be ours.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
    while start < end:
        stop = min(end, (start // _ROWS + 1) * _ROWS)
        still_at_it()
        with connection.cursor() as cursor:
            cursor.execute(_PLACED, (start, stop))
            rows = cursor.fetchall()
        if len(rows) != stop - start:
            raise Damaged(f"between entry {start} and {stop}, {stop - start - len(rows)} are missing")
        at = 0
        while at < len(rows):
            bodies = [body.encode() for (body,) in rows[at : at + WIDTH - (start + at) % WIDTH]]
            yield bodies, [leaf_hash(body) for body in bodies]
            at += len(bodies)
        start = stop


def root_of_entries(size: int) -> bytes:
    mason = Mason(lambda _path, _content: None)
    for bodies, leaves in placed(0, size):
        mason.lay(bodies, leaves)
    return mason.root()


class Shelf:
    """The files of one log in `folder`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.LOG_FOLDER)

    def checkpoint(self) -> Checkpoint | None:
        """Return the checkpoint that these tiles belong to; None when there is none that can be read."""
        try:
            return Checkpoint.read((self.folder / CHECKPOINT).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None

    def read(self, tile: Tile) -> bytes | None:
        """Return a tile, cut from a wider one where it is no longer there; None when there is none."""
        found = self._bytes(tile.path)
        if found is not None or tile.width == WIDTH:
            return found
        full = self.folder / tile.full_path
        for path in full.with_name(f"{full.name}.p").glob("[1-9]*"):
            wider = self._bytes(path) if int(path.name) > tile.width else None
            if wider is not None:
                return first_of(tile, wider)
        # Last, because it may have taken the place of the others while they were looked for.
        whole = self._bytes(full)
        return None if whole is None else first_of(tile, whole)

    def _bytes(self, path: str | Path) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def hashes(self, level: int, place: int, size: int) -> list[bytes]:
        """Return the hashes that this tile has in a tree of `size`.

        Raises:
            Damaged: it is not there, or shorter.
        """
        width = width_at(level, place, size)
        tile = Tile(level, place, width)
        packed = self.read(tile) if width else b""
        if packed is None or len(packed) != width * HASH_BYTES:
            raise Damaged(f"{tile.path} is missing or of another length")
        return unpack(packed)

    def entries(self, place: int, size: int) -> list[bytes]:
        """Return the entries that this bundle has in a tree of `size`.

        Raises:
            Damaged: it is not there, or shorter.
        """
        tile = Tile(ENTRIES, place, width_at(ENTRIES, place, size))
        packed = self.read(tile) if tile.width else b""
        try:
            entries = unbundle(packed or b"")
        except ValueError:
            entries = []
        if len(entries) != tile.width:
            raise Damaged(f"{tile.path} is missing or of another length")
        return entries

    def subtrees(self, size: int) -> Subtree:
        """Return what tells the roots of full subtrees in a tree of `size`, and reads each tile once.

        It raises Damaged for a tile that is not there, or shorter.
        """
        rows: dict[tuple[int, int], list[bytes]] = {}

        def subtree(level: int, place: int) -> bytes:
            rank, inside = divmod(level, HEIGHT)
            tile, first = divmod(place << inside, WIDTH)
            if (rank, tile) not in rows:
                rows[rank, tile] = self.hashes(rank, tile, size)
            return full_root(rows[rank, tile][first : first + (1 << inside)])

        return subtree

    def publish(self, checkpoint: Checkpoint) -> None:
        """Bring the tiles up to a checkpoint, then show it; they are laid anew where they cannot be what was signed.

        Raises:
            Damaged: the entries are not what was signed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with alone(self.folder / ".lock"):
            before = self.checkpoint()
            if before and (before.size > checkpoint.size or before.note == checkpoint.note):
                return
            try:
                self._lay(before.size if before else 0, checkpoint)
            except Damaged:
                # Tiles that tell of another history than the entries do are evidence: looked at before laid anew.
                if root_of_entries(checkpoint.size) != checkpoint.root:
                    raise
                self._lay(0, checkpoint)
            write(self.folder / CHECKPOINT, checkpoint.note.encode())
            sync(self.folder)
            self._tidy(before.size if before else 0, checkpoint.size)

    def put(self, name: str, text: str) -> None:
        """Put a small file beside the tiles unless it says so already."""
        path = self.folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write(path, text.encode())

    def rebuild(self, checkpoint: Checkpoint) -> None:
        """Lay every tile anew from the entries.

        Raises:
            Damaged: the entries are not what was signed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with alone(self.folder / ".lock"):
            (self.folder / CHECKPOINT).unlink(missing_ok=True)
            shutil.rmtree(self.folder / "tile", ignore_errors=True)
            self._lay(0, checkpoint)
            write(self.folder / CHECKPOINT, checkpoint.note.encode())
            sync(self.folder)

    def _lay(self, size: int, checkpoint: Checkpoint) -> None:
        written: list[Path] = []
        folders: set[Path] = set()

        def put(name: str, content: bytes) -> None:
            path = self.folder / name
            if path.parent not in folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                folders.add(path.parent)
            try:
                with path.open("xb") as file:
                    file.write(content)
            except FileExistsError:  # perhaps shown, perhaps cut short by a power cut
                write(path, content, is_synced=False)
            written.append(path)

        mason = self._mason(put, size)
        for bodies, leaves in placed(size, checkpoint.size):
            mason.lay(bodies, leaves)
        if mason.finish() != checkpoint.root:
            raise Damaged("the entries have another root than the checkpoint")
        _settle(written)

    def _mason(self, put: Put, size: int) -> Mason:
        height = max((tile.level for tile in edge_tiles(size)), default=0)
        rows = [self.hashes(level, size >> HEIGHT * (level + 1), size) for level in range(height + 1)]
        return Mason(put, size=size, rows=rows, entries=self.entries(size >> HEIGHT, size))

    def _tidy(self, old: int, size: int) -> None:
        """Remove partial tiles that a wider one has taken the place of."""
        for tile in {*edge_tiles(old)} - {*edge_tiles(size)}:
            path = self.folder / tile.path
            path.unlink(missing_ok=True)
            if path.parent.exists() and not any(path.parent.iterdir()):
                path.parent.rmdir()


def _settle(written: list[Path]) -> None:
    if len(written) > _SYNCED_ONE_BY_ONE:
        os.sync()
        return
    for path in written:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for folder in {path.parent for path in written}:
        sync(folder)
