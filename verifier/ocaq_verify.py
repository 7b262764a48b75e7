#!/usr/bin/env python3
"""Checks the evidence log of an Ocaq, and every figure made from it, without trusting whoever serves them.

    python3 ocaq_verify.py https://assembly.example --key KEY --copy my-copy
    python3 ocaq_verify.py my-copy --with last-year.checkpoint
    python3 ocaq_verify.py --key KEY --proof seat-12.tlog-proof

KEY is the log's public key (`name+hash+base64`), or a file that holds it. Take it from print or from somebody you
trust: what a server or a folder says of its own key proves nothing. Python 3.11 is enough; nothing else is needed.

The log is a list of entries that only grows. Its operator signs a *checkpoint*: the number of entries and one hash, the
*root*, that stands for all of them. The hashes between are served in *tiles* of 256. This file

1. checks the signature of the checkpoint,
2. walks from the root down: each tile is hashed against the tile above it, each entry against its tile,
3. computes the root that the log had at an older checkpoint: if it differs, history was rewritten or you are shown
   another log than others,
4. counts again each published figure from the entries it names. Some are made from many entries, one for each thing
   counted. Others are stated by a single entry: they are read back, and what that entry states is held against itself
   and against the entries of everybody it counted. An auditor who was given the records behind those entries
   (--revealed) counts them too.

It ends with 0 when all holds, 1 when something is wrong, 2 when it could not check. The formats are those of c2sp.org:
signed-note, tlog-checkpoint, tlog-tiles, tlog-proof, tlog-cosignature. What the entries mean is written in
docs/log-format.md of Ocaq.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import re
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

TILE = 256  # hashes in a full tile, entries in a full bundle
LARGEST_FILE = TILE * (2 + 65_535)


class Wrong(Exception):
    """Something is not what was signed, or not what it should be; the message is for the reader."""


class NotChecked(Exception):
    """No answer is possible: no network, no file, no key."""


def must(holds: object, trouble: str) -> None:
    if not holds:
        raise Wrong(trouble)


# 1. Signatures -------------------------------------------------------------------------------------------------------

# Ed25519 of RFC 8032, section 5.1.7, for checking only. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or BASE is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(r, _times(k, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def unbase64(text: str) -> bytes:
    """Decode standard Base64 written in its one right way: spare bits at the end would let a change go unseen."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"{text[:60]!r} is not Base64") from None
    must(base64.b64encode(raw).decode() == text, f"{text[:60]!r} is not Base64 written in its one right way")
    return raw


@dataclass(frozen=True)
class Key:
    """A public key by its printed text: the log's own (kind 1), or a witness's (kind 4)."""

    text: str
    name: str
    identity: bytes
    kind: int
    public: bytes

    @classmethod
    def read(cls, text: str) -> Key:
        parts = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text.strip())
        if not parts or not parts[1].isprintable():
            raise Wrong(f"{text.strip()[:80]!r} is not a key of the form name+hash+base64.")
        name, identity, raw = parts[1], bytes.fromhex(parts[2]), unbase64(parts[3])
        must(len(raw) == 33 and raw[0] in {1, 4}, f"The key of {name} is not an Ed25519 key.")
        hashed = hashlib.sha256(name.encode() + b"\n" + raw).digest()
        must(hashed[:4] == identity, f"The key of {name} does not match its hash: it was mistyped or changed.")
        return cls(parts[0], name, identity, raw[0], raw[1:])


@dataclass(frozen=True)
class Checkpoint:
    """What the log signed: that it held `size` entries, and that `root` stands for them."""

    size: int
    root: bytes
    cosigned: list[str]  # the witnesses whose keys were given, and when they saw it

    @classmethod
    def read(cls, raw: bytes, keys: list[Key]) -> Checkpoint:
        """Read and check a checkpoint; signatures by keys that were not given are passed over."""
        text, signatures = _note(raw)
        lines = text.split("\n")
        if len(lines) < 4 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) or len(root := unbase64(lines[2])) != 32:
            raise Wrong("The checkpoint is not of the form origin, size, root.")
        known = {(key.name, key.identity): key for key in keys}
        signers, cosigned = set(), []
        for name, signature in signatures:
            key = known.get((name, signature[:4]))
            if key and key.kind == 1:
                _check_signature(key, text, signature[4:])
                signers.add(name)
            elif key:
                seconds = int.from_bytes(signature[4:12], "big")
                _check_signature(key, f"cosignature/v1\ntime {seconds}\n{text}", signature[12:])
                moment = datetime.fromtimestamp(min(seconds, 2**37), UTC)
                cosigned.append(f"{name} saw {lines[1]} entries at {moment:%Y-%m-%d %H:%M:%S} UTC")
        named = ", ".join(f"{name}+{signature[:4].hex()}" for name, signature in signatures)
        must(signers, f"The checkpoint is not signed with the key you gave. It names {named}.")
        must(lines[0] in signers, f"The checkpoint is of another log: {lines[0]}.")
        return cls(int(lines[1]), root, cosigned)


