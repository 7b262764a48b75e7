"""What a community did in a quarter, as it says itself: eight questions, of which seven are numbers."""

from django.db import models

from ocaq.register.models.communities import Community


class ActivityReport(models.Model):
    """One answer for one quarter; a correction is another round, and the latest counts."""

    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="reports")
    quarter = models.CharField(max_length=6)  # 2026q3
    round = models.PositiveSmallIntegerField()
    events = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)  # who came to them, all events added up
    pupils = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)
    lessons = models.PositiveIntegerField(default=0)
    publications = models.PositiveIntegerField(default=0)
    taught = models.JSONField(default=list)  # languages, BCP 47
    words = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "quarter", "round"], name="register_one_report_a_round")
        ]
        indexes = [models.Index(fields=["quarter", "community"])]

    def __str__(self) -> str:
        return f"{self.quarter}, round {self.round}"


class Count(models.Model):
    """What was counted for figures, as it was written to the log: the network at a moment, or a quarter."""

    about = models.CharField(max_length=20)  # network, 2026q3
    round = models.PositiveIntegerField()
    facts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "round"], name="register_one_count_a_round")]

    def __str__(self) -> str:
        return f"{self.about}, round {self.round}"
