"""How a command writes its entry."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from django.db import connection

from ocaq.evidence.canonical import Value, canonical
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor

Fact = int | bool | str | None | list[int] | list[str]
VERSION = 1
ERASED = "erased"
# A bundle of entries gives each length in 16 bits.
LONGEST = 65_535
# Facts are ids, numbers, codes and digests. Spaces or capitals would mean that somebody's words slipped in.
_CODE = re.compile(r"[a-z0-9][a-z0-9._:/@+-]{0,99}")
_KIND = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")
_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_INSERT = "INSERT INTO evidence_entry (kind, subject, by, at, body) VALUES (%s, %s, %s, %s, %s)"


def record(
    *,
    kind: str,
    subject: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Fact] | None = None,
    commit: str | None = None,
) -> None:
    """Append an entry in the current transaction; strangers will read all of it except who `by` is.

    Args:
        kind: `<domain>.<thing>.<past-verb>`.
        subject: `<thing>:<ref>`, opaque.
        at: aware; the public half keeps whole seconds.
        facts: integers, codes of at most 100 lower-case characters, digests, or lists of them.
        commit: `commitments.commitment` over what nobody else may read.

    Raises:
        ValueError: a kind of another form, a fact that could be a person's words, or more than fits an entry.
    """
    body = public_half(kind=kind, subject=subject, by=by, at=at, facts=facts or {}, commit=commit)
    insert(kind, subject, by.ref, at, body)


def public_half(
    *, kind: str, subject: str, by: Actor, at: datetime, facts: Mapping[str, Fact], commit: str | None
) -> str:
    """Return the canonical JSON that the log publishes, see docs/log-format.md."""
    if not _KIND.fullmatch(kind):
        message = f"not a kind of entry: {kind}"
        raise ValueError(message)
    if commit is not None and not _COMMITMENT.fullmatch(commit):
        message = f"commit of {kind} is not a commitment"
        raise ValueError(message)
    _refuse_words(kind, {"subject": subject, **facts})
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    half: dict[str, Value] = {"at": moment, "by": by.public, "facts": facts, "ref": subject, "type": kind, "v": VERSION}
    body = canonical(half if commit is None else half | {"commit": commit})
    if len(body) > LONGEST:
        message = f"an entry of {len(body)} bytes: {kind}"
        raise ValueError(message)
    return body.decode("ascii")


def _refuse_words(kind: str, facts: Mapping[str, Fact]) -> None:
    for name, fact in facts.items():
        for value in fact if isinstance(fact, list) else [fact]:
            if isinstance(value, str) and not _CODE.fullmatch(value):
                message = f"fact {name!r} of {kind} is not a code"
                raise ValueError(message)


def insert(kind: str, subject: str, by: str, at: datetime, body: str) -> None:
    """Write the row; one statement without the ORM, because every act pays for it."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, (kind, subject, by, moment, body))


def unname(subjects: Collection[str], *, by: str) -> None:
    """Part entries from the actor `by` who was erased, in the current transaction; the public half never named them."""
    theirs = Entry.objects.filter(subject__in=subjects, by=by)
    theirs.filter(index__isnull=False).update(by=ERASED)
    theirs.filter(index=None).update(by=ERASED)


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of `parts` in order, each closed by a line feed, as 64 hexadecimal digits."""
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()
