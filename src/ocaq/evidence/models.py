from typing import Any

import msgspec
from django.db import models
from django.db.models import Q

from ocaq.kernel.rownumber import RowNumber


class Entry(models.Model):
    """One act. No foreign keys: it outlives its subjects.

    `body` is the public half, canonical JSON in ASCII, never changed; the sequencer gives `index` and `leaf`.
    The other columns are for our own queries; `by` is the actor in full and leaves this table for no page.
    """

    id = RowNumber(primary_key=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    body = models.TextField()
    index = models.BigIntegerField(null=True)
    leaf = models.BinaryField(max_length=32, null=True)

    class Meta:
        # Every act pays for an index that knows entries without a place: only one does; the others the sequencer fills.
        indexes = [
            models.Index(fields=["subject"], condition=Q(index__isnull=False), name="evidence_entry_subject"),
            models.Index(fields=["kind", "index"], condition=Q(index__isnull=False), name="evidence_entry_kind"),
            models.Index(fields=["id"], condition=Q(index__isnull=True), name="evidence_entry_unplaced"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["index"], condition=Q(index__isnull=False), name="evidence_entry_place"),
            models.CheckConstraint(
                condition=Q(index__isnull=True, leaf__isnull=True) | Q(index__gte=0, leaf__isnull=False),
                name="evidence_entry_placed_with_leaf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = msgspec.json.decode(self.body)["facts"]
        return facts


class Head(models.Model):
    """The end of the log, one row; whoever places entries holds its lock."""

    ONLY = 1

    size = models.BigIntegerField(default=0)
    edge = models.BinaryField(default=b"")
    note = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, default="")  # code of what stops the signing, empty when nothing does

    def __str__(self) -> str:
        return f"{self.size} entries"


class Key(models.Model):
    """A key the log signs with, or did: the public half only."""

    verifier = models.CharField(max_length=400, unique=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.verifier


class Cosigned(models.Model):
    """A checkpoint that witnesses signed too, with all its lines."""

    size = models.BigIntegerField(unique=True)
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} entries"
