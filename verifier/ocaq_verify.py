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
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

TILE = 256  # hashes in a full tile, entries in a full bundle
LARGEST_FILE = TILE * (2 + 65_535)
AHEAD = 64_000_000  # bytes fetched ahead; beyond, a file is fetched when it is read


class Wrong(Exception):
    """Something is not what was signed, or not what it should be; the message is for the reader."""


class NotChecked(Exception):
    """No answer is possible: no network, no file, no key."""


def is_text(said: object) -> bool:
    return isinstance(said, str)


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
        text, signatures = note_of(raw)
        lines = text.split("\n")
        if len(lines) < 4 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) or len(root := unbase64(lines[2])) != 32:
            raise Wrong("The checkpoint is not of the form origin, size, root.")
        known, signers, cosigned = {(key.name, key.identity): key for key in keys}, set(), []
        for name, signature in signatures:
            if (key := known.get((name, signature[:4]))) is None:
                continue
            message, signed = text, signature[4:]
            if key.kind == 4:  # a witness signs the time too
                seconds, signed = int.from_bytes(signature[4:12], "big"), signature[12:]
                message = f"cosignature/v1\ntime {seconds}\n{text}"
                moment = datetime.fromtimestamp(min(seconds, 2**37), UTC)
                cosigned.append(f"{name} saw {lines[1]} entries at {moment:%Y-%m-%d %H:%M:%S} UTC")
            else:
                signers.add(name)
            holds = ed25519_holds(key.public, message.encode(), signed)
            must(holds, f"The signature of {name} does not fit: the checkpoint or the signature was changed.")
        named = ", ".join(f"{name}+{signature[:4].hex()}" for name, signature in signatures)
        must(signers, f"The checkpoint is not signed with the key you gave. It names {named}.")
        must(lines[0] in signers, f"The checkpoint is of another log: {lines[0]}.")
        return cls(int(lines[1]), root, cosigned)


def note_of(raw: bytes) -> tuple[str, list[tuple[str, bytes]]]:
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


def path_of(kind: object, number: int, width: int = TILE) -> str:
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

    def read(self, path: str, check: Check) -> bytes:
        """Return the file at `path` if it passes `check`, from the copy or else from the server; keep what passes."""
        file = self.folder / path
        if self.url and file.is_file():
            with suppress(Wrong):
                check(file.read_bytes())
                return file.read_bytes()
        raw = self.ahead.pop(path, b"") or self.fetch(path)
        check(raw)
        self.keep(path, raw)
        return raw

    def prepare(self, paths: list[str]) -> None:
        """Fetch ahead, eight at a time, what the copy lacks; trouble shows when it is read."""
        held = [0]

        def attempt(path: str) -> bytes:
            with suppress(Wrong, NotChecked):
                raw = self.fetch(path) if held[0] < AHEAD else b""
                held[0] += len(raw)
                return raw
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
                return bytes(answer.read(LARGEST_FILE if "/entries/" in path else 2**16))
        except urllib.error.HTTPError as trouble:
            if trouble.code in {404, 410}:
                return None
            raise NotChecked(f"{self.url}/{path} answered {trouble.code}.") from None
        except (OSError, ValueError, http.client.HTTPException) as trouble:
            raise NotChecked(f"{self.url}/{path} could not be fetched: {trouble}") from None

    def keep(self, path: str, raw: bytes) -> None:
        file = self.folder / path
        if file.is_file() and file.read_bytes() == raw:
            return  # so that a copy that nobody may write to can be checked
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
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


