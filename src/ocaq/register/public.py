"""What other domains may ask of the register: whether two names are one."""

from ocaq.register.rules.names import MOST_LETTERS, judge
from ocaq.register.rules.words_alike import SAME_FROM, Likeness
from ocaq.register.words import REASONS

__all__ = ["MOST_LETTERS", "REASONS", "SAME_FROM", "Likeness", "judge"]
