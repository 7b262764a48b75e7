from ocaq.register.words import directory, keeping, lists
from ocaq.register.words.names import REASONS

__all__ = ["REASONS", "directory", "keeping", "lists"]