@dataclass
class Log:
    """The log under one checkpoint."""

    source: Source
    checkpoint: Checkpoint

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Yield (index, entry) for all entries, in order; the first that does not hang on the signed root ends it."""
        tiles, paths = {}, []
        for level, number, width in edge_of(self.checkpoint.size):
            paths.append(path_of(level, number, width))
            raw = self.source.fetch(paths[-1])
            must(len(raw) == width * 32, f"{paths[-1]} holds {len(raw)} bytes instead of {width * 32}.")
            self.source.keep(paths[-1], raw)
            tiles[level] = hashes_in(raw)
        if root_of_edge(tiles) != self.checkpoint.root:
            told = f"Changed is one of {', '.join(paths)}."
            raise Wrong(f"The tiles at the end of the log do not lead to the signed root. {told}")
        for level, number, _ in edge_of(self.checkpoint.size):
            yield from self.below(level, number, tiles[level])

    def below(self, level: int, number: int, hashes: list[bytes]) -> Iterator[tuple[int, bytes]]:
        """Walk what hangs on a tile that is known to be right."""
        first = number * TILE
        if level == 0:
            path = path_of("entries", number, len(hashes))
            raw = self.source.read(path, partial(check_bundle, path, first, hashes))
            yield from enumerate(split(raw), first)
            return
        for each, expected in enumerate(hashes, first):
            if level == 1 and each % 16 == 0:  # a row begins at a multiple of 256
                row = range(each, min(each + 16, first + len(hashes)))
                self.source.prepare([path_of(kind, one) for kind in ("0", "entries") for one in row])
            path = path_of(level - 1, each)
            raw = self.source.read(path, partial(check_tile, path, expected))
            yield from self.below(level - 1, each, hashes_in(raw))

    def root_at(self, size: int) -> bytes:
        """Return the root that the first `size` entries had, from tiles that were found right."""
        edge = {}
        for level, number, width in edge_of(size):
            now = min(TILE, (self.checkpoint.size >> 8 * level) - number * TILE)
            edge[level] = hashes_in((self.source.folder / path_of(level, number, now)).read_bytes())[:width]
        return root_of_edge(edge)


def check_tile(path: str, expected: bytes, raw: bytes) -> None:
    must(len(raw) == TILE * 32, f"{path} holds {len(raw)} bytes instead of {TILE * 32}.")
    holds = root_of(hashes_in(raw)) == expected
    must(holds, f"{path} is not the tile that the tile above it stands for: a hash in it was changed.")


def check_bundle(path: str, first: int, expected: list[bytes], raw: bytes) -> None:
    entries = split(raw)
    for index, (entry, hashed) in enumerate(zip(entries, expected, strict=False), first):
        must(leaf(entry) == hashed, f"Entry {index} in {path} is not the one that was logged: it was changed.")
    must(len(entries) == len(expected), f"{path} holds {len(entries)} entries instead of {len(expected)}.")


# 5. What the entries say ---------------------------------------------------------------------------------------------

Facts = dict[str, Any]
FORM = {
    "type": r"[a-z]+\.[a-z_]+\.[a-z_]+",
    "ref": r"[a-z0-9][a-z0-9._:/@+-]{0,99}",
    "by": r"account|participant|guest|keeper|system:[a-z0-9._:/@+-]+",
    "at": r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
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
    is_known = type(version) is int and version == 1
    must(is_known, f"Entry {index} is of version {version!r}, which this program cannot read: get a newer one.")
    has_fields = {"at", "by", "facts", "ref", "type", "v"} <= entry.keys() <= FORM.keys() | {"facts", "v"}
    must(has_fields, f"Entry {index} lacks a field, or has one too many: {', '.join(sorted(entry))}.")
    for name, said in entry.items():
        if name in FORM and not (isinstance(said, str) and re.fullmatch(FORM[name], said)):
            raise Wrong(f"Entry {index} has a field {name} of another form: {said!r}")
    must(_is_moment(entry["at"]), f"Entry {index} was written at a moment that there never was: {entry['at']}")
    has_facts = isinstance(entry["facts"], dict) and all(map(_is_fact, entry["facts"].values()))
    must(has_facts, f"Entry {index} has facts that are neither integers nor codes.")
    are_named = all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in entry["facts"])
    must(are_named, f"Entry {index} has a fact whose name is no lower-case identifier.")
    return entry


def _is_moment(at: str) -> bool:
    with suppress(ValueError):
        return f"{datetime.fromisoformat(at):%Y-%m-%dT%H:%M:%SZ}" == at
    return False


def _is_fact(fact: object) -> bool:
    if isinstance(fact, list):
        return all(not isinstance(each, list) and _is_fact(each) for each in fact)
    if isinstance(fact, str):
        return re.fullmatch(FORM["ref"], fact) is not None
    return fact is None or (isinstance(fact, int) and abs(fact) < 2**53)


# How each figure is made: what is done with entries of which type, and what these say besides. Each entry called kept
# stands for one thing.
MADE = {
    "conference.answered": "last:answered conference.floor.counted",
    "conference.by_capacity": "join:by_capacity conference.attendance.listed",
    "conference.by_country": "join:by_country conference.attendance.listed",
    "conference.by_item": "join:by_item conference.attendance.listed",
    "conference.countries": "last:countries conference.attendance.counted",
    "conference.hours": "last:hours conference.attendance.counted",
    "conference.peak": "last:peak conference.attendance.counted",
    "conference.people": "count conference.attendance.kept",
    "conference.poll": "join:poll conference.floor.listed",
    "conference.questions": "sum:deeds conference.questions.asked",
    "conference.spoke": "last:spoke conference.floor.counted",
    "conference.spoke_countries": "last:spoke_countries conference.floor.counted",
    "conference.support": "join:support conference.floor.listed",
    "conference.took_part": "last:took_part conference.attendance.counted",
    "conference.voices": "last:voices conference.floor.counted",
    "register.by_country": "rows:country register.network.kept",
    "register.by_kind": "rows:kind register.network.kept",
    "register.communities": "count register.network.kept",
    "register.countries": "distinct:country register.network.kept",
    "register.events": "sum:events register.quarter.kept",
    "register.fresh": "percent:fresh register.network.kept",
    "register.languages": "distinct:languages register.network.kept",
    "register.lessons": "sum:lessons register.quarter.kept",
    "register.people": "last:people register.quarter.counted",
    "register.pupils": "last:pupils register.quarter.counted",
    "register.reported": "count register.quarter.kept",
    "register.school_countries": "distinct:country register.network.kept school:1",
    "register.schools": "count register.network.kept school:1",
}


@dataclass
class Figure:
    """A published number or table, and the entries it is made from."""

    index: int
    ref: str
    facts: Facts
    chosen: list[tuple[int, Facts]] = field(default_factory=list)
    newest: tuple[int, int] = (0, 0)  # the newest round of its count, and an entry that tells it
    left_out: int | None = None  # an entry that matches but stands before or behind the range

    def __post_init__(self) -> None:
        facts, numbers = self.facts, ("of_from", "of_to", "number", "as_of", "definition")
        conditions, cells = facts.get("of_facts", []), facts.get("cells", [])
        is_whole = (
            all(type(facts.get(name)) is int for name in numbers)
            and all(isinstance(facts.get(name), str) for name in ("figure", "about", "of_type", "query"))
            and re.fullmatch(r"count|(sum|distinct|rows|percent|last|join):[a-z][a-z0-9_]*", str(facts.get("how")))
            and isinstance(conditions, list)
            and all(isinstance(each, str) and ":" in each for each in conditions)
            and isinstance(cells, list)
            and all(isinstance(each, str) for each in cells)
            and type(facts.get("smallest", 0)) is int
            and len({"value", "cells", "cells_digest"} & facts.keys()) == 1
        )
        must(is_whole, f"Entry {self.index} publishes a figure but does not say how it was made.")
        query = {name: facts[name] for name in ("how", "of_type", "of_ref", "of_facts") if name in facts}
        fits = hashlib.sha256(canonical(query)).hexdigest() == facts["query"]
        must(fits, f"Entry {self.index}: the digest of the query of {self.code} does not fit the query.")
        before = 0 <= facts["of_from"] <= facts["of_to"] <= self.index
        must(before, f"Entry {self.index}: {self.code} is made from entries that do not stand before it.")
        others = f"{self.code} says it is about {self.about}, but is made from entries of others."
        must(self.about in [facts.get("of_ref"), *conditions], f"Entry {self.index}: {others}")
        made, chosen = MADE.get(self.code, ""), [each for each in conditions if not each.startswith("round:")]
        must(made, f"Entry {self.index} publishes {self.code}, which this program does not know: get a newer one.")
        of_ref, about = (None, [self.about]) if facts["of_type"].endswith(".kept") else (self.about, [])
        said = [facts["how"], facts["of_type"], *chosen]
        is_made = said == [*made.split()[:2], *about, *made.split()[2:]] and facts.get("of_ref") == of_ref
        must(is_made, f"Entry {self.index} publishes {self.code} in another way than it is made, {made}.")

    @property
    def code(self) -> str:
        return str(self.facts["figure"])

    @property
    def about(self) -> str:
        return str(self.facts["about"])

    @property
    def how(self) -> list[str]:
        """`count`, or `sum`, `distinct`, `rows`, `percent`, `last` or `join` and the fact it is done with."""
        return [*str(self.facts["how"]).split(":"), ""]

    @property
    def stated_by(self) -> list[int]:
        """The entries that such a figure is only read back from; none where it is counted."""
        said = [index for index, facts in self.chosen if self.how[1] in facts]
        return {"last": said[-1:], "join": said}.get(self.how[0], [])

    def take(self, index: int, entry: Facts) -> None:
        """Choose an entry if the figure is made from it."""
        said, facts = entry["facts"], self.facts
        if entry["ref"] != facts.get("of_ref", entry["ref"]):
            return
        wanted = [each.split(":", 1) for each in facts.get("of_facts", [])]
        misses = [name for name, code in wanted if type(said.get(name)) not in {int, str} or str(said[name]) != code]
        if index < facts["of_to"] and type(said.get("round")) is int and self.about.partition(":")[0] not in misses:
            self.newest = max(self.newest, (said["round"], index))
        if misses:
            return
        if facts["of_from"] <= index < facts["of_to"]:
            self.chosen.append((index, said))
        else:
            self.left_out = index

    def computed(self) -> Any:
        """Compute what the entries give: a number, or the rows of a table."""
        act, said = self.how[0], [facts.get(self.how[1]) for _, facts in self.chosen]
        joined = [each for fact in said if isinstance(fact, list) for each in fact]
        members = joined + [fact for fact in said if not isinstance(fact, list)]
        total, codes = sum(each for each in members if type(each) is int), Counter(filter(is_text, members))
        if act == "join":
            return joined
        if act == "rows":  # how often each code is said, the most frequent first
            return [f"{code}:{number}" for code, number in sorted(codes.items(), key=lambda row: (-row[1], row[0]))]
        if act == "last":
            return said[-1] if said else None
        percent = 100 * total // (len(said) or 1)
        return {"count": len(said), "sum": total, "distinct": len(codes), "percent": percent}[act]

    def misled(self) -> str | None:
        """Return what is wrong with the choice of its entries, or None."""
        rounds = [each for each in self.facts.get("of_facts", []) if each.startswith("round:")]
        if rounds and self.newest[0] and rounds != [f"round:{self.newest[0]}"]:
            return f"is not made from the newest round of its count, which entry {self.newest[1]} is of."
        if self.left_out is not None:
            return f"leaves out entry {self.left_out}, which it should be made from."
        if (self.how[0] in {"last", "join"} and not self.stated_by) or (rounds and not self.newest[0]):
            return "is made from entries that do not exist."
        return None

    def verdict(self) -> str | None:
        """Return what is wrong with the figure, or None."""
        facts, computed, name = self.facts, self.computed(), f"{self.code} (entry {self.index})"
        if misled := self.misled():
            return f"{name} {misled}"
        published = facts.get("value", facts.get("cells"))
        rows = computed if isinstance(computed, list) else [computed]
        if "cells_digest" in facts:  # a long table: SHA-256 of its rows, each closed by a line feed
            hashed = hashlib.sha256("".join(f"{row}\n" for row in rows).encode()).hexdigest()
            if (hashed, len(rows)) != (facts["cells_digest"], facts.get("cells_count")):
                return f"{name} was published as another table than its entries give: {computed}."
        elif computed != published or type(computed) is not type(published):
            return f"{name} was published as {published}, but its entries give {computed}."
        if len({str(facts.get("round")) for _, facts in self.chosen}) > 1:
            return f"{name} is made from entries of more than one round of a count."
        numbers = [str(row).rpartition(":")[2] for row in rows]
        if few := [number for number in numbers if number.isdigit() and 0 < int(number) < facts.get("smallest", 0)]:
            return f"{name} tells of {few[0]}, though of fewer than {facts['smallest']} it says to tell nothing."
        return None

    def told(self) -> str:
        """Say what it comes to and how it is made, for who reads along."""
        facts, stated = self.facts, f", as stated by entry {', '.join(map(str, self.stated_by))}"
        conditions = [facts["of_type"], facts.get("of_ref", ""), *facts.get("of_facts", [])]
        made = f"{facts['how']} of {' '.join(str(each) for each in conditions if each)}"
        return (
            f"figure      {self.code} of {self.about}: {self.computed()}{stated if self.stated_by else ''}\n"
            f"made from   {made}, entries {facts['of_from']} to below {facts['of_to']}"
        )


# What holds between the totals of one count, where it has both. `kept`: how many entries stand for one thing each. Of a
# table: its `sum`, its `most`, and how many `rows` it has without those that stand for several or for none.
TOTALS = {
    "conference.attendance": "kept = people, took_part <= people, peak <= people, countries <= people,"
    " sum by_country = people, sum by_capacity = people, most by_item <= people, rows by_country <= countries",
    "conference.floor": "answered <= asked, spoke_countries <= spoke, sum poll <= voices",
    "register.network": "kept = communities",
    "register.quarter": "kept = reported",
}


def cells_of(cells: list[Any]) -> dict[str, int]:
    """Read the rows of a table, each `<row>:<number>`."""
    rows = [str(each).rpartition(":") for each in cells]
    are_numbers = all(re.fullmatch("[0-9]+", number) for _, _, number in rows)
    must(are_numbers, f"A table has a row that says no number: {cells}")
    return {row: int(number) for row, _, number in rows}


@dataclass
class Count:
    """What all entries of one count say together, and what else the log has of it."""

    kind: str
    facts: Facts = field(default_factory=dict)
    stated_by: list[int] = field(default_factory=list)
    kept: int = 0  # entries that stand for one thing each
    records: list[Facts] = field(default_factory=list)  # those of them that were opened
    refs: set[str] = field(default_factory=set)  # of the communities among them; people have random ones
    again: list[int] = field(default_factory=list)  # entries of communities that had one

    def keep(self, index: int, ref: str) -> None:
        """Take an entry that stands for one thing."""
        self.kept += 1
        if self.kind.startswith("register."):
            self.again += [index] if ref in self.refs else []
            self.refs.add(ref)

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

    def contradictions(self) -> Iterator[str]:
        """Hold its totals against each other, and against the entries and records of its people."""
        totals = {name: fact for name, fact in self.facts.items() if type(fact) is int} | {"kept": self.kept}
        for name, cells in ((name, cells_of(fact)) for name, fact in self.facts.items() if isinstance(fact, list)):
            totals |= {f"sum {name}": sum(cells.values()), f"most {name}": max(cells.values(), default=0)}
            totals[f"rows {name}"] = len(cells.keys() - {"other", "unknown"})
        for relation in filter(None, TOTALS[self.kind].split(", ")):
            one, sign, other = re.split(" (<=|=) ", relation)
            difference = totals.get(one, 0) - totals.get(other, 0) if {one, other} <= totals.keys() else 0
            if difference > 0 or (difference and sign == "="):
                yield f"says {one}: {totals[one]} and {other}: {totals[other]}, but it must be {relation}"
        yield from (f"has a second entry for one community, entry {index}" for index in self.again)
        people = len(self.records)
        if self.stated_by and self.facts.get("people", self.kept) == people > 0:
            print(f"revealed    all {people} people of the count of entry {self.stated_by[0]}: counted again")
            yield from self.recounted()

    def recounted(self) -> Iterator[str]:
        """Count again from the opened records of everybody; say what differs."""
        for name, column in (("by_country", "country"), ("by_capacity", "capacity")):
            if not isinstance(cells := self.facts.get(name), list):
                yield f"tells no {name}, which the opened records do"
                continue
            true = Counter(str(each.get(column)).lower() or "unknown" for each in self.records)
            told = cells_of(cells)
            together = told.pop("other", 0)
            for row, number in told.items():
                if true.pop(row, 0) != number:
                    yield f"says {number} for {row} in {name}, which the opened records do not"
            if sum(true.values()) != together:
                yield f"says {together} for other in {name}, which the opened records do not"
        minutes = [each["minutes"] for each in self.records if type(each.get("minutes")) is int]
        least, most = sum(each > 10 for each in minutes), sum(each >= 10 for each in minutes)  # they are rounded
        took_part = self.facts.get("took_part", least)
        if type(took_part) is not int or not least <= took_part <= most:
            yield "says another number of people who stayed than the opened records"


@dataclass
class Reading:
    """What is gathered from all entries: figures, counts, corrections, and what is wrong with their form."""

    claims: dict[int, list[tuple[str, Facts]]] = field(default_factory=dict)  # by index: which file says what of it
    opened: dict[int, Facts] = field(default_factory=dict)  # records of opened commitments, by index
    figures: list[Figure] = field(default_factory=list)
    latest: dict[str, Figure] = field(default_factory=dict)  # publication of a figure, by its reference
    refs: dict[tuple[str, str], str] = field(default_factory=dict)  # the reference of a figure about a thing
    corrected: dict[int, int] = field(default_factory=dict)  # index of the entry -> index of its first correction
    counts: dict[tuple[str, str, int], Count] = field(default_factory=dict)  # by kind, thing and round
    unread: set[int] = field(default_factory=set)  # entries of another form
    wrong: list[str] = field(default_factory=list)

    def take(self, index: int, raw: bytes) -> None:
        self.unread.add(index)
        try:
            entry = read_entry(index, raw)
            self.unread.remove(index)
            kind, facts = entry["type"], entry["facts"]
            for file, fields in self.claims.pop(index, []):
                if any(entry.get(name) != said for name, said in fields.items()):
                    self.wrong.append(f"{file} says something else of entry {index} than the log.")
            if kind == "report.figure.published":
                self.follow(Figure(index, entry["ref"], facts))
            elif kind == "evidence.entry.corrected":
                before = type(facts.get("index")) is int and 0 <= facts["index"] < index
                must(before, f"Entry {index} corrects no entry that stands before it.")
                self.corrected.setdefault(facts["index"], index)
            elif kind.rpartition(".")[0] in TOTALS:
                self.count(index, entry)
            elif kind.startswith("evidence.key."):
                print(f"key         {kind.rpartition('.')[2]} by entry {index}: {facts.get('id')}")
        except Wrong as trouble:
            self.wrong.append(str(trouble))

    def follow(self, figure: Figure) -> None:
        """Refuse a figure that has two references, shares one, or hides a publication."""
        what, last = f"Entry {figure.index} publishes {figure.code} of {figure.about}", self.latest.get(figure.ref)
        ref = self.refs.setdefault((figure.code, figure.about), figure.ref)
        must(ref == figure.ref, f"{what} a second time, as another figure.")
        self.figures.append(figure)
        self.latest[figure.ref] = figure
        number, index = (last.facts["number"], last.index) if last else (0, None)
        is_next = (figure.facts["number"], figure.facts.get("replaces")) == (number + 1, index)
        must(is_next, f"Entry {figure.index} hides a publication of {figure.code}: its number is not next.")
        is_same = last is None or (last.code, last.about) == (figure.code, figure.about)
        must(is_same, f"{what} under the reference of another figure.")

    def count(self, index: int, entry: Facts) -> None:
        """Gather what belongs to one count: entries of its people, its totals, its tables."""
        facts, (kind, _, act), thing = entry["facts"], entry["type"].rpartition("."), entry["type"].partition(".")[0]
        if act not in {"kept", "counted", "listed"}:
            return
        must(type(facts.get("round")) is int, f"Entry {index} does not say of which round of the count it is.")
        about = f"{thing}:{facts.get(thing)}" if act == "kept" else entry["ref"]
        count = self.counts.setdefault((kind, about, facts["round"]), Count(kind))
        if act == "kept":
            count.keep(index, entry["ref"])
            count.records += [self.opened[index]] if index in self.opened else []
        else:
            count.take(index, facts)

    def choose(self, entries: Iterator[tuple[int, bytes]]) -> None:
        """Give every figure the entries it is made from."""
        of_type: dict[str, list[Figure]] = {}
        for figure in self.figures:
            of_type.setdefault(figure.facts["of_type"], []).append(figure)
        for index, raw in entries:
            entry = {} if index in self.unread else json.loads(raw)
            for figure in of_type.get(entry.get("type", ""), []):
                known_to = figure.facts["of_to"] if index < figure.facts["of_to"] else figure.index
                # A correction that came later takes nothing out of a figure that was published before.
                if index < figure.index and known_to <= self.corrected.get(index, known_to):
                    figure.take(index, entry)

    def add_figure(self, file: str, raw: bytes) -> None:
        """Read the downloaded JSON of a figure: each publication and each entry in it is a claim about the log."""
        try:
            told = json.loads(raw)
            said = [(each["index"], {"facts": each["facts"]}) for each in told["releases"]]
            said += [(each.pop("index"), each) for each in told["entries"]]
            words = told["definition"]["words"]
            last = max((each["facts"] for each in told["releases"]), key=lambda facts: facts["number"])
            hashed = hashlib.sha256(canonical(words)).hexdigest()  # in all languages; none where a backup lost them
            other = [name for name in ("figure", "about", "unit", "smallest") if told[name] != last[name]]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            raise Wrong(f"{file} is not the JSON of a figure.") from None
        must(all(type(index) is int for index, _ in said), f"{file} speaks of an entry that has no index.")
        must(not other, f"{file} says of itself another {', '.join(other)} than was published.")
        must(
            words == {} or hashed == last["meaning"],
            f"{file} explains the figure in other words than those that were published.",
        )
        for index, fields in said:
            self.claims.setdefault(index, []).append((file, fields))

    def add_opened(self, file: str, raw: bytes) -> None:
        """Read opened commitments, one a line: the entry must hold the commitment to the record under the salt."""
        try:
            for each in map(json.loads, raw.decode().splitlines()):
                index, salt, record = int(each["index"]), bytes.fromhex(each["salt"]), dict(each["record"])
                commitment = hmac.new(salt, canonical(record), hashlib.sha256).hexdigest()
                self.claims.setdefault(index, []).append((file, {"commit": commitment}))
                self.opened[index] = record
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Wrong(f"{file} is not a file of opened commitments.") from None
        print(f"revealed    {len(self.opened)} commitments by {file}, to be held against their entries")

    def verdicts(self) -> list[str]:
        """Say what every figure comes to; return what is wrong with figures and counts."""
        for figure in self.latest.values():
            print(figure.told())
            behind = [*(index for index, _ in figure.chosen), figure.index]
            if late := [index for index in behind if index in self.corrected]:
                said = f"entry {self.corrected[late[0]]} has said since that entry {late[0]} is wrong"
                print(f"note        {figure.code} was not published anew, though {said}.")
        stated = sum(figure.how[0] in {"last", "join"} for figure in self.figures)
        print(f"figures     {len(self.figures) - stated} publications counted again, entry by entry")
        print(f"figures     {stated} publications read back from the entry that states each")
        doubts = [(figure.index, trouble) for figure in self.figures if (trouble := figure.verdict())]
        for count in self.counts.values():
            index = next((each for each in count.stated_by if each in self.corrected), (count.stated_by or [0])[0])
            doubts += [(index, f"The count of entry {index} {each}.") for each in count.contradictions()]
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
    log, wrong = Log(source, newest), [cut for name in older if (cut := shorter(newest, name, older[name]))]
    try:
        for index, entry in log.entries():
            reading.take(index, entry)
        print(f"tree        {newest.size} of {newest.size} entries hang on the signed root")
        for index, absent in reading.claims.items():
            reading.wrong.append(f"{absent[0][0]} speaks of entry {index}, which could not be found in the log.")
        wrong += [split for name in older if (split := history(log, name, older[name]))]
        reading.choose(log.entries())
        wrong += reading.wrong + reading.verdicts()
    except Wrong as trouble:
        wrong += [str(trouble), *reading.wrong]
    if source.url:
        source.keep("checkpoint.refused" if wrong else "checkpoint", raw)
    return wrong


def shorter(newest: Checkpoint, name: str, before: Checkpoint) -> str | None:
    if before.size <= newest.size:
        return None
    return f"The log has signed {before.size} entries ({name}) and now shows {newest.size}: it was cut or set back."


def history(log: Log, name: str, before: Checkpoint) -> str | None:
    """Say what is wrong between the log and an older checkpoint of it."""
    if before.size > log.checkpoint.size:
        return None
    if log.root_at(before.size) == before.root:
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
    source, reading = Source(options.copy or folder if url else Path(address), url), Reading()
    remembered = (source.folder / "key").read_text() if (source.folder / "key").is_file() else ""
    text = the_key(options, remembered, source)
    keys = [Key.read(line) for part in [text, *options.witness] for line in part.splitlines()]
    for key in keys:
        print(f"key         {key.text}")
    before = keys + [Key.read(line) for line in remembered.splitlines()]  # of checkpoints from before a change of keys
    older = older_ones(options, source, before)
    for path in options.figure:
        reading.add_figure(str(path), path.read_bytes())
    for path in options.revealed:
        reading.add_opened(str(path), path.read_bytes())
    wrong = check_log(source, keys, older, reading) if address else []
    if url and not wrong:
        source.keep("key", text.encode())
    return wrong


def older_ones(options: argparse.Namespace, source: Source, keys: list[Key]) -> dict[str, Checkpoint]:
    """Read every other checkpoint there is: given, of the copy, of the witnesses, of proofs; return them by name."""
    older = {}
    for path in options.older:
        try:
            older[str(path)] = Checkpoint.read(path.read_bytes(), keys)
        except Wrong as trouble:
            raise Wrong(f"Of {path}: {trouble}") from None
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
