"""Is the log what it says: every entry, every tile, the checkpoint and its copy, compared."""

from collections.abc import Iterator

import msgspec
from django.db import connection

from ocaq.evidence import sequencer
from ocaq.evidence.models import Entry, Head
from ocaq.evidence.rules.notes import Checkpoint
from ocaq.evidence.rules.tiles import Mason, tile_of
from ocaq.evidence.rules.tree import leaf_hash
from ocaq.evidence.shelf import CHECKPOINT, Shelf, root_of_entries
from ocaq.kernel.refusals import NotPossible

_ROWS = 4096
_PLACED = (
    'SELECT "index", body, leaf, kind, subject FROM evidence_entry'
    ' WHERE "index" >= %s AND "index" < %s ORDER BY "index"'
)


def findings() -> Iterator[str]:
    """Yield a sentence about everything that is not as it was signed; reads every entry and every tile."""
    head = Head.objects.filter(pk=Head.ONLY).first()
    if head is None or not head.note:
        if Entry.objects.exclude(index=None).exists():
            yield "There are placed entries and no checkpoint."
        return
    checkpoint = Checkpoint.read(head.note)
    yield from _of_the_head(head)
    yield from _of_entries_and_tiles(checkpoint)
    beyond = Entry.objects.filter(index__gte=checkpoint.size).count()
    if beyond:
        yield f"{beyond} entries have places beyond the checkpoint's {checkpoint.size}."


def _of_the_head(head: Head) -> Iterator[str]:
    try:
        sequencer.guard(head, sequencer.edge_of(head), sequencer.signers())
    except NotPossible as refused:
        yield refused.sentence
    shown = Shelf().checkpoint()
    if shown is None:
        yield f"There is no checkpoint at {Shelf().folder / CHECKPOINT}."
    elif not shown.is_signed_by(sequencer.known_keys()):
        yield "The checkpoint shown is not signed by a key of this log."


def rebuild() -> None:
    """Lay every tile anew from the entries.

    Raises:
        NotPossible: `log-damaged`, the entries are not what was signed; the tiles stay as they are.
    """
    head = Head.objects.filter(pk=Head.ONLY).first()
    if head is None or not head.note:
        return
    checkpoint = Checkpoint.read(head.note)
    if root_of_entries(checkpoint.size) != checkpoint.root:
        raise NotPossible("log-damaged")
    Shelf().rebuild(checkpoint)
    sequencer.publish()


class Comparing:
    """Takes tiles as they should be and finds those on the shelf that differ."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.wrong: list[str] = []

    def put(self, path: str, content: bytes) -> None:
        tile = tile_of(path)
        found = self.shelf.read(tile) if tile else None
        if found is None:
            self.wrong.append(f"{path} is missing.")
        elif found != content:
            self.wrong.append(f"{path} is not what the entries make.")


def _of_entries_and_tiles(checkpoint: Checkpoint) -> Iterator[str]:
    comparing = Comparing()
    mason = Mason(comparing.put)
    for index, body, leaf, kind, subject in _rows(checkpoint.size):
        while mason.size < index:
            yield f"Entry {mason.size} is missing."
            mason.lay([b""], [b"\0" * 32])
        hashed = leaf_hash(body.encode())
        if bytes(leaf) != hashed:
            yield f"Entry {index} is not the one that was signed."
        if _said_by(body) != (kind, subject):
            yield f"Entry {index} says another kind or subject than its row."
        mason.lay([body.encode()], [hashed])
    if mason.size < checkpoint.size:
        yield f"Entries {mason.size} to {checkpoint.size - 1} are missing."
        return
    if mason.finish() != checkpoint.root:
        yield f"The entries have another root than the checkpoint of {checkpoint.size} entries."
    yield from comparing.wrong


def _said_by(body: str) -> tuple[object, object]:
    try:
        said = msgspec.json.decode(body)
        return said.get("type"), said.get("ref")
    except (msgspec.DecodeError, AttributeError):
        return None, None


def _rows(size: int) -> Iterator[tuple[int, str, bytes, str, str]]:
    for start in range(0, size, _ROWS):
        with connection.cursor() as cursor:
            cursor.execute(_PLACED, (start, min(start + _ROWS, size)))
            yield from cursor.fetchall()
