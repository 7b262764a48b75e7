"""Gives entries their places, one writer at a time, and signs where the log then ends."""

import time
from collections.abc import Sequence
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction

from ocaq.evidence import copy, keys
from ocaq.evidence.models import Cosigned, Entry, Head, Key
from ocaq.evidence.recording import record
from ocaq.evidence.rules.guard import Before, refusal_to_sign
from ocaq.evidence.rules.notes import Checkpoint, Signer, Verifier
from ocaq.evidence.rules.tree import Edge, leaf_hash, root_at
from ocaq.evidence.shelf import KEY, WITNESSED, Damaged, Shelf
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.refusals import NotPossible

log = structlog.get_logger()
BY = system("log")
AT_ONCE = 5_000
PATIENCE_S = 15.0
_WAITING = 'SELECT id, body FROM evidence_entry WHERE "index" IS NULL ORDER BY id LIMIT %s'
_KEYS_WAITING = 'SELECT id, body FROM evidence_entry WHERE "index" IS NULL AND kind = %s ORDER BY id'
_PLACE = 'UPDATE evidence_entry SET "index" = %s, leaf = %s WHERE id = %s'


def place() -> int:
    """Place every committed entry, sign, keep the copy, publish the tiles; return how many entries the log has.

    Outside any transaction: what is signed must be committed. A process that does not sign waits for the one that does.

    Raises:
        NotPossible: `log-…`, nothing may be signed; entries wait and lose nothing.
    """
    if not settings.LOG_SIGNED_HERE:
        return _wait()
    own = signers()
    while True:
        count, size = _place_some(own), publish()
        if count < AT_ONCE:
            return size


def _wait() -> int:
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    until = time.monotonic() + PATIENCE_S
    while Entry.objects.filter(index=None, pk__lte=newest).exists():
        if time.monotonic() > until:
            raise NotPossible("log-waits")
        time.sleep(0.1)
    return Head.objects.get(pk=Head.ONLY).size


def publish() -> int:
    """Keep the copy of the last checkpoint and bring the tiles up to it; return its size (three SQL queries)."""
    head = Head.objects.filter(pk=Head.ONLY).first()
    if head is None or not head.note:
        return 0
    checkpoint, shelf = Checkpoint.read(head.note), Shelf()
    witnessed = Cosigned.objects.order_by("-size").values_list("note", flat=True).first()
    current = Key.objects.filter(retired_at=None).order_by("-pk").values_list("verifier", flat=True)
    _keep(checkpoint)
    try:
        shelf.publish(checkpoint)
        shelf.put(KEY, "".join(f"{text}\n" for text in current))
        if witnessed:
            shelf.put(WITNESSED, witnessed)
    except Damaged as error:
        log.warning("log.damaged", what=str(error))
        raise NotPossible("log-damaged") from None
    except OSError as error:
        log.warning("log.tiles_unwritable", error=type(error).__name__, errno=error.errno)
        raise NotPossible("log-tiles-unwritable") from None
    return head.size


def signers() -> list[Signer]:
    """Return the signing keys.

    Raises:
        NotPossible: `log-key-missing`, for what cannot be read too.
    """
    try:
        return keys.signers()
    except (ValueError, OSError):
        log.warning("log.key_unreadable")
        raise NotPossible("log-key-missing") from None


def _keep(checkpoint: Checkpoint) -> None:
    try:
        copy.keep(checkpoint)
    except ValueError:
        raise NotPossible("log-copy-foreign") from None
    except OSError as error:
        log.warning("log.copy_unwritable", error=type(error).__name__, errno=error.errno)
        raise NotPossible("log-copy-unwritable") from None


@transaction.atomic(durable=True)
def _place_some(own: Sequence[Signer]) -> int:
    """Place at most AT_ONCE entries and sign, under the lock of the head; return how many."""
    head = locked_head()
    edge = edge_of(head)
    guard(head, edge, own)
    if not head.note:
        # From the very first commit on, a second place without a copy means that it was lost.
        _keep(signed(edge, own))
    _introduce([signer.verifier for signer in own])
    waiting = _waiting(is_first=edge.size == 0)
    if waiting:
        leaves = [leaf_hash(body.encode()) for _, body in waiting]
        places = range(edge.size, edge.size + len(waiting))
        rows = [(place, leaf, id_) for place, leaf, (id_, _) in zip(places, leaves, waiting, strict=True)]
        with connection.cursor() as cursor:
            cursor.executemany(_PLACE, rows)
        edge.extend(leaves)
    if waiting or not _is_signed_alike(head, own):
        head.size, head.edge, head.note = edge.size, edge.pack(), signed(edge, own).note
        head.signed_at = clock.now()
        head.save()
    return len(waiting)


