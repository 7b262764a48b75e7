from ocaq.register.words import keeping
from ocaq.register.words.names import REASONS

__all__ = ["REASONS", "keeping"]
