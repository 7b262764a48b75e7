"""Signed notes and checkpoints: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
DASH = "— "
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[!-*,-~]+")  # ASCII without spaces and plus
_CHECKPOINT = re.compile(r"([!-*,-~]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None
    # The bits that the last letter leaves over could otherwise be flipped unseen.
    if _b64(raw) != text:
        raise ValueError("not base64 in its one spelling")
    return raw


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name, written `name+id+key`."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """Return the key that `text` spells.

        Raises:
            ValueError: no verifier key, of a kind unknown here, or with an id of another key.
        """
        name, kind, raw, given = _parts(text.strip())
        verifier = cls(name, kind, raw)
        if kind not in {ED25519, COSIGNATURE} or len(raw) != 32 or given != verifier.id.hex():
            raise ValueError("not a verifier key of a kind used here, or its id is of another key")
        return verifier

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public)}"

    def accepts(self, line: str, text: str) -> bool:
        """Say whether `line` is this key's good signature of the note's `text`."""
        raw = _signature_of(line, self)
        if raw is None:
            return False
        message = text.encode()
        if self.kind == COSIGNATURE:
            if len(raw) != 72:
                return False
            message = f"cosignature/v1\ntime {int.from_bytes(raw[:8], 'big')}\n".encode() + message
            raw = raw[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, message)
        except InvalidSignature:
            return False
        return True


def _signature_of(line: str, verifier: Verifier) -> bytes | None:
    parts = line.removeprefix(DASH).split(" ")
    if not line.startswith(DASH) or len(parts) != 2 or parts[0] != verifier.name:
        return None
    try:
        raw = _unb64(parts[1])
    except ValueError:
        return None
    return raw[4:] if raw[:4] == verifier.id else None


def _parts(text: str) -> tuple[str, int, bytes, str]:
    """Take `name+id+base64(kind key)` apart."""
    name, id_, key = (*text.split("+", 2), "", "")[:3]
    raw = _unb64(key)
    if not _NAME.fullmatch(name) or len(raw) < 2:
        raise ValueError("not a key")
    return name, raw[0], raw[1:], id_


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name, written `PRIVATE+KEY+name+id+key`."""

    name: str
    seed: bytes

    @classmethod
    def new(cls, name: str) -> "Signer":
        """Make a key.

        Raises:
            ValueError: a name with spaces, plus signs or letters beyond ASCII.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name for a key: {name!r}")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def read(cls, text: str) -> "Signer":
        """Return the key that `text` spells; the message of what it raises never repeats it.

        Raises:
            ValueError: no signing key, or with an id of another key.
        """
        if not text.startswith(_PRIVATE):
            raise ValueError("not a signing key")
        name, kind, seed, given = _parts(text.removeprefix(_PRIVATE))
        if kind != ED25519 or len(seed) != 32:
            raise ValueError("not a signing key")
        signer = cls(name, seed)
        if given != signer.verifier.id.hex():
            raise ValueError("not a signing key: its id is of another")
        return signer

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(self.name, ED25519, public)

    @property
    def text(self) -> str:
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{_b64(bytes([ED25519]) + self.seed)}"

    def sign(self, text: str) -> str:
        """Return the signature line, without a line feed."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{DASH}{self.name} {_b64(self.verifier.id + signature)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the log is and what its root is, with the lines that sign it."""

    origin: str
    size: int
    root: bytes
    lines: tuple[str, ...] = ()

    @classmethod
    def read(cls, note: str) -> "Checkpoint":
        """Return the checkpoint that `note` spells; its signatures are not looked at.

        Raises:
            ValueError: no checkpoint.
        """
        text, _, signatures = note.partition("\n\n")
        match = _CHECKPOINT.fullmatch(f"{text}\n")
        lines = signatures.split("\n")
        if not match or lines[-1:] != [""] or not all(line.startswith(DASH) for line in lines[:-1]):
            raise ValueError("not a checkpoint")
        return cls(match[1], int(match[2]), _unb64(match[3]), tuple(lines[:-1]))

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"

    @property
    def note(self) -> str:
        return f"{self.text}\n" + "".join(f"{line}\n" for line in self.lines)

    def is_signed_by(self, verifiers: "list[Verifier]") -> bool:
        """Say whether one of these keys signed it, and none of them badly."""
        ours = [verifier for verifier in verifiers if any(_signature_of(line, verifier) for line in self.lines)]
        return bool(ours) and all(
            verifier.accepts(line, self.text)
            for verifier in ours
            for line in self.lines
            if _signature_of(line, verifier) is not None
        )


def proof_file(index: int, entry: bytes, path: list[bytes], checkpoint: str) -> str:
    """Return a proof as c2sp.org/tlog-proof@v1 writes it down, with the entry itself as the extra part."""
    return "\n".join(
        ["c2sp.org/tlog-proof@v1", f"extra {_b64(entry)}", f"index {index}", *map(_b64, path), "", checkpoint]
    )
