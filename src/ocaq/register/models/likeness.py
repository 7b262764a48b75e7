"""Entries that may be one: what the night found, what a person said of it, and merges that can be undone."""

from django.db import models
from django.db.models import F, Q

from ocaq.kernel.ids import new_ref
from ocaq.register.models.communities import Community
from ocaq.register.models.people import Person


class Likeness(models.Model):
    """Two entries that may be one. What was said of them is remembered: they are not offered again."""

    class About(models.TextChoices):
        BODIES = "bodies"
        PEOPLE = "people"

    class Answer(models.TextChoices):
        OPEN = "", "open"
        LATER = "later"
        TWO = "two"  # not the same, for good
        ONE = "one"  # merged

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    about = models.CharField(max_length=6, choices=About.choices)
    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    country = models.CharField(max_length=2, blank=True)  # of both bodies
    score = models.FloatField()  # 0 to 1
    code = models.CharField(max_length=30)
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "one_id", "other_id"], name="register_one_likeness"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="register_likeness_in_order"),
        ]
        indexes = [models.Index(fields=["about", "answer", "-score"]), models.Index(fields=["about", "other_id"])]

    def __str__(self) -> str:
        return f"likeness {self.ref}"


class Merge(models.Model):
    """That two entries were found to be one. `absorbed` stays as it was, out of sight, and leads to `kept`."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    likeness = models.ForeignKey(Likeness, on_delete=models.SET_NULL, null=True, related_name="merges")
    kept_community = models.ForeignKey(Community, on_delete=models.CASCADE, null=True, related_name="absorbing")
    absorbed_community = models.ForeignKey(Community, on_delete=models.CASCADE, null=True, related_name="absorbed_by")
    kept_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="absorbing")
    absorbed_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="absorbed_by")
    moved = models.JSONField(default=dict)  # {table: [ids]} that went from one to the other, and what each had before
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed_community"],
                condition=Q(undone_at=None, absorbed_community__isnull=False),
                name="register_absorbed_once",
            ),
            models.UniqueConstraint(
                fields=["absorbed_person"],
                condition=Q(undone_at=None, absorbed_person__isnull=False),
                name="register_person_absorbed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.ref}"