def _note(raw: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Take a signed note apart: its text, and (name, key identity and signature) of each line below."""
    note = raw.decode(errors="replace")
    text, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n") or "\ufffd" in note or not note.replace("\n", "").isprintable():
        raise Wrong("The checkpoint is not a signed note.")
    signatures = []
    for line in below[:-1].split("\n"):
        parts = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        if not parts:
            raise Wrong(f"The checkpoint holds a line that is no signature: {line[:60]!r}")
        signatures.append((parts[1], unbase64(parts[2])))
    return text + "\n", signatures


def _check_signature(key: Key, text: str, signature: bytes) -> None:
    holds = ed25519_holds(key.public, text.encode(), signature)
    must(holds, f"The signature of {key.name} does not fit: the checkpoint or the signature was changed.")


# 2. The tree ---------------------------------------------------------------------------------------------------------

Edge = dict[int, list[bytes]]  # the hashes of the partial tiles at the end of a log, by level


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root over hashes, of which the last may stand for fewer entries (RFC 9162, section 2.1.1)."""
    while len(hashes) > 1:
        above = [parent(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=False)]
        hashes = above + hashes[len(above) * 2 :]
    return hashes[0] if hashes else hashlib.sha256(b"").digest()


def root_of_edge(tiles: Edge) -> bytes:
    below: list[bytes] = []
    for level in range(max(tiles, default=-1) + 1):
        hashes = tiles.get(level, []) + below
        below = [root_of(hashes)] if hashes else []
    return root_of(below)


def edge_of(size: int) -> list[tuple[int, int, int]]:
    """Return (level, number, width) of each partial tile of a log of `size` entries, from the top."""
    tiles = [(level, size >> 8 * (level + 1), (size >> 8 * level) % TILE) for level in range(8)]
    return [tile for tile in reversed(tiles) if tile[2]]


def root_by_path(index: int, size: int, hashed: bytes, path: list[bytes]) -> bytes | None:
    """Return the root that an inclusion path leads to (RFC 9162, section 2.1.3.2), or None when its length is wrong."""
    last, rest = size - 1, list(path)
    while last:
        if index & 1 or index != last:
            if not rest:
                return None
            other = rest.pop(0)
            hashed = parent(other, hashed) if index & 1 else parent(hashed, other)
        index, last = index >> 1, last >> 1
    return None if rest else hashed


# 3. Where the log comes from -----------------------------------------------------------------------------------------

Check = Callable[[bytes], None]  # raises Wrong


def path_of(kind: str, number: int, width: int = TILE) -> str:
    """Return the address of a tile or a bundle of entries; number 1234067 is written x001/x234/067."""
    *high, low = re.findall("...", f"{number:0{-(-len(str(number)) // 3) * 3}d}")
    folded = "/".join([*(f"x{part}" for part in high), low])
    return f"tile/{kind}/{folded}" + (f".p/{width}" if width < TILE else "")


@dataclass
class Source:
    """A folder with a copy of the log and, unless the copy is checked by itself, the server that fills it."""

    folder: Path
    url: str = ""
    ahead: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: str, check: Check, *, fresh: bool = False) -> bytes:
        """Return the file at `path` if it passes `check`, from the copy or else from the server; keep what passes."""
        file = self.folder / path
        if file.is_file() and not (fresh and self.url):
            raw = file.read_bytes()
            try:
                check(raw)
            except Wrong:
                if not self.url:
                    raise
            else:
                return raw
        raw = self.ahead.pop(path, b"") or self.fetch(path)
        check(raw)
        self.keep(path, raw)
        return raw

    def prepare(self, paths: list[str]) -> None:
        """Fetch ahead, eight at a time, what the copy lacks; trouble shows when it is read."""

        def attempt(path: str) -> bytes:
            try:
                return self.fetch(path)
            except (Wrong, NotChecked):
                return b""

        missing = [path for path in paths if self.url and not (self.folder / path).is_file()]
        with ThreadPoolExecutor(8) as pool:
            self.ahead = dict(zip(missing, pool.map(attempt, missing), strict=True))

    def fetch(self, path: str) -> bytes:
        """Return a file as it is served; where the log has outgrown a partial one, cut it from the full one."""
        raw, (full, partly, width) = self.get(path), path.partition(".p/")
        if raw is None and partly and (raw := self.get(full)) is not None:
            entries = split(raw)[: int(width)] if "/entries/" in path else []
            raw = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries) or raw[: int(width) * 32]
        if raw is None:
            raise Wrong(f"{path} is missing.")
        return raw

    def get(self, path: str) -> bytes | None:
        if not self.url:
            return (self.folder / path).read_bytes() if (self.folder / path).is_file() else None
        try:
            with urllib.request.urlopen(f"{self.url}/{path}", timeout=30) as answer:  # noqa: S310 - the reader chose it
                raw: bytes = answer.read(LARGEST_FILE)
        except urllib.error.HTTPError as trouble:
            if trouble.code in {404, 410}:
                return None
            raise NotChecked(f"{self.url}/{path} answered {trouble.code}.") from None
        except (OSError, ValueError, http.client.HTTPException) as trouble:
            raise NotChecked(f"{self.url}/{path} could not be fetched: {trouble}") from None
        return raw

    def keep(self, path: str, raw: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.read_bytes() != raw:
            file.replace(f"{file}.former")  # what the log said before may be needed as proof
        Path(f"{file}.new").write_bytes(raw)
        Path(f"{file}.new").replace(file)


# 4. The walk from the root down to the entries -----------------------------------------------------------------------


def hashes_in(tile: bytes) -> list[bytes]:
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]


