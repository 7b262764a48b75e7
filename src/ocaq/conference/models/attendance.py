"""Who was there: leases of devices, merged into people when counted."""

from django.db import models

from ocaq.conference.models.programme import Conference
from ocaq.evidence.commitments import SALT_BYTES, new_salt
from ocaq.kernel.ids import new_ref


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
        # A beat looks for leases that ran out; an evening's ended ones must not lie in its way.
        indexes = [
            models.Index(
                fields=["conference", "seen_at"], condition=models.Q(lasting=True), name="conference_leases_that_last"
            )
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class Tally(models.Model):
    """What was counted when the conference was over, as the log has it; counted anew it is another round."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="tallies")
    round = models.PositiveSmallIntegerField()
    attendance = models.JSONField()  # {fact: number, or cells of a table}
    floor = models.JSONField()
    asked = models.JSONField(default=list)  # references of the questions in the order of the table of voices
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "round"], name="conference_one_tally_a_round")]

    def __str__(self) -> str:
        return f"tally {self.pk}"


class Attendance(models.Model):
    """One person as counted in the latest round. The log holds a commitment to it; erasing the row erases its salt."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)  # the log's name of it, found nowhere else
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="attendances")
    participant = models.CharField(max_length=12)
    country = models.CharField(max_length=2)
    capacity = models.CharField(max_length=12)
    minutes = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "participant"], name="conference_counted_once")]

    def __str__(self) -> str:
        return f"attendance {self.ref}"
