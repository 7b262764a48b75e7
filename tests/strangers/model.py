"""A log written the slow and obvious way: the recursion of RFC 9162, and one file after the other."""

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1: the Merkle tree hash of hashed leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = halved(len(leaves))
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def halved(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def inclusion(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162, section 2.1.3.1."""
    if len(leaves) < 2:
        return []
    k = halved(len(leaves))
    if index < k:
        return [*inclusion(index, leaves[:k]), mth(leaves[k:])]
    return [*inclusion(index - k, leaves[k:]), mth(leaves[:k])]


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


ABOUT = "conference:k7m2"


class Signer:
    def __init__(self, name: str, seed: int = 1, kind: int = 1) -> None:
        self.name, self.kind = name, kind
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = bytes([kind]) + self.private.public_key().public_bytes_raw()
        self.identity = hashlib.sha256(name.encode() + b"\n" + self.public).digest()[:4]
        self.vkey = f"{name}+{self.identity.hex()}+{base64.b64encode(self.public).decode()}"

    def line(self, text: str, moment: int = 0) -> str:
        stamp = moment.to_bytes(8, "big") if self.kind == 4 else b""
        message = f"cosignature/v1\ntime {moment}\n{text}" if self.kind == 4 else text
        signature = self.identity + stamp + self.private.sign(message.encode())
        return f"— {self.name} {base64.b64encode(signature).decode()}\n"


class ModelLog:
    def __init__(self, name: str = "model.example/log", seed: int = 1) -> None:
        self.signer = Signer(name, seed)
        self.entries: list[bytes] = []

    def add(
        self, kind: str = "conference.item.added", ref: str = "conference:k7m2", /, by: str = "account", **facts: Any
    ) -> int:
        at = "2026-12-19T12:00:00Z"
        self.entries.append(canonical({"at": at, "by": by, "facts": facts, "ref": ref, "type": kind, "v": 1}))
        return len(self.entries) - 1

    def publish(self, *, how: str, of_type: str, ref: str = "figure:h4w8", **facts: Any) -> int:
        if not {"of_ref", "of_facts"} & facts.keys():
            facts |= {"of_facts": [ABOUT]} if str(of_type).endswith(".kept") else {"of_ref": ABOUT}
        facts.setdefault("about", facts.get("of_ref", ABOUT))
        query = {name: facts[name] for name in ("of_ref", "of_facts") if name in facts} | {
            "how": how,
            "of_type": of_type,
        }
        rest = {"of_from": 0, "of_to": len(self.entries), "number": 1, "as_of": 1797707520, "definition": 1}
        fact = str(how).partition(":")[2]
        name = {"": "people", "deeds": "questions"}.get(fact, fact)
        code = f"{str(of_type).partition('.')[0]}.{name}"
        told = {"figure": code, "query": hashlib.sha256(canonical(query)).hexdigest(), "reason": "first"}
        return self.add("report.figure.published", ref, **(rest | told | query | facts))

    def leaves(self, size: int | None = None) -> list[bytes]:
        return [hashlib.sha256(b"\0" + entry).digest() for entry in self.entries[:size]]

    def checkpoint(self, size: int | None = None, *others: Signer) -> bytes:
        size = len(self.entries) if size is None else size
        text = f"{self.signer.name}\n{size}\n{base64.b64encode(mth(self.leaves(size))).decode()}\n"
        return (text + "\n" + self.signer.line(text) + "".join(each.line(text, 1797707520) for each in others)).encode()

    def proof(self, index: int, size: int | None = None, extra: bytes | None = None) -> bytes:
        path = [base64.b64encode(each).decode() for each in inclusion(index, self.leaves(size))]
        told = [f"extra {base64.b64encode(extra).decode()}"] if extra is not None else []
        head = "\n".join(["c2sp.org/tlog-proof@v1", *told, f"index {index}", *path])
        return head.encode() + b"\n\n" + self.checkpoint(size)

    def write(self, folder: Path, size: int | None = None) -> Path:
        size = len(self.entries) if size is None else size
        shutil.rmtree(folder / "tile", ignore_errors=True)
        self._tiles(folder, "entries", [len(each).to_bytes(2, "big") + each for each in self.entries[:size]])
        row, level = self.leaves(size), 0
        while row:
            self._tiles(folder, str(level), row)
            row = [mth(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
            level += 1
        (folder / "checkpoint").write_bytes(self.checkpoint(size))
        (folder / "key").write_text(self.signer.vkey + "\n")
        return folder

    def _tiles(self, folder: Path, kind: str, row: list[bytes]) -> None:
        for number in range(-(-len(row) // 256)):
            part = row[number * 256 : number * 256 + 256]
            # Fewer than a million tiles: two elements of the path are enough.
            name = f"x{number // 1000:03d}/{number % 1000:03d}" if number > 999 else f"{number:03d}"
            file = folder / "tile" / kind / (name if len(part) == 256 else f"{name}.p/{len(part)}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"".join(part))


def a_log(people: int = 560, *, seed: int = 1) -> ModelLog:
    """Return a log with people who came, and two figures made from them."""
    log = ModelLog(seed=seed)
    for person in range(people):
        log.add("conference.attendance.kept", f"attendance:p{person}", conference="k7m2", round=1)
    log.publish(
        how="count", of_type="conference.attendance.kept", of_facts=["conference:k7m2", "round:1"], value=people
    )
    log.add("conference.attendance.listed", by_country=["tr:96", "de:84", "other:14"], round=1)
    log.publish(
        ref="figure:r2d8",
        how="join:by_country",
        of_type="conference.attendance.listed",
        cells=["tr:96", "de:84", "other:14"],
    )
    return log
