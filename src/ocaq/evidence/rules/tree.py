"""The tree of RFC 9162, section 2.1: its hashes, its root, and proofs about it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256

# Asked for a full subtree by (level, place): the root of the leaves [place << level, (place + 1) << level).
Subtree = Callable[[int, int], bytes]
HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def full_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    row = hashes
    while len(row) > 1:
        # Written out: this line does half of all hashing, and a call would double its cost.
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


@dataclass
class Edge:
    """What is needed to go on with a tree: the roots of its full subtrees, the largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "Edge":
        """Return the edge that `packed` was made of.

        Raises:
            ValueError: another number of hashes than a tree of this size has.
        """
        hashes = [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)]
        if len(packed) != HASH_BYTES * size.bit_count():
            message = f"a tree of {size} has {size.bit_count()} hashes at its edge, not {len(packed)} bytes"
            raise ValueError(message)
        return cls(size, hashes)

    def pack(self) -> bytes:
        return b"".join(self.hashes)

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            grown, place = leaf, self.size
            while place & 1:
                grown = node_hash(self.hashes.pop(), grown)
                place >>= 1
            self.hashes.append(grown)
            self.size += 1

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.hashes))


def root_at(size: int, subtree: Subtree) -> bytes:
    """Return the root that the tree had, or has, at `size`."""
    return _root(0, size, subtree) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes from the leaf's sibling up to the root's child (RFC 9162, 2.1.3.1).

    Args:
        index: 0 <= index < size.
    """
    return list(_inclusion(index, 0, size, subtree))


def consistency_path(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that prove the tree of `old` leaves to be the beginning of this one (RFC 9162, 2.1.4.1).

    Args:
        old: 0 < old <= size.
    """
    return [] if old == size else list(_consistency(old, 0, size, subtree, is_known=True))


def _root(start: int, end: int, subtree: Subtree) -> bytes:
    count = end - start
    level = count.bit_length() - 1
    if count == 1 << level:
        return subtree(level, start >> level)
    middle = start + _split(count)
    return node_hash(_root(start, middle, subtree), _root(middle, end, subtree))


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _inclusion(index: int, start: int, end: int, subtree: Subtree) -> Iterator[bytes]:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _inclusion(index, start, middle, subtree)
        yield _root(middle, end, subtree)
    else:
        yield from _inclusion(index, middle, end, subtree)
        yield _root(start, middle, subtree)


def _consistency(old: int, start: int, end: int, subtree: Subtree, *, is_known: bool) -> Iterator[bytes]:
    """Yield the proof for `old` leaves of [start, end); `is_known` says that whoever asks has their root already."""
    if old == end:
        if not is_known:
            yield _root(start, end, subtree)
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _consistency(old, start, middle, subtree, is_known=is_known)
        yield _root(middle, end, subtree)
    else:
        yield from _consistency(old, middle, end, subtree, is_known=False)
        yield _root(start, middle, subtree)
