"""When the log may not sign: nothing signed may ever contradict what was signed before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ocaq.evidence.rules.notes import Checkpoint, Verifier


@dataclass(frozen=True, slots=True)
class Before:
    """What is at hand before signing.

    Args:
        own: keys of this server, the one of the log's name first.
        known: every key the log ever signed with.
        current: those of them that are not retired.
        last: the last checkpoint as the database has it, None before the first.
        root: of the tree as the database has it, at the size of `last`.
        kept: the last checkpoint as the second place has it.
        begins_with: says whether the tree had the root of this smaller checkpoint at its size.
    """

    own: Sequence[Verifier]
    known: Sequence[Verifier]
    current: Sequence[Verifier]
    last: Checkpoint | None
    root: bytes
    kept: Checkpoint | None
    begins_with: Callable[[Checkpoint], bool]


def refusal_to_sign(before: Before) -> str | None:
    """Return the code of the first reason not to sign, or None."""
    if not before.own:
        return "log-key-missing"
    if before.known and not set(before.own) & set(before.current):
        return "log-key-unknown"
    return _refusal_by_last(before) or _refusal_by_copy(before)


def _refusal_by_last(before: Before) -> str | None:
    last = before.last
    if last is None:
        return None
    if last.origin != before.own[0].name:
        return "log-other-name"
    return None if last.is_signed_by([*before.known]) and last.root == before.root else "log-damaged"


def _refusal_by_copy(before: Before) -> str | None:
    size, kept = before.last.size if before.last else 0, before.kept
    if kept is None:
        return "log-copy-missing" if before.last else None
    if kept.origin != before.own[0].name or not kept.is_signed_by([*before.known, *before.own]):
        return "log-copy-foreign"
    if kept.size > size:
        return "log-older-than-copy"
    agrees = kept.root == before.root if kept.size == size else before.begins_with(kept)
    return None if agrees else "log-split"
