"""What others may ask of the register: whether two names are one, who is named alike, and how it is counted."""

from ocaq.evidence import figures
from ocaq.register.commands.counting import count_network
from ocaq.register.models import NameKey
from ocaq.register.queries import addresses, counting
from ocaq.register.queries.lookalikes import Lookalike, lookalikes
from ocaq.register.queries.namesakes import LikePair
from ocaq.register.queries.network import NetworkFigures, network_figures
from ocaq.register.queries.sweep import sweep
from ocaq.register.rules.keys import keys_of
from ocaq.register.rules.names import MOST_LETTERS, judge
from ocaq.register.rules.words_alike import SAME_FROM, Likeness
from ocaq.register.words import REASONS

__all__ = [
    "MOST_LETTERS",
    "REASONS",
    "SAME_FROM",
    "SUBJECTS",
    "LikePair",
    "Likeness",
    "Lookalike",
    "NameKey",
    "NetworkFigures",
    "addresses",
    "judge",
    "keys_of",
    "lookalikes",
    "network_figures",
    "sweep",
]

SUBJECTS = figures.Subjects(
    named=counting.named,
    ready=counting.ready,
    tally=counting.tally,
    count=count_network,
    rows=counting.row_names,
)