def split(bundle: bytes) -> list[bytes]:
    """Take a bundle apart into entries; one that is shorter than it says keeps its length, which its hash will tell."""
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : end] if end <= len(bundle) else bundle[at:])
        at = end
    return entries


def _check_width(path: str, width: int, raw: bytes) -> None:
    must(len(raw) == width * 32, f"{path} holds {len(raw)} bytes instead of {width * 32}.")


def _check_tile(path: str, expected: bytes, raw: bytes) -> None:
    _check_width(path, TILE, raw)
    holds = root_of(hashes_in(raw)) == expected
    must(holds, f"{path} is not the tile that the tile above it stands for: a hash in it was changed.")


def _check_bundle(path: str, first: int, expected: list[bytes], raw: bytes) -> None:
    entries = split(raw)
    for index, (entry, hashed) in enumerate(zip(entries, expected, strict=False), first):
        if leaf(entry) != hashed:
            raise Wrong(f"Entry {index} in {path} is not the one that was logged: it was changed.")
    must(len(entries) == len(expected), f"{path} holds {len(entries)} entries instead of {len(expected)}.")


@dataclass
class Log:
    """The log under one checkpoint. `wrong` gathers what is found, `older` the edges of former trees."""

    source: Source
    checkpoint: Checkpoint
    wrong: list[str] = field(default_factory=list)
    older: dict[int, Edge] = field(default_factory=dict)  # by size

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Yield (index, entry) for every entry that hangs on the signed root, in order; what does not is noted."""
        tiles = self._edge(fresh=False) or self._edge(fresh=True)  # a copy may hold tiles of another tree
        if tiles is None:
            paths = ", ".join(path_of(str(level), *rest) for level, *rest in edge_of(self.checkpoint.size))
            raise Wrong(f"The tiles at the end of the log do not lead to the signed root. Changed is one of {paths}.")
        for level, number, _ in edge_of(self.checkpoint.size):
            yield from self._below(level, number, tiles[level])

    def _edge(self, *, fresh: bool) -> Edge | None:
        """Read the partial tiles, which together must give the signed root."""
        tiles = {}
        for level, number, width in edge_of(self.checkpoint.size):
            path = path_of(str(level), number, width)
            tiles[level] = hashes_in(self.source.read(path, partial(_check_width, path, width), fresh=fresh))
        return tiles if root_of_edge(tiles) == self.checkpoint.root else None

    def _below(self, level: int, number: int, hashes: list[bytes]) -> Iterator[tuple[int, bytes]]:
        """Walk what hangs on a tile that is known to be right."""
        for size, tiles in self.older.items():
            if size >> 8 * (level + 1) == number and (width := (size >> 8 * level) % TILE):
                tiles[level] = hashes[:width]
        if level == 0:
            path = path_of("entries", number, len(hashes))
            raw = self._read(path, partial(_check_bundle, path, number * TILE, hashes))
            yield from enumerate(split(raw) if raw else [], number * TILE)
            return
        row = range(number * TILE, number * TILE + len(hashes))
        if level == 1:
            self.source.prepare([path_of(kind, each) for kind in ("0", "entries") for each in row])
        for each, expected in zip(row, hashes, strict=True):
            path = path_of(str(level - 1), each)
            raw = self._read(path, partial(_check_tile, path, expected))
            if raw:
                yield from self._below(level - 1, each, hashes_in(raw))

    def _read(self, path: str, check: Check) -> bytes | None:
        try:
            return self.source.read(path, check)
        except Wrong as trouble:
            self.wrong.append(str(trouble))
            return None


# 5. What the entries say ---------------------------------------------------------------------------------------------

Facts = dict[str, Any]
FORM = {
    "type": r"[a-z]+\.[a-z_]+\.[a-z_]+",
    "ref": r"[a-z0-9][a-z0-9._:/@+-]{0,99}",
    "by": r"account|participant|guest|keeper|system:[a-z0-9._:/@+-]+",
    "at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "commit": r"[0-9a-f]{64}",
}


def canonical(value: object) -> bytes:
    """Write JSON in its one right way (RFC 8785), for what entries may hold: no fractions, names in ASCII."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def read_entry(index: int, raw: bytes) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = json.loads(raw)
        rewritten = canonical(entry)
    except (ValueError, RecursionError):
        raise Wrong(f"Entry {index} is not JSON.") from None
    is_object = rewritten == raw and isinstance(entry, dict) and raw.isascii()
    must(is_object, f"Entry {index} is not an object of JSON written in its one right way.")
    version = entry.get("v")
    must(version == 1, f"Entry {index} is of version {version!r}, which this program cannot read: get a newer one.")
    has_fields = {"at", "by", "facts", "ref", "type", "v"} <= entry.keys() <= FORM.keys() | {"facts", "v"}
    must(has_fields, f"Entry {index} lacks a field, or has one too many: {', '.join(sorted(entry))}.")
    for name, said in entry.items():
        if name in FORM and not (isinstance(said, str) and re.fullmatch(FORM[name], said)):
            raise Wrong(f"Entry {index} has a field {name} of another form: {said!r}")
    has_facts = isinstance(entry["facts"], dict) and all(map(_is_fact, entry["facts"].values()))
    must(has_facts, f"Entry {index} has facts that are neither integers nor codes.")
    are_named = all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in entry["facts"])
    must(are_named, f"Entry {index} has a fact whose name is no lower-case identifier.")
    return entry


