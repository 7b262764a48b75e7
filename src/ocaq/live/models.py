from django.db import models


class Channel(models.Model):
    """A numbered stream; `head` is the number of its last event."""

    name = models.CharField(max_length=120, unique=True)
    head = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.head}"


class Event(models.Model):
    """One event of a channel. `body` is the patch as JSON, with texts in every language they have."""

    channel = models.CharField(max_length=120)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "seq"], name="live_one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.channel} {self.seq} {self.kind}"
