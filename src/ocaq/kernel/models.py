from django.db import models


class OutboxMessage(models.Model):
    """An event to be delivered at least once; written in the transaction that caused it."""

    topic = models.CharField(max_length=100)
    body = models.JSONField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(delivered_at=None), name="kernel_outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"