def _is_fact(fact: object) -> bool:
    if isinstance(fact, list):
        return all(not isinstance(each, list) and _is_fact(each) for each in fact)
    if isinstance(fact, str):
        return re.fullmatch(FORM["ref"], fact) is not None
    return fact is None or (isinstance(fact, int) and abs(fact) < 2**53)


@dataclass
class Figure:
    """A published number or table, and the same computed again."""

    index: int
    ref: str
    facts: Facts
    chosen: list[Any] = field(default_factory=list)  # what the entries give: the running result, or nothing yet
    left_out: int | None = None  # an entry that matches but stands before or behind the range
    stated_by: list[int] = field(default_factory=list)  # the entries that such a figure is only read back from

    def __post_init__(self) -> None:
        facts = self.facts
        numbers = ("of_from", "of_to", "number", "as_of", "definition")
        query = {name: facts[name] for name in ("how", "of_type", "of_ref", "of_facts") if name in facts}
        if (
            not all(type(facts.get(name)) is int for name in numbers)
            or not all(isinstance(facts.get(name), str) for name in ("figure", "about", "of_type", "query"))
            or not re.fullmatch(r"count|(sum|last|join):[a-z][a-z0-9_]*", str(facts.get("how")))
            or not isinstance(facts.get("of_facts", []), list)
            or not all(isinstance(each, str) and ":" in each for each in facts.get("of_facts", []))
            or not isinstance(facts.get("cells", []), list)
            or not all(isinstance(each, str) for each in facts.get("cells", []))
            or type(facts.get("smallest", 0)) is not int
            or len({"value", "cells", "cells_digest"} & facts.keys()) != 1
        ):
            raise Wrong(f"Entry {self.index} publishes a figure but does not say how it was made.")
        prefix, digest = f"Entry {self.index}: ", hashlib.sha256(canonical(query)).hexdigest()
        must(digest == facts["query"], f"{prefix}the digest of the query of {facts['figure']} does not fit the query.")
        before = 0 <= facts["of_from"] <= facts["of_to"] <= self.index
        must(before, f"{prefix}{facts['figure']} is made from entries that do not stand before it.")
        chosen_by = [facts.get("of_ref"), *facts.get("of_facts", [])]
        is_about = self.about in chosen_by
        must(is_about, f"{prefix}{facts['figure']} says it is about {self.about}, but is made from entries of others.")

    @property
    def about(self) -> str:
        return str(self.facts["about"])

    @property
    def query(self) -> str:
        """How it is made, for who reads along."""
        facts = self.facts
        conditions = [facts[name] for name in ("of_type", "of_ref") if name in facts] + facts.get("of_facts", [])
        return (
            f"{facts['how']} of {' '.join(map(str, conditions))}, entries {facts['of_from']} to below {facts['of_to']}"
        )

    def take(self, index: int, entry: dict[str, Any]) -> None:
        """Take an entry into the result if the figure is made from it."""
        facts = entry["facts"]
        wanted = [each.split(":", 1) for each in self.facts.get("of_facts", [])]
        if entry["type"] != self.facts["of_type"] or entry["ref"] != self.facts.get("of_ref", entry["ref"]):
            return
        if any(type(facts.get(name)) not in {int, str} or str(facts[name]) != code for name, code in wanted):
            return
        if not self.facts["of_from"] <= index < self.facts["of_to"]:
            self.left_out = index
            return
        how, _, name = self.facts["how"].partition(":")
        if how == "last":
            self.chosen, self.stated_by = [facts.get(name)], [index]
        elif how == "join" and name in facts:
            members = facts[name] if isinstance(facts[name], list) else []
            self.chosen, self.stated_by = [*self.chosen, *members], [*self.stated_by, index]
        elif how == "sum":
            members = facts[name] if isinstance(facts.get(name), list) else [facts.get(name)]
            self.chosen = [sum(self.chosen) + sum(each for each in members if type(each) is int)]
        elif how == "count":
            self.chosen = [sum(self.chosen) + 1]

    @property
    def computed(self) -> Any:
        """What the entries give: a number, or the rows of a table."""
        if self.facts["how"].startswith("join"):
            return self.chosen
        return self.chosen[0] if self.chosen else 0

    def verdict(self) -> str | None:
        """Return what is wrong with the figure, or None."""
        facts, computed, prefix = self.facts, self.computed, f"{self.facts['figure']} (entry {self.index})"
        published = facts.get("value", facts.get("cells"))
        if self.left_out is not None:
            return f"{prefix} leaves out entry {self.left_out}, which it should be made from."
        if not self.chosen and facts["how"].startswith(("last", "join")):
            return f"{prefix} is made from entries that do not exist."
        if "cells_digest" in facts:  # a long table: SHA-256 of its rows, each closed by a line feed
            rows = computed if isinstance(computed, list) else []
            hashed = hashlib.sha256("".join(f"{row}\n" for row in rows).encode()).hexdigest()
            if (hashed, len(rows)) != (facts["cells_digest"], facts.get("cells_count")):
                return f"{prefix} was published as another table than its entries give: {computed}."
        elif computed != published or type(computed) is not type(published):
            return f"{prefix} was published as {published}, but its entries give {computed}."
        numbers = [str(row).rpartition(":")[2] for row in (computed if isinstance(computed, list) else [computed])]
        if few := [number for number in numbers if number.isdigit() and 0 < int(number) < facts.get("smallest", 0)]:
            return f"{prefix} tells of {few[0]}, though of fewer than {facts['smallest']} it says to tell nothing."
        return None


