"""Proofs out of the tiles, about the checkpoint that is shown."""

from ocaq.evidence.rules.notes import proof_file
from ocaq.evidence.rules.tiles import WIDTH
from ocaq.evidence.rules.tree import consistency_path, inclusion_path
from ocaq.evidence.shelf import Shelf


def inclusion(index: int) -> str:
    """Return the `.tlog-proof` of one entry under the checkpoint shown (no SQL query).

    Raises:
        LookupError: the checkpoint shown does not reach so far.
        Damaged: a tile is missing.
    """
    shelf = Shelf()
    shown = shelf.checkpoint()
    if shown is None or not 0 <= index < shown.size:
        raise LookupError(index)
    entry = shelf.entries(index // WIDTH, shown.size)[index % WIDTH]
    return proof_file(index, entry, inclusion_path(index, shown.size, shelf.subtrees(shown.size)), shown.note)


def consistency(old: int, size: int) -> list[bytes]:
    """Return the proof that the log at `old` is the beginning of the log at `size` (no SQL query).

    Raises:
        Damaged: a tile is missing.
    """
    return consistency_path(old, size, Shelf().subtrees(size))
