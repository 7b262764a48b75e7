from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref
from ocaq.kernel.sealing import MarkColumn, SealedBytesColumn, SealedColumn


class Mail(models.Model):
    """One message to one address, rendered when it was queued; what was sent is what stands here."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"  # claimed by one worker until `due_at`, when another may take it over
        SENT = "sent"  # accepted by the mail server
        DEFERRED = "deferred"  # the server could not take it now; tried again at `due_at`
        BOUNCED = "bounced"  # the server knows no such address
        FAILED = "failed"  # refused for good, or tried too often

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    to = SealedColumn()
    to_mark = MarkColumn(of="to")
    subject = models.CharField(max_length=300)  # names nobody
    text = SealedColumn()
    html = SealedColumn()
    about = models.CharField(max_length=120, blank=True, db_index=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200)
    last_error = models.CharField(max_length=80, blank=True)
    queued_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    retried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "deferred", "sending"]), name="mail_due"),
            models.Index(fields=["state", "-queued_at"]),
        ]

    def __str__(self) -> str:
        return f"mail {self.ref}"


class Attachment(models.Model):
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    content = SealedBytesColumn()

    def __str__(self) -> str:
        return f"attachment {self.pk}"