# What holds between the totals of one count, where it has both. Of a table: its `sum`, its `most`, and how many `rows`
# it has without those that stand for several or for none.
TOTALS = {
    "conference.attendance": "took_part <= people, peak <= people, countries <= people, sum by_country = people,"
    " sum by_capacity = people, most by_item <= people, rows by_country <= countries",
    "conference.floor": "answered <= asked, spoke_countries <= spoke, sum poll <= voices",
    "register.network": "sum by_country = communities, sum by_kind = communities, countries <= communities,"
    " schools <= communities, school_countries <= countries",
}


def cells_of(cells: list[Any]) -> dict[str, int]:
    """Read the rows of a table, each `<row>:<number>`."""
    rows = [str(each).rpartition(":") for each in cells]
    must(
        all(re.fullmatch("[0-9]+", number) for _, _, number in rows), f"A table has a row that says no number: {cells}"
    )
    return {row: int(number) for row, _, number in rows}


def contradictions(kind: str, facts: Facts) -> Iterator[str]:
    """Say which totals of a count cannot both be true."""
    totals = {name: fact for name, fact in facts.items() if type(fact) is int}
    for name, cells in ((name, cells_of(fact)) for name, fact in facts.items() if isinstance(fact, list)):
        totals |= {f"sum {name}": sum(cells.values()), f"most {name}": max(cells.values(), default=0)}
        totals[f"rows {name}"] = len(cells.keys() - {"other", "unknown"})
    for relation in TOTALS[kind].split(", "):
        one, sign, other = re.split(" (<=|=) ", relation)
        difference = totals.get(one, 0) - totals.get(other, 0) if {one, other} <= totals.keys() else 0
        if difference > 0 or (difference and sign == "="):
            yield f"says {one}: {totals[one]} and {other}: {totals[other]}, but it must be {relation}"


def recounted(facts: Facts, records: list[Facts]) -> Iterator[str]:
    """Count again from the opened records of everybody in a count; say what differs."""
    for name, column in (("by_country", "country"), ("by_capacity", "capacity")):
        if not isinstance(cells := facts.get(name), list):
            yield f"tells no {name}, which the opened records do"
            continue
        true, told = Counter(str(each.get(column)).lower() or "unknown" for each in records), cells_of(cells)
        together = told.pop("other", 0)
        for row, number in told.items():
            if true.pop(row, 0) != number:
                yield f"says {number} for {row} in {name}, which the opened records do not"
        if sum(true.values()) != together:
            yield f"says {together} for other in {name}, which the opened records do not"
    minutes = [each["minutes"] for each in records if type(each.get("minutes")) is int]
    least, most = sum(each > 10 for each in minutes), sum(each >= 10 for each in minutes)  # rounded: ten may be either
    took_part = facts.get("took_part", least)
    if type(took_part) is not int or not least <= took_part <= most:
        yield "says another number of people who stayed than the opened records"


@dataclass
class Count:
    """What all entries of one count say together, and what else the log has of it."""

    facts: Facts = field(default_factory=dict)
    stated_by: list[int] = field(default_factory=list)
    people: int = 0  # entries that stand for one person each
    records: list[Facts] = field(default_factory=list)  # those of them that were opened

    def take(self, index: int, facts: Facts) -> None:
        self.stated_by.append(index)
        for name, fact in facts.items():
            before = self.facts.get(name, [])
            if isinstance(fact, list) and isinstance(before, list):
                joined = before + fact
                must(len(cells_of(joined)) == len(joined), f"Entry {index} says a row of {name} for the second time.")
                self.facts[name] = joined
            elif self.facts.setdefault(name, fact) != fact:
                raise Wrong(f"Entry {index} says another {name} than entry {self.stated_by[0]} of the same count.")

    def contradictions(self, kind: str) -> Iterator[str]:
        """Hold its totals against each other, and against the entries and records of its people."""
        yield from contradictions(kind, self.facts)
        people = self.facts.get("people", self.people)
        if people != self.people:
            yield f"says {people} people, but {self.people} entries stand for one each"
        if self.stated_by and people == len(self.records) > 0:
            print(f"revealed    all {people} people of the count of entry {self.stated_by[0]}: counted again")
            yield from recounted(self.facts, self.records)


