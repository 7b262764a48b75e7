"""Figures and every publication of them. One is written once and never changed; a correction is another."""

from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref
from ocaq.kernel.text import TextColumn


class Figure(models.Model):
    """One declared figure about one thing, for instance the people who came to a conference."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    code = models.CharField(max_length=60)
    about = models.CharField(max_length=60)  # `<kind>:<ref>`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "about"], name="report_one_figure_about")]
        indexes = [models.Index(fields=["about"])]

    def __str__(self) -> str:
        return f"figure {self.ref}"


class Publication(models.Model):
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()  # 1, 2 … of its figure
    definition = models.PositiveSmallIntegerField()
    meaning = TextColumn()  # the definition's words as they stood, by language
    value = models.BigIntegerField(null=True)
    cells = models.JSONField(null=True)  # of a table
    as_of = models.DateTimeField()
    published_at = models.DateTimeField()
    facts = models.JSONField()  # as the log has them
    # Where the entries it is made from stand, and how many they are: nobody looks through the log to show a page.
    first_index = models.BigIntegerField(null=True)
    last_index = models.BigIntegerField(null=True)
    chosen = models.PositiveIntegerField(null=True)  # None: published before this was kept
    taken_back_at = models.DateTimeField(null=True)  # a restored backup lacked it, and the log told it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "number"], name="report_publications_in_order"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, cells__isnull=False) | Q(value__isnull=False, cells__isnull=True),
                name="report_number_or_table",
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"
