from ocaq.register.words import directory, holding, keeping, lists
from ocaq.register.words.names import REASONS

__all__ = ["REASONS", "directory", "holding", "keeping", "lists"]