def _waiting(*, is_first: bool) -> list[tuple[int, str]]:
    """Return (id, body) of entries to place, in their order: before all others the key that the log begins with."""
    keys_first: list[tuple[int, str]] = []
    with connection.cursor() as cursor:
        if is_first:
            cursor.execute(_KEYS_WAITING, ("evidence.key.added",))
            keys_first = cursor.fetchall()
        cursor.execute(_WAITING, (AT_ONCE,))
        return list(dict.fromkeys([*keys_first, *cursor.fetchall()]))


def locked_head() -> Head:
    head, _ = Head.objects.select_for_update().get_or_create(pk=Head.ONLY)
    return head


def edge_of(head: Head) -> Edge:
    """Return the edge of the tree as the database has it.

    Raises:
        NotPossible: `log-damaged`.
    """
    try:
        return Edge.unpack(head.size, bytes(head.edge))
    except ValueError:
        raise NotPossible("log-damaged") from None


def guard(head: Head, edge: Edge, own: Sequence[Signer]) -> None:
    """Refuse to go on where a signature could contradict an earlier one.

    Raises:
        NotPossible: `log-…`.
    """
    shown = Shelf().checkpoint()
    if shown and shown.size > head.size and is_ours(shown, own):
        raise NotPossible("log-older-than-copy")  # strangers have been shown it, whatever the second place remembers
    try:
        kept = copy.kept()
    except ValueError:
        raise NotPossible("log-copy-foreign") from None
    except OSError:
        raise NotPossible("log-copy-unwritable") from None
    before = Before(
        own=[signer.verifier for signer in own],
        known=known_keys(),
        current=known_keys(retired_at=None),
        last=Checkpoint.read(head.note) if head.note else None,
        root=edge.root(),
        kept=kept,
        begins_with=begins_with,
    )
    code = refusal_to_sign(before)
    if code:
        raise NotPossible(code)


def is_ours(checkpoint: Checkpoint, own: Sequence[Signer]) -> bool:
    """Say whether this log signed the checkpoint, with a key of today or of before."""
    verifiers = [*known_keys(), *(signer.verifier for signer in own)]
    return bool(own) and checkpoint.origin == own[0].name and checkpoint.is_signed_by(verifiers)


def known_keys(**only: object) -> list[Verifier]:
    texts = Key.objects.filter(**only).order_by("pk").values_list("verifier", flat=True)
    return [Verifier.read(text) for text in texts]


def begins_with(earlier: Checkpoint) -> bool:
    """Say whether the entries placed up to an earlier checkpoint have its root, with the tiles brought up to it."""
    shelf = Shelf()
    try:
        shelf.publish(earlier)
        return root_at(earlier.size, shelf.subtrees(earlier.size)) == earlier.root
    except Damaged:
        return False


def _introduce(own: Sequence[Verifier]) -> None:
    """Write down keys that are new, and those no longer used; one that was here already vouches for a new one."""
    now = clock.now()
    texts = [verifier.text for verifier in own]
    known = {*known_keys(retired_at=None)}
    for verifier in own:
        if verifier not in known:
            add_key(verifier, kind="evidence.key.added")
    for key in Key.objects.exclude(verifier__in=texts).filter(retired_at=None):
        Key.objects.filter(pk=key.pk).update(retired_at=now)
        facts = facts_of(Verifier.read(key.verifier))
        record(kind="evidence.key.retired", subject="log:key", by=BY, at=now, facts=facts)


def add_key(verifier: Verifier, *, kind: str, **facts: Any) -> None:
    remember_key(verifier)
    record(kind=kind, subject="log:key", by=BY, at=clock.now(), facts=facts_of(verifier) | facts)


def remember_key(verifier: Verifier) -> None:
    Key.objects.update_or_create(
        verifier=verifier.text, defaults={"retired_at": None}, create_defaults={"added_at": clock.now()}
    )


def facts_of(verifier: Verifier) -> dict[str, str]:
    return {"id": verifier.id.hex(), "public": verifier.public.hex()}


def _is_signed_alike(head: Head, own: Sequence[Signer]) -> bool:
    if not head.note:
        return False
    checkpoint = Checkpoint.read(head.note)
    return all(checkpoint.is_signed_by([signer.verifier]) for signer in own)


def signed(edge: Edge, own: Sequence[Signer]) -> Checkpoint:
    text = Checkpoint(own[0].name, edge.size, edge.root()).text
    return Checkpoint(own[0].name, edge.size, edge.root(), tuple(signer.sign(text) for signer in own))


def note_trouble(code: str) -> None:
    """Write down what stops the log, or with an empty code that nothing does."""
    if code and not Head.objects.filter(pk=Head.ONLY).exists():
        Head.objects.get_or_create(pk=Head.ONLY)
    Head.objects.exclude(trouble=code).filter(pk=Head.ONLY).update(trouble=code)
