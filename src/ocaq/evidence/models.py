from django.db import models


class Entry(models.Model):
    """One act: kind, subject, actor, time and facts that name nobody. No foreign keys: it outlives its subjects."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["kind", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
