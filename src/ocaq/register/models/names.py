"""What a table of people adds so that its names are found under any spelling. Each purpose keeps keys of its own."""

from django.db import models

from ocaq.register.rules.keys import LONGEST_KEY


class NameKey(models.Model):
    """One key of one name. A concrete table adds `named`, a foreign key to rows with a `name`.

    A command that writes a name writes the keys of `rules.keys.keys_of` with it. Keys of one purpose never stand beside
    those of another: whether somebody asked for relief is not to be found from the register.
    """

    key = models.CharField(max_length=LONGEST_KEY)
    born = models.DateField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["key", "born"], name="%(class)s_key"),
        ]
