"""What other domains may ask of the register: whether two names are one, and who is named alike."""

from ocaq.register.models import NameKey
from ocaq.register.queries.lookalikes import Lookalike, lookalikes
from ocaq.register.queries.sweep import LikePair, sweep
from ocaq.register.rules.keys import keys_of
from ocaq.register.rules.names import MOST_LETTERS, judge
from ocaq.register.rules.words_alike import SAME_FROM, Likeness
from ocaq.register.words import REASONS

__all__ = [
    "MOST_LETTERS",
    "REASONS",
    "SAME_FROM",
    "LikePair",
    "Likeness",
    "Lookalike",
    "NameKey",
    "judge",
    "keys_of",
    "lookalikes",
    "sweep",
]
