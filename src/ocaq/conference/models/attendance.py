"""Who was there: leases of devices, merged into people when counted."""

from django.db import models

from ocaq.conference.models.programme import Conference


class PresenceInterval(models.Model):
    """One device present without a gap longer than a lease: [started_at, seen_at + lease) or until it left.

    Country and capacity are copied from the ticket as declared, so that the count survives an erased registration.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="presence")
    participant = models.CharField(max_length=12)
    device = models.CharField(max_length=24)
    country = models.CharField(max_length=2)
    capacity = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    lasting = models.BooleanField(default=True)  # the next beat lengthens it, unless its lease has run out

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "participant", "device"],
                condition=models.Q(lasting=True),
                name="conference_one_lease_a_device",
            ),
        ]
        indexes = [models.Index(fields=["conference", "seen_at"])]

    def __str__(self) -> str:
        return f"presence {self.pk}"
