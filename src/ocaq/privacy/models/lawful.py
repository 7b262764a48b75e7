"""What leaves the house: requests under a law, exports; and countries where nothing of people may be kept."""

from django.db import models
from django.db.models import F, Q

from ocaq.kernel.ids import new_ref


class LawfulRequest(models.Model):
    """An authority asks for somebody's record. Two people decide, neither of them who entered it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        AGREED = "agreed"  # by one of two
        GRANTED = "granted"
        REFUSED = "refused"
        DELIVERED = "delivered"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key
    authority = models.CharField(max_length=200)  # who asks
    act = models.CharField(max_length=300)  # the law and the decision it rests on
    asks = models.CharField(max_length=500)  # what of the record
    subject = models.CharField(max_length=60, db_index=True)
    told_from = models.DateTimeField(null=True)  # a delay that the act orders; the person is told at once without
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)
    first_by = models.CharField(max_length=80, blank=True)
    first_at = models.DateTimeField(null=True)
    second_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)  # of a refusal
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by="") | (~Q(second_by=F("first_by")) | Q(first_by="erased")),
                name="privacy_two_people_decide",
            )
        ]

    def __str__(self) -> str:
        return f"lawful request {self.ref}"


class Export(models.Model):
    """A file with people's records that left the house: for whom, for what, until when."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"export {self.ref}"


class DirectoryOnly(models.Model):
    """A country where keeping people's data could endanger them: the site is a directory there and keeps nothing."""

    country = models.CharField(max_length=2)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    why = models.CharField(max_length=300)
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country"], condition=Q(until=None), name="privacy_one_switch_a_country")
        ]

    def __str__(self) -> str:
        return f"directory only in {self.country}"
