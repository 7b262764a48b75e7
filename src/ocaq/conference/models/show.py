"""What runs: the restore point of the show, its log, readiness of departments, words spoken."""

from django.db import models

from ocaq.conference.models.programme import Conference, Item
from ocaq.evidence.commitments import SALT_BYTES


class Show(models.Model):
    """The restore point: everything the console needs to be where it was after the server died."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="show")
    current = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    current_started_at = models.DateTimeField(null=True)
    added_s = models.IntegerField(default=0)  # stretched (or shortened) while it runs
    standby = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="+")
    standby_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)  # None: running
    held_s = models.PositiveIntegerField(default=0)  # earlier holds of the current item
    undo = models.JSONField(null=True)  # the show before the last go, while it can be taken back
    undo_until = models.DateTimeField(null=True)
    baton = models.CharField(max_length=80, blank=True)  # actor ref of the director who calls the show
    baton_offered_to = models.CharField(max_length=80, blank=True)
    baton_seen_at = models.DateTimeField(null=True)  # when the holder's console was last heard of
    plan = models.JSONField(null=True)  # {item: [planned start, seconds]} as it stood at the first go
    floor_open = models.BooleanField(default=False)
    questions_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(
        default=0
    )  # every act of a director adds one: a repeated or stale act is refused

    def __str__(self) -> str:
        return f"show {self.conference_id}"


class Run(models.Model):
    """An item as it ran. Taken-back goes are deleted; the log keeps that they happened."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="runs")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="runs")
    planned_at = models.DateTimeField()
    planned_s = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    held_s = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(ended_at=None), name="conference_one_item_runs"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class LogLine(models.Model):
    """The as-run log: who did what, when; sentences are made from kind and facts in the reader's language."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="log_lines")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=64, null=True, unique=True)  # of the act: done once, answered alike when repeated
    version = models.PositiveIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["conference", "at"])]

    def __str__(self) -> str:
        return self.kind


class Readiness(models.Model):
    """What a department said of an item."""

    class State(models.TextChoices):
        NOT_NEEDED = "not_needed"
        ASKED = "asked"
        READ = "read"
        READY = "ready"
        PROBLEM = "problem"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="readiness")
    department = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "department"], name="conference_one_light")]

    def __str__(self) -> str:
        return f"{self.department} {self.state}"


class SpeakerMessage(models.Model):
    """Words the director puts on the speaker's screen, until taken off."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="speaker_messages")
    text = models.CharField(max_length=200)
    shown_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"message {self.pk}"


class Words(models.Model):
    """A line of what is said, in one language: typed by a captioner or taken from the script."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="words")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="words")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    interpreted = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=80, blank=True, default="")  # who wrote them down: for the crew, never in public
    key = models.CharField(max_length=64, unique=True)
    salt = models.BinaryField(max_length=SALT_BYTES, null=True)  # of the commitment to what was said in all languages

    class Meta:
        indexes = [models.Index(fields=["conference", "language", "at"])]

    def __str__(self) -> str:
        return f"words {self.pk}"
