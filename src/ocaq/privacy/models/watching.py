"""What keeps looks honest: those drawn by lot for a second person to judge, and what was opened in an emergency."""

from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref
from ocaq.privacy.models.looks import Look


class Review(models.Model):
    """A look drawn by lot. It outlives its look as a count."""

    class Verdict(models.TextChoices):
        WAITING = "", "waiting"
        HOLDS = "holds"
        FAILS = "fails"  # its reason does not hold

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    look = models.OneToOneField(Look, on_delete=models.SET_NULL, null=True, related_name="review")
    drawn_at = models.DateTimeField(db_index=True)
    verdict = models.CharField(max_length=5, choices=Verdict.choices, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="privacy_review_decided_whole",
            )
        ]

    def __str__(self) -> str:
        return f"review {self.ref}"


class Emergency(models.Model):
    """For an hour somebody may read the people of a country that is not theirs to look after."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    by = models.CharField(max_length=80)
    office = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"emergency {self.ref}"
