"""What a table of people adds so that its names are found under any spelling. Each purpose keeps keys of its own."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from ocaq.kernel.sealing import mark
from ocaq.register.rules.keys import LONGEST_HEARD, LONGEST_KEY, heard_of, keys_of

# What begins a key that stands for a telephone rather than for a name; no skeleton has it.
LINE = "+"


class NameKey(models.Model):
    """One key of one name. A concrete table adds `named`, a foreign key to rows with a `name`.

    A command that writes a name writes its keys with it: `of`. Keys of one purpose never stand beside those of another:
    whether somebody asked for relief is not to be found from the register.
    """

    key = models.CharField(max_length=LONGEST_KEY)
    heard = models.CharField(max_length=LONGEST_HEARD, default="")  # how the whole name sounds, `rules.keys.heard_of`

    class Meta:
        abstract = True
        # All that is asked stands in the index; names are read of those alone who sound alike.
        indexes = [models.Index(fields=["key", "heard", "named"], name="%(class)s_key")]

    @classmethod
    def of(cls, named: Any, *, lines: Iterable[str] = ()) -> list[Self]:
        """Return the keys of somebody, to be stored: of their name, and of telephones under a mark nobody can read."""
        heard = heard_of(named.name)
        marks = (LINE + mark(line)[: LONGEST_KEY - 1] for line in lines if line)
        return [cls(named=named, key=key, heard=heard) for key in (*keys_of(named.name), *marks)]
