"""Who looked: one row a look, one row for each record that was read in it."""

from django.db import models

from ocaq.kernel.ids import new_ref


class Look(models.Model):
    """One read of one or many records. The last of its records erased, it goes too."""

    class How(models.TextChoices):
        SCREEN = "screen"
        SEARCH = "search"
        EXPORT = "export"
        API = "api"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=80)  # `Actor.ref`; the person is shown the office alone
    office = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How.choices)
    reason = models.CharField(max_length=300, blank=True)
    size = models.PositiveIntegerField()  # how many records were read at once
    # A lawful act may have the person told later, never not at all.
    told_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "purpose", "-at"], name="privacy_looks_again")]

    def __str__(self) -> str:
        return f"look {self.ref}"


class Looked(models.Model):
    """That a record was among those read."""

    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="looked")
    subject = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "subject"], name="privacy_looked_once")]

    def __str__(self) -> str:
        return f"looked {self.pk}"
