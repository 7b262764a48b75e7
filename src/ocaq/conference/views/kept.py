"""A page drawn once for many: what differs from reader to reader is left open, and filled in plain or packed."""

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

_LEVEL = 6
_WINDOW = 32_768  # how far back deflate looks
_MOST_STORED = 65_535
# No name, no time: the page is made, not stored.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_END = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Gap:
    """Stands in the drawn text as `mark`; `length` of what will fill it in bytes, 0 when that differs."""

    mark: str
    length: int = 0


class Kept:
    """The pieces between the gaps, each packed once; what fills a gap is stored as it is.

    No secret is ever packed together with anything, so the length of an answer says nothing about it.
    """

    def __init__(self, text: str, gaps: Mapping[str, Gap]) -> None:
        marks = {gap.mark: name for name, gap in gaps.items()}
        parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", text)
        self._gaps = gaps
        self._names = [marks[mark] for mark in parts[1::2]]
        self._pieces = [piece.encode() for piece in parts[::2]]

    def whole(self, values: Mapping[str, bytes]) -> bytes:
        """Return the page with its gaps filled."""
        return b"".join(self._between(self._pieces, values))

    def packed(self, values: Mapping[str, bytes]) -> bytes:
        """Return the page with its gaps filled, as gzip."""
        whole = self.whole(values)
        if any(gap.length not in {0, len(values[name])} for name, gap in self._gaps.items()):
            return gzip.compress(whole, _LEVEL, mtime=0)
        stored = {name: _stored(value) for name, value in values.items()}
        tail = zlib.crc32(whole).to_bytes(4, "little") + len(whole).to_bytes(4, "little")
        return b"".join((_HEAD, *self._between(self._packed_pieces, stored), _END, tail))

    def _between(self, pieces: list[bytes], values: Mapping[str, bytes]) -> list[bytes]:
        filled = [values[name] for name in self._names]
        return [part for pair in zip_longest(pieces, filled, fillvalue=b"") for part in pair]

    @cached_property
    def _packed_pieces(self) -> list[bytes]:
        packed, before = [], b""
        has_zeros = any(b"\0" in piece for piece in self._pieces)
        for piece, name in zip_longest(self._pieces, self._names):
            packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, before[-_WINDOW:])
            packed.append(packing.compress(piece) + packing.flush(zlib.Z_SYNC_FLUSH))
            length = self._gaps[name].length if name else 0
            # Zeros keep the distances right and are never referred to; nothing is where a page holds some itself.
            before = before + piece + bytes(length) if length and not has_zeros else b""
        return packed


def _stored(value: bytes) -> bytes:
    """Return `value` as a block of deflate that packs nothing."""
    if len(value) > _MOST_STORED:
        message = f"a gap of {len(value)} bytes"
        raise ValueError(message)
    length = len(value)
    return b"\x00" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + value