Claims = dict[int, list[tuple[str, Facts]]]  # by index of an entry: which file says what of it


def claims_of(file: str, raw: bytes) -> Claims:
    """Read the downloaded JSON of a figure: each publication and each entry in it is a claim about the log."""
    try:
        told = json.loads(raw)
        said = [(each["index"], {"facts": each["facts"]}) for each in told["releases"]]
        said += [(each.pop("index"), each) for each in told["entries"]]
        meaning, digest = told["definition"]["words"]["en"], told["releases"][-1]["facts"]["meaning"]
        hashed = hashlib.sha256(str(meaning).encode()).hexdigest()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise Wrong(f"{file} is not the JSON of a figure.") from None
    must(all(type(index) is int for index, _ in said), f"{file} speaks of an entry that has no index.")
    must(hashed == digest, f"{file} explains the figure in other words than those that were published.")
    return {index: [(file, fields)] for index, fields in said}


def opened_of(file: str, raw: bytes) -> dict[int, tuple[Facts, str]]:
    """Read opened commitments, one a line; return (record, the commitment that its entry must hold) by index."""
    opened = {}
    try:
        for each in map(json.loads, raw.decode().splitlines()):
            salt, record = bytes.fromhex(each["salt"]), dict(each["record"])
            opened[int(each["index"])] = record, hmac.new(salt, canonical(record), hashlib.sha256).hexdigest()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Wrong(f"{file} is not a file of opened commitments.") from None
    return opened


@dataclass
class Reading:
    """What is gathered from all entries: figures, counts, corrections, and what is wrong with their form."""

    claims: Claims = field(default_factory=dict)
    opened: dict[int, Facts] = field(default_factory=dict)  # records of opened commitments, by index
    figures: list[Figure] = field(default_factory=list)
    corrected: dict[int, int] = field(default_factory=dict)  # index of the entry -> index of its first correction
    counts: dict[tuple[str, str, Any], Count] = field(default_factory=dict)  # by kind, conference and round
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    def take(self, index: int, raw: bytes) -> None:
        self.count += 1
        try:
            entry = read_entry(index, raw)
            kind, facts = entry["type"], entry["facts"]
            self._compare(index, entry)
            if kind == "report.figure.published":
                self._follow(Figure(index, entry["ref"], facts))
            elif kind == "evidence.entry.corrected":
                self._correct(index, facts.get("index"))
            elif kind.rpartition(".")[0] in TOTALS:
                self._count(index, entry)
            elif kind.startswith("evidence.key."):
                print(f"key         {kind.rpartition('.')[2]} by entry {index}: {facts.get('id')}")
        except Wrong as trouble:
            self.wrong.append(str(trouble))

    def _compare(self, index: int, entry: Facts) -> None:
        for file, fields in self.claims.pop(index, []):
            if any(entry.get(name) != said for name, said in fields.items()):
                self.wrong.append(f"{file} says something else of entry {index} than the log.")

    def _follow(self, figure: Figure) -> None:
        code = figure.facts["figure"]
        alike = [each for each in self.figures if (each.facts["figure"], each.about) == (code, figure.about)]
        has_one_ref = all(each.ref == figure.ref for each in alike)
        must(has_one_ref, f"Entry {figure.index} publishes {code} of {figure.about} a second time, as another figure.")
        last = next((each for each in reversed(self.figures) if each.ref == figure.ref), None)
        self.figures.append(figure)
        number, index = (last.facts["number"], last.index) if last else (0, None)
        is_next = (figure.facts["number"], figure.facts.get("replaces")) == (number + 1, index)
        must(is_next, f"Entry {figure.index} hides a publication of {code}: its number is not next.")
        is_same = last is None or (last.facts["figure"], last.about) == (code, figure.about)
        must(is_same, f"Entry {figure.index} publishes {code} of {figure.about} under the reference of another figure.")

    def _correct(self, index: int, corrected: object) -> None:
        if type(corrected) is not int or not 0 <= corrected < index:
            raise Wrong(f"Entry {index} corrects no entry that stands before it.")
        self.corrected.setdefault(corrected, index)

    def _count(self, index: int, entry: dict[str, Any]) -> None:
        """Gather what belongs to one count: entries of its people, its totals, its tables."""
        facts, (kind, _, act) = entry["facts"], entry["type"].rpartition(".")
        if act not in {"kept", "counted", "listed"}:
            return
        must(type(facts.get("round")) is int, f"Entry {index} does not say of which round of the count it is.")
        about = f"conference:{facts.get('conference')}" if act == "kept" else entry["ref"]
        count = self.counts.setdefault((kind, about, facts["round"]), Count())
        if act == "kept":
            count.people += 1
            count.records += [self.opened[index]] if index in self.opened else []
        else:
            count.take(index, facts)

    def _counts(self, index: int, figure: Figure) -> bool:
        """Say whether no correction takes an entry out of a figure that was published behind it."""
        known_to = figure.facts["of_to"] if index < figure.facts["of_to"] else figure.index
        return bool(known_to <= self.corrected.get(index, 2**63))

    def count_again(self, entries: Iterator[tuple[int, bytes]]) -> list[str]:
        """Compute every figure from the entries; return what is wrong."""
        for index, raw in entries:
            due = [each for each in self.figures if index < each.index and self._counts(index, each)]
            entry = json.loads(raw) if due else {}
            for figure in due:
                figure.take(index, entry)
        for figure in {figure.ref: figure for figure in self.figures}.values():
            stated = f", as stated by entry {', '.join(map(str, figure.stated_by))}" if figure.stated_by else ""
            print(f"figure      {figure.facts['figure']} of {figure.about}: {figure.computed}{stated}")
            print(f"made from   {figure.query}")
        stated_ones = sum(bool(figure.stated_by) for figure in self.figures)
        print(f"figures     {len(self.figures) - stated_ones} publications counted again, entry by entry")
        print(f"figures     {stated_ones} publications read back from the entry that states each")
        doubts = [(figure.index, trouble) for figure in self.figures if (trouble := figure.verdict())]
        for (kind, _, _), count in self.counts.items():
            index = next((each for each in count.stated_by if each in self.corrected), (count.stated_by or [0])[0])
            doubts += [(index, f"The count of entry {index} {each}.") for each in count.contradictions(kind)]
        for index, trouble in doubts:
            if index in self.corrected:
                print(f"note        {trouble} Entry {self.corrected[index]} says so.")
        return [trouble for index, trouble in doubts if index not in self.corrected]


