"""The tree as RFC 9162 defines it, slow and plain: what the quick one is held against."""

from hashlib import sha256


def leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def tree(entries: list[bytes]) -> bytes:
    """MTH, section 2.1.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return leaf(entries[0])
    middle = split(len(entries))
    return sha256(b"\x01" + tree(entries[:middle]) + tree(entries[middle:])).digest()


def path(index: int, entries: list[bytes]) -> list[bytes]:
    """PATH, section 2.1.3.1."""
    if len(entries) == 1:
        return []
    middle = split(len(entries))
    if index < middle:
        return [*path(index, entries[:middle]), tree(entries[middle:])]
    return [*path(index - middle, entries[middle:]), tree(entries[:middle])]


def proof(old: int, entries: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF, section 2.1.4.1."""
    if old == len(entries):
        return [] if whole else [tree(entries)]
    middle = split(len(entries))
    if old <= middle:
        return [*proof(old, entries[:middle], whole=whole), tree(entries[middle:])]
    return [*proof(old - middle, entries[middle:], whole=False), tree(entries[:middle])]


def includes(index: int, size: int, entry: bytes, hashes: list[bytes], root: bytes) -> bool:
    """Section 2.1.3.2, step by step."""
    place, last, seen = index, size - 1, leaf(entry)
    for each in hashes:
        if last == 0:
            return False
        if place & 1 or place == last:
            seen = sha256(b"\x01" + each + seen).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            seen = sha256(b"\x01" + seen + each).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and seen == root


def continues(old: int, size: int, hashes: list[bytes], old_root: bytes, root: bytes) -> bool:
    """Section 2.1.4.2, step by step."""
    if old == size:
        return not hashes and old_root == root
    first = [old_root, *hashes] if old & (old - 1) == 0 else list(hashes)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = first[0]
    for each in first[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = sha256(b"\x01" + each + older).digest(), sha256(b"\x01" + each + newer).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = sha256(b"\x01" + newer + each).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == root
