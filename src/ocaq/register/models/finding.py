"""What communities are found under: words of their names and places, and how those sound."""

from django.db import models

from ocaq.register.models.communities import Community
from ocaq.register.rules.finding import LONGEST_WORD
from ocaq.register.rules.keys import LONGEST_SKELETON


class SearchWord(models.Model):
    """A word as it is written somewhere, in lower case, or `taught:de` for a language that is taught.

    One that no community bears any more stays: nothing is found under it.
    """

    spelling = models.CharField(max_length=LONGEST_WORD, unique=True)
    fold = models.CharField(max_length=LONGEST_WORD, db_index=True)
    bodies = models.PositiveIntegerField(default=0)  # found under it: a query begins with the rarest of its words

    def __str__(self) -> str:
        return self.spelling


class SearchKey(models.Model):
    """A skeleton of a word: spellings of one sound in any script share one."""

    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="keys", db_index=False)
    skeleton = models.CharField(max_length=LONGEST_SKELETON)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skeleton", "word"], name="register_search_key_once")]

    def __str__(self) -> str:
        return self.skeleton


class SearchEntry(models.Model):
    """That a community is found under a word; `weight` grows with what the word is to it."""

    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="entries", db_index=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="found_under")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "community"], name="register_search_entry_once")]

    def __str__(self) -> str:
        return f"{self.word_id} {self.community_id}"