# 6. The program ------------------------------------------------------------------------------------------------------


def check_proof(raw: bytes, keys: list[Key], entry: bytes | None) -> tuple[int, Checkpoint]:
    """Check a proof file: from the entry, by the hashes beside its way up, to a signed root."""
    head, _, note = raw.partition(b"\n\n")
    first, *lines = head.decode(errors="replace").split("\n")
    must(first == "c2sp.org/tlog-proof@v1", "It is no proof file: it does not begin with c2sp.org/tlog-proof@v1.")
    extra = unbase64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
    has_index = lines and re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[0])
    must(has_index, "The proof does not say which entry it is about.")
    index, path, checkpoint = int(lines[0][6:]), [unbase64(line) for line in lines[1:]], Checkpoint.read(note, keys)
    entry = extra if entry is None else entry
    if entry is None:
        raise NotChecked(f"The proof is about entry {index} and does not hold it: give the entry with --entry.")
    leads = index < checkpoint.size and root_by_path(index, checkpoint.size, leaf(entry), path) == checkpoint.root
    must(leads, f"The proof does not lead from entry {index} to the signed root: one of the two was changed.")
    return index, checkpoint


def check_log(source: Source, keys: list[Key], older: dict[str, Checkpoint], reading: Reading) -> list[str]:
    """Check the whole log under its checkpoint and against older ones; return what is wrong."""
    raw = source.get("checkpoint")
    if raw is None:
        raise NotChecked(f"There is no log at {source.url or source.folder}.")
    newest = Checkpoint.read(raw, keys)
    print(f"checkpoint  of size {newest.size}, root {newest.root.hex()}; its signature holds")
    for witness in newest.cosigned:
        print(f"witness     {witness}")
    log = Log(source, newest, older={each.size: {} for each in older.values() if each.size <= newest.size})
    for index, entry in log.entries():
        reading.take(index, entry)
    for index, absent in reading.claims.items():
        reading.wrong.append(f"{absent[0][0]} speaks of entry {index}, which could not be found in the log.")
    print(f"tree        {reading.count} of {newest.size} entries hang on the signed root")
    wrong = log.wrong + reading.wrong + [trouble for name in older if (trouble := history(log, name, older[name]))]
    if not log.wrong:
        wrong += reading.count_again(log.entries())
    if source.url:
        source.keep("checkpoint.refused" if wrong else "checkpoint", raw)
    return wrong


def history(log: Log, name: str, before: Checkpoint) -> str | None:
    """Say what is wrong between the log and an older checkpoint of it."""
    size = log.checkpoint.size
    if before.size > size:
        return f"The log has signed {before.size} entries ({name}) and now shows {size}: it was cut or set back."
    if log.wrong:
        return None  # the former tree hangs on tiles that are known to be wrong
    if root_of_edge(log.older[before.size]) == before.root:
        print(f"history     begins with the {before.size} entries of {name}")
        return None
    return (
        f"The first {before.size} entries are not those that were signed before ({name}): history was rewritten, or "
        "you are shown another log than others. Keep both checkpoints: together they prove it."
    )


