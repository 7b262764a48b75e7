"""How a command writes its entry."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from ocaq.evidence.models import Entry
from ocaq.evidence.vocabulary import KINDS, is_actor
from ocaq.kernel import prepared
from ocaq.kernel.actor import Actor

Fact = int | bool | str | None | list[int] | list[str]
VERSION = 1
ERASED = "erased"
LONGEST = 1_023
# A bundle of entries gives each length in 16 bits.
LONGEST_TABLE = 65_535
# A published table stands in one entry: who checks a figure needs one proof for all of it.
TABLES = frozenset({"report.figure.published"})
_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_spell = msgspec.json.Encoder(order="sorted").encode
# Every act pays for these few lines, right after the disk made it wait: little code, and no ORM.
insert = prepared.Insert("evidence_entry", ("kind", "subject", "by", "at", "body"))


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
        facts: those that `vocabulary.toml` gives this kind, and no others.
        commit: `commitments.commitment` over what nobody else may read.

    Raises:
        ValueError: something that the vocabulary does not know, few people among it, or more than fits an entry.
    """
    moment = str(at.astimezone(UTC))[:19]
    body = public_half(kind=kind, subject=subject, by=by, moment=moment, facts=facts or {}, commit=commit)
    insert(kind, subject, by.ref, moment, body)


def public_half(
    *, kind: str, subject: str, by: Actor, moment: str, facts: Mapping[str, Fact], commit: str | None
) -> str:
    """Return the canonical JSON that the log publishes, see docs/log-format.md.

    Args:
        moment: `2026-12-19 12:00:00`, in UTC.
    """
    _refuse_unfit(kind, subject, by.public, facts, commit)
    # Its names in order and its texts without anything to escape: the canonical spelling, which a test compares.
    pledge = "" if commit is None else f'"commit":"{commit}",'
    at = f"{moment[:10]}T{moment[11:]}Z"
    body = (
        f'{{"at":"{at}","by":"{by.public}",{pledge}"facts":{_spell(facts).decode()},'
        f'"ref":"{subject}","type":"{kind}","v":{VERSION}}}'
    )
    if len(body) > (LONGEST_TABLE if kind in TABLES else LONGEST):
        raise _unfit(kind, f"it would have {len(body)} bytes")
    return body


def _refuse_unfit(kind: str, subject: str, by: str, facts: Mapping[str, Fact], commit: str | None) -> None:
    known = KINDS.get(kind)
    if known is None:
        raise _unfit(kind, "say in src/ocaq/evidence/vocabulary.toml what it tells")
    if not is_actor(by):
        raise _unfit(kind, "its actor is none of the vocabulary")
    if commit is not None and not _COMMITMENT.fullmatch(commit):
        raise _unfit(kind, "its commit is not a commitment")
    if why := known.misfit(subject, facts, sealed=commit is not None):
        raise _unfit(kind, f"{why} (src/ocaq/evidence/vocabulary.toml)")


def _unfit(kind: str, why: str) -> ValueError:
    return ValueError(f"no entry {kind}: {why}")


def unname(subjects: Collection[str], *, by: str) -> None:
    """Part entries from the actor `by` who was erased, in the current transaction; the public half never named them."""
    theirs = Entry.objects.filter(subject__in=subjects, by=by)
    theirs.filter(index__isnull=False).update(by=ERASED)
    theirs.filter(index=None).update(by=ERASED)


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of `parts` in order, each closed by a line feed, as 64 hexadecimal digits."""
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()
