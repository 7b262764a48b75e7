from typing import Any

import msgspec
from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One act. No foreign keys: it outlives its subjects.

    `body` is the public half, canonical JSON in ASCII, never changed; the sequencer gives `index` and `leaf`.
    The other columns are for our own queries; `by` is the actor in full and leaves this table for no page.
    """

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    body = models.TextField()
    index = models.BigIntegerField(null=True, unique=True)
    leaf = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"]),
            models.Index(fields=["kind", "index"]),
            models.Index(fields=["id"], condition=Q(index__isnull=True), name="evidence_entry_unplaced"),
        ]
        constraints = [
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
