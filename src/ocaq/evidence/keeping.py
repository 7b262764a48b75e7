"""What a person does for the log: takes back what a backup lost, changes keys, adds witnesses, corrects an entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from django.db import transaction

from ocaq.evidence import copy, sequencer
from ocaq.evidence.models import Cosigned, Entry, Head
from ocaq.evidence.recording import record
from ocaq.evidence.rules.notes import COSIGNATURE, Checkpoint, Verifier
from ocaq.evidence.rules.tiles import WIDTH
from ocaq.evidence.rules.tree import leaf_hash, root_at
from ocaq.evidence.shelf import Damaged, Shelf
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid

FROM_THE_LOG = "log"  # the actor of an entry that came back: only its public half is known


@transaction.atomic
def correct_entry(*, index: int, reason: str, by: Actor, at: datetime) -> None:
    """Say by a new entry that an earlier one is wrong; the earlier one stays as it is.

    Raises:
        NotFound: `no-such-entry`, no placed entry has this index.
    """
    if not Entry.objects.filter(index=index).exists():
        raise NotFound("no-such-entry")
    record(kind="evidence.entry.corrected", subject="log:entry", by=by, at=at, facts={"index": index, "reason": reason})


def take_back(shelf: Shelf) -> int:
    """Put the entries back that the database lost and that `shelf` holds; return how many.

    Raises:
        NotPossible: `log-nothing-lost`, `log-copy-foreign`, or `log-not-of-this-log`: these tiles do not lead to the
            checkpoint they were shown under, or to the later one of the second place.
    """
    own = sequencer.signers()
    with transaction.atomic(durable=True):
        head, kept = sequencer.locked_head(), _furthest(shelf)
        if kept is None or kept.size <= head.size:
            raise NotPossible("log-nothing-lost")
        if not sequencer.is_ours(kept, own):
            raise NotPossible("log-copy-foreign")
        edge = sequencer.edge_of(head)
        lost = _entries_of(shelf, head.size, kept.size)
        edge.extend(leaf_hash(body) for body in lost)
        if edge.root() != kept.root:
            raise NotPossible("log-not-of-this-log")
        for index, body in enumerate(lost, start=head.size):
            _put_back(index, body.decode())
        head.size, head.edge, head.note, head.signed_at = edge.size, edge.pack(), kept.note, clock.now()
        head.save()
        _keys_told(lost)
    copy.keep(kept)
    sequencer.place()
    return len(lost)


def _furthest(shelf: Shelf) -> Checkpoint | None:
    """Return the later of what the second place remembers, if it does, and what these tiles were shown under."""
    known = [checkpoint for checkpoint in (copy.kept(), shelf.checkpoint()) if checkpoint is not None]
    return max(known, key=lambda checkpoint: checkpoint.size, default=None)


def _entries_of(shelf: Shelf, start: int, end: int) -> list[bytes]:
    try:
        bundles = range(start // WIDTH, -(-end // WIDTH))
        entries = [entry for place in bundles for entry in shelf.entries(place, end)]
    except Damaged:
        raise NotPossible("log-not-of-this-log") from None
    return entries[start % WIDTH :]


def _put_back(index: int, body: str) -> None:
    """Place the row that waits with this very body, or write one of what strangers know."""
    leaf = leaf_hash(body.encode())
    waiting = Entry.objects.filter(index=None, body=body).order_by("pk").values_list("pk", flat=True).first()
    if waiting is not None:
        Entry.objects.filter(pk=waiting).update(index=index, leaf=leaf)
        return
    said: dict[str, Any] = msgspec.json.decode(body)
    Entry.objects.create(
        kind=said["type"],
        subject=said["ref"],
        by=FROM_THE_LOG,
        at=datetime.fromisoformat(said["at"]),
        body=body,
        index=index,
        leaf=leaf,
    )


def _keys_told(entries: Sequence[bytes]) -> None:
    """Learn again of keys that were introduced in what was lost."""
    for body in entries:
        said: Mapping[str, Any] = msgspec.json.decode(body)
        if said["type"] in {"evidence.key.added", "evidence.key.replaced"}:
            name, facts = Head.objects.get(pk=Head.ONLY).note.partition("\n")[0], said["facts"]
            sequencer.remember_key(Verifier(name, 1, bytes.fromhex(facts["public"])))


def renew_copy() -> int:
    """Write the second place anew from the database, because its copy is gone; return the log's size.

    Raises:
        NotPossible: `log-older-than-copy` or `log-split`: there is a copy, and it knows better.
    """
    own = sequencer.signers()
    head = Head.objects.filter(pk=Head.ONLY).first()
    if head is None or not head.note:
        raise NotPossible("log-nothing-lost")
    try:
        sequencer.guard(head, sequencer.edge_of(head), own)
    except NotPossible as refused:
        if refused.code not in {"log-copy-missing", "log-copy-foreign"}:
            raise
    copy.replace(Checkpoint.read(head.note))
    return sequencer.place()


def replace_key(reason: Literal["lost", "stolen"]) -> str:
    """Go on with a key that no earlier one vouches for; return its public text.

    Raises:
        NotPossible: `log-key-known`, there is nothing to replace.
    """
    own = [signer.verifier for signer in sequencer.signers()]
    with transaction.atomic(durable=True):
        sequencer.locked_head()
        current = sequencer.known_keys(retired_at=None)
        if not current or set(own) & set(current):
            raise NotPossible("log-key-known")
        sequencer.add_key(own[0], kind="evidence.key.replaced", reason=reason)
    sequencer.place()
    return own[0].text


def add_witness(note: str, witness: Verifier) -> int:
    """Keep and show a witness's cosignature of one of our checkpoints; return the size it is about.

    Raises:
        NotValid: `log-not-cosigned`: no checkpoint of this log, or not signed by this witness.
        NotPossible: `log-split`: the checkpoint is signed by our key, and is of another history.
    """
    checkpoint = _ours(note)
    lines = [line for line in checkpoint.lines if witness.accepts(line, checkpoint.text)]
    if witness.kind != COSIGNATURE or not lines:
        raise NotValid("log-not-cosigned")
    shelf = Shelf()
    shown = shelf.checkpoint()
    if (
        shown is None
        or checkpoint.size > shown.size
        or root_at(checkpoint.size, shelf.subtrees(checkpoint.size)) != checkpoint.root
    ):
        raise NotPossible("log-split")
    with transaction.atomic():
        row = Cosigned.objects.select_for_update().filter(size=checkpoint.size).first()
        before = Checkpoint.read(row.note).lines if row else _own_lines(checkpoint)
        merged = Checkpoint(
            checkpoint.origin, checkpoint.size, checkpoint.root, tuple(dict.fromkeys([*before, *lines]))
        )
        Cosigned.objects.update_or_create(size=checkpoint.size, defaults={"note": merged.note, "at": clock.now()})
    sequencer.publish()
    return checkpoint.size


def _ours(note: str) -> Checkpoint:
    try:
        checkpoint = Checkpoint.read(note)
    except ValueError:
        raise NotValid("log-not-cosigned") from None
    if not checkpoint.is_signed_by(sequencer.known_keys()):
        raise NotValid("log-not-cosigned")
    return checkpoint


def _own_lines(checkpoint: Checkpoint) -> list[str]:
    keys = sequencer.known_keys()
    return [line for line in checkpoint.lines if any(key.accepts(line, checkpoint.text) for key in keys)]
