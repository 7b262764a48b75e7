"""Lists of communities brought in as files: what each row wants, and what became of it."""

from django.db import models

from ocaq.kernel.ids import new_ref
from ocaq.register.models.communities import Community


class Batch(models.Model):
    """One list, from the day it is brought in until it is applied, undone or forgotten."""

    class State(models.TextChoices):
        READING = "reading"  # rows are being judged
        READ = "read"  # every row has its verdict; nothing is written yet
        APPLYING = "applying"
        APPLIED = "applied"
        UNDOING = "undoing"
        UNDONE = "undone"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key
    title = models.CharField(max_length=120)  # what the file was called
    digest = models.CharField(max_length=64)  # SHA-256 of the file, which is not kept
    country = models.CharField(max_length=2, blank=True)  # where a row names none
    kind = models.CharField(max_length=20, blank=True)
    columns = models.JSONField()  # [heading, field, language, is_romanised] each
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"list {self.ref}"

    @property
    def subject(self) -> str:
        """What entries of evidence are about, when they are about this list."""
        return f"list:{self.ref}"


class Line(models.Model):
    """One row of a list."""

    class Verdict(models.TextChoices):
        NEW = "new"
        CHANGES = "changes"
        SAME = "same"
        DOUBTFUL = "doubtful"
        WRONG = "wrong"

    class Choice(models.TextChoices):
        """What a person says of a doubtful row."""

        OPEN = "", "open"
        NEW = "new"
        SAME = "same"
        LEAVE = "leave"

    class State(models.TextChoices):
        WAITING = "waiting"
        ENTERED = "entered"  # a new community
        CHANGED = "changed"
        LEFT = "left"  # nothing was to be written, or it was refused: see `reasons`
        UNDONE = "undone"
        REMAINS = "remains"  # others changed it since: not undone

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # row in the file, from 1
    cells = models.JSONField()  # {column: text}, of columns that are read
    draft = models.JSONField(default=dict)  # what it wants: country, place, kind, fields
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    reasons = models.JSONField(default=list)  # [code, heading, text] each
    choice = models.CharField(max_length=5, choices=Choice.choices, blank=True)
    community = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    before = models.JSONField(default=dict)  # {group: {field: value}} as it was, of what was changed
    version = models.PositiveIntegerField(null=True)  # of the community once this row was written

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="register_line_once")]
        indexes = [models.Index(fields=["batch", "verdict"]), models.Index(fields=["batch", "state"])]

    def __str__(self) -> str:
        return f"row {self.number}"
