"""How a command writes its entry."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor

Fact = int | bool | str | None | list[int] | list[str]
# Facts are ids, numbers, codes and digests. Spaces or capitals would mean that somebody's words slipped in.
_CODE = re.compile(r"[a-z0-9][a-z0-9._:/@+-]{0,99}")
_KIND = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


def record(*, kind: str, subject: str, by: Actor, at: datetime, facts: Mapping[str, Fact] | None = None) -> None:
    """Append an entry in the current transaction.

    Args:
        kind: `<domain>.<thing>.<past-verb>`.
        subject: `<thing>:<ref>`, opaque.
        facts: integers, codes of at most 100 lower-case characters, digests, or lists of them.

    Raises:
        ValueError: a kind of another form, or a fact that could be a person's words.
    """
    if not _KIND.fullmatch(kind):
        message = f"not a kind of entry: {kind}"
        raise ValueError(message)
    for name, fact in (facts or {}).items():
        for value in fact if isinstance(fact, list) else [fact]:
            if isinstance(value, str) and not _CODE.fullmatch(value):
                message = f"fact {name!r} of {kind} is not a code"
                raise ValueError(message)
    Entry.objects.create(kind=kind, subject=subject, by=by.ref, at=at, facts=dict(facts or {}))


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of `parts` in order, each closed by a line feed, as 64 hexadecimal digits."""
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()
