"""What people ask of their own record: to see it without an account, to have it corrected by somebody."""

from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref
from ocaq.kernel.sealing import SealedColumn


class Code(models.Model):
    """Six digits mailed to an address, known or not. Address and origin stand here as marks alone, for a day."""

    address_mark = models.CharField(max_length=64, db_index=True)
    origin_mark = models.CharField(max_length=64, db_index=True)  # of the network address that asked
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class Request(models.Model):
    """What a person asked the institution about one thing kept of them; it has a clock of thirty days."""

    class Kind(models.TextChoices):
        CORRECT = "correct"
        OBJECT = "object"  # to something being kept or done
        EXPLAIN = "explain"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key
    subject = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = SealedColumn()
    address = SealedColumn()  # where the answer goes
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = SealedColumn()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="privacy_requests_waiting")]

    def __str__(self) -> str:
        return f"request {self.ref}"
