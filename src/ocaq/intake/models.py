from django.db import models


class Receipt(models.Model):
    """What a deed was answered, by the key its sender made: a repeat is answered alike and done once."""

    key = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    participant = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)  # of the deed, so that a key cannot stand for two
    answer = models.TextField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
