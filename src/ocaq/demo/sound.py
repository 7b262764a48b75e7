"""A sound of any length without a file of that length: one soft breath of a chord, repeated."""

import math
import struct
from functools import cache

RATE = 8_000
LOOP_S = 8
HEADER_BYTES = 44
_CHORD_HZ = (130.75, 196.0, 261.625)  # whole numbers of waves in a loop, so that it closes without a click


@cache
def _loop() -> bytes:
    count = RATE * LOOP_S
    samples = bytearray(count)
    for index in range(count):
        at = index / RATE
        swell = 0.5 - 0.5 * math.cos(2 * math.pi * at / LOOP_S)
        wave = sum(math.sin(2 * math.pi * hertz * at) for hertz in _CHORD_HZ) / len(_CHORD_HZ)
        samples[index] = 128 + round(40 * swell * wave)
    return bytes(samples)


def length_bytes(seconds: int) -> int:
    return HEADER_BYTES + RATE * seconds


def piece(seconds: int, start: int, end: int) -> bytes:
    """Return the bytes [start, end) of a WAV file that lasts `seconds`."""
    head = _header(seconds)[start:end] if start < HEADER_BYTES else b""
    begin, stop = max(start, HEADER_BYTES) - HEADER_BYTES, end - HEADER_BYTES
    if stop <= begin:
        return head
    loop = _loop()
    whole = loop * (1 + (begin % len(loop) + stop - begin) // len(loop))
    return head + whole[begin % len(loop) :][: stop - begin]


def _header(seconds: int) -> bytes:
    size = RATE * seconds
    return (
        b"RIFF"
        + struct.pack("<I", 36 + size)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE, 1, 8)
        + b"data"
        + struct.pack("<I", size)
    )
