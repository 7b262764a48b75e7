"""Receipts: what somebody agreed to, to which version of which notice, and when they took it back."""

from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref


class Receipt(models.Model):
    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    subject = models.CharField(max_length=60, db_index=True)
    notice = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=10)  # in which the notice was read
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # asked again after that
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "notice", "purpose"],
                condition=Q(withdrawn_at=None),
                name="privacy_one_receipt_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"receipt {self.ref}"
