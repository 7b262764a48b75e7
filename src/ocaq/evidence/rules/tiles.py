"""The tree in tiles of 256 hashes and its entries in bundles, as c2sp.org/tlog-tiles has them."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import NamedTuple

from ocaq.evidence.rules.tree import EMPTY_ROOT, HASH_BYTES, Edge, full_root, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1  # the level of bundles, below that of leaves; spelled "entries"
# Seven parts of a number are more than any tree has tiles.
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
Put = Callable[[str, bytes], None]


class Tile(NamedTuple):
    """One tile, or one bundle of entries; `width` below 256 when it is partial."""

    level: int
    place: int
    width: int = WIDTH

    @property
    def full_path(self) -> str:
        number = f"{self.place:03}"
        digits = number.zfill(-(-len(number) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        level = "entries" if self.level == ENTRIES else str(self.level)
        return "/".join(["tile", level, *(f"x{group}" for group in groups[:-1]), groups[-1]])

    @property
    def path(self) -> str:
        return self.full_path if self.width == WIDTH else f"{self.full_path}.p/{self.width}"


def tile_of(path: str) -> Tile | None:
    """Return the tile that `path` (`tile/0/x001/067.p/12`) asks for, or None when no tile is spelled so."""
    match = _PATH.fullmatch(path)
    if not match:
        return None
    level, place, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(place.replace("x", "").replace("/", "")),
        int(width) if width else WIDTH,
    )
    # One spelling only: neither x000 in front, nor 256 hashes as a part, nor a level beyond any tree.
    return tile if tile.path == path and tile.level < 64 else None


def width_at(level: int, place: int, size: int) -> int:
    """Return how many hashes (or entries) this tile has in a tree of `size`, 0 to 256."""
    hashes = size >> HEIGHT * max(level, 0)
    return min(max(hashes - place * WIDTH, 0), WIDTH)


def edge_tiles(size: int) -> list[Tile]:
    """Return the partial tiles of a tree of `size`, the bundle first."""
    edge = [Tile(ENTRIES, size >> HEIGHT, size % WIDTH)]
    edge += [Tile(level, size >> HEIGHT * (level + 1), (size >> HEIGHT * level) % WIDTH) for level in range(HEIGHT)]
    return [tile for tile in edge if tile.width]


def bundle(entries: Iterable[bytes]) -> bytes:
    return b"".join(part for entry in entries for part in (len(entry).to_bytes(2, "big"), entry))


def unbundle(packed: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises:
        ValueError: it ends within an entry.
    """
    entries, at = [], 0
    while at < len(packed):
        end = at + 2 + int.from_bytes(packed[at : at + 2], "big")
        if end > len(packed) or at + 2 > len(packed):
            raise ValueError("a bundle ends within an entry")
        entries.append(packed[at + 2 : end])
        at = end
    return entries


def unpack(packed: bytes) -> list[bytes]:
    return [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)]


def first_of(tile: Tile, packed: bytes) -> bytes:
    """Cut a wider tile or bundle to the width asked for."""
    return bundle(unbundle(packed)[: tile.width]) if tile.level == ENTRIES else packed[: tile.width * HASH_BYTES]


class Mason:
    """Lays entries in order and puts each tile as it becomes full; the unfinished ones when told to finish."""

    def __init__(
        self, put: Put, *, size: int = 0, rows: list[list[bytes]] | None = None, entries: Sequence[bytes] = ()
    ) -> None:
        """Go on at `size` with the hashes of the unfinished tile of each level, and the unfinished bundle."""
        self.size = size
        self._put = put
        self._rows = rows or [[]]
        self._entries = list(entries)

    @property
    def room(self) -> int:
        """How many entries complete the bundle at hand."""
        return WIDTH - len(self._entries)

    def lay(self, entries: Sequence[bytes], leaves: Sequence[bytes]) -> None:
        """Lay as many entries as there is `room` for, or fewer."""
        self._entries += entries
        self.size += len(entries)
        if len(self._entries) == WIDTH:
            self._put(Tile(ENTRIES, (self.size >> HEIGHT) - 1).path, bundle(self._entries))
            self._entries = []
        self._grow(0, leaves)

    def _grow(self, level: int, hashes: Sequence[bytes]) -> None:
        if level == len(self._rows):
            self._rows.append([])
        row = self._rows[level]
        row += hashes
        if len(row) == WIDTH:
            place = (self.size >> HEIGHT * (level + 1)) - 1
            self._put(Tile(level, place).path, b"".join(row))
            self._rows[level] = []
            self._grow(level + 1, [full_root(row)])

    def finish(self) -> bytes:
        """Put the unfinished tiles and return the root."""
        for tile in edge_tiles(self.size):
            packed = bundle(self._entries) if tile.level == ENTRIES else b"".join(self._rows[tile.level])
            self._put(tile.path, packed)
        return self.root()

    def root(self) -> bytes:
        edges = [hash_ for row in reversed(self._rows) for hash_ in _edge(row)]
        return reduce(lambda right, left: node_hash(left, right), reversed(edges)) if edges else EMPTY_ROOT


def _edge(row: Iterable[bytes]) -> list[bytes]:
    edge = Edge()
    edge.extend(row)
    return edge.hashes