def run(options: argparse.Namespace, folder: Path) -> list[str]:
    """Check what was asked for; return what is wrong."""
    address = options.log or ""
    url = address.rstrip("/") if re.match("https?://", address) else ""
    if url.count("/") == 2:
        url += "/log"  # the address of a site
    source = Source(options.copy or folder if url else Path(address), url)
    remembered = (source.folder / "key").read_text() if (source.folder / "key").is_file() else ""
    text = the_key(options, remembered, source)
    keys = [Key.read(line) for part in [text, *options.witness] for line in part.splitlines()]
    for key in keys:
        print(f"key         {key.text}")
    before = keys + [Key.read(line) for line in remembered.splitlines()]  # of checkpoints from before a change of keys
    older = older_ones(options, source, before)
    wrong = check_log(source, keys, older, reading_of(options)) if address else []
    if url and not wrong:
        source.keep("key", text.encode())
    return wrong


def reading_of(options: argparse.Namespace) -> Reading:
    """Read what else is to be held against the log: the JSON of figures, and opened commitments."""
    reading = Reading()
    for path in options.figure:
        for index, said in claims_of(str(path), path.read_bytes()).items():
            reading.claims.setdefault(index, []).extend(said)
    for path in options.revealed:
        for index, (record, commitment) in opened_of(str(path), path.read_bytes()).items():
            reading.claims.setdefault(index, []).append((str(path), {"commit": commitment}))
            reading.opened[index] = record
        print(f"revealed    {len(reading.opened)} commitments by {path}, to be held against their entries")
    return reading


def older_ones(options: argparse.Namespace, source: Source, keys: list[Key]) -> dict[str, Checkpoint]:
    """Read every other checkpoint there is: given, of the copy, of the witnesses, of proofs; return them by name."""
    older = {str(path): Checkpoint.read(path.read_bytes(), keys) for path in options.older}
    if source.url and (source.folder / "checkpoint").is_file():
        older["your copy"] = Checkpoint.read((source.folder / "checkpoint").read_bytes(), keys)
    if options.log and options.witness and (raw := source.get("witness")):
        older["the witnesses"] = Checkpoint.read(raw, keys)
    for path in options.proof:
        entry = options.entry.read_bytes() if options.entry else None
        index, older[str(path)] = check_proof(path.read_bytes(), keys, entry)
        print(f"proof       {path}: entry {index} hangs on the signed root")
    for witness in sorted({witness for each in older.values() for witness in each.cosigned}):
        print(f"witness     {witness}")
    return older


def the_key(options: argparse.Namespace, remembered: str, source: Source) -> str:
    """Return the text of the log's key: as given, as remembered, or else as the server tells it."""
    if options.key:
        return str(options.key) if "+" in options.key else Path(options.key).read_text()
    if remembered and source.url:
        print("key         as your copy remembers it from the first time")
        return remembered
    told = remembered.encode() or (source.get("key") if source.url else None)
    if not told:
        raise NotChecked("The log's key is needed: give it with --key.")
    options.unvouched = "server" if source.url else "folder"
    print(f"key         told by the {options.unvouched} itself, which proves nothing: compare it with the printed one")
    return told.decode(errors="replace")


def asked(arguments: list[str] | None) -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="ocaq verify", description="Check an evidence log and the figures made from it.")
    file: dict[str, Any] = {"type": Path, "metavar": "FILE"}
    many: dict[str, Any] = {"action": "append", "default": []}
    ask.add_argument("log", nargs="?", help="address of the site or of its log, or a folder with a copy of the log")
    ask.add_argument("--key", help="the log's public key, or a file with it; a copy remembers it")
    ask.add_argument("--witness", **many, metavar="KEY", help="key of a witness whose signatures to check")
    ask.add_argument("--copy", type=Path, metavar="FOLDER", help="keep a copy; the next run fetches only what is new")
    ask.add_argument("--with", **many, **file, dest="older", help="an older checkpoint")
    ask.add_argument("--proof", **many, **file, help="a .tlog-proof file")
    ask.add_argument("--entry", **file, help="the entry that the proof is about, where the proof does not hold it")
    ask.add_argument("--figure", **many, **file, help="the JSON of a figure, to hold against the log")
    ask.add_argument("--revealed", **many, **file, help="opened commitments, as an auditor is given them")
    ask.set_defaults(unvouched="")
    options = ask.parse_args(arguments)
    if not options.log and not options.proof:
        ask.error("give the address of a log, a folder, or --proof FILE")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = asked(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            wrong = run(options, Path(folder))
    except Wrong as trouble:
        wrong = [str(trouble)]
    except (NotChecked, OSError) as trouble:
        print(f"Not checked: {trouble}", file=sys.stderr)
        return 2
    for each in wrong:
        print(f"WRONG       {each}")
    print("Something is wrong." if wrong else "All of this holds.")
    if options.unvouched and not wrong:
        print(
            f"But the key is the {options.unvouched}'s own: compare it with the printed one, or give that with --key."
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
