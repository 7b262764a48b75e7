"""Cells of a table that somebody will open with a spreadsheet."""

from typing import Final

# What a spreadsheet takes for a formula; the last four are full-width twins of the first.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BLANK: Final = " \u00a0"  # what a spreadsheet leaves out before it


def safe_cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(BLANK).startswith(FORMULA):
        return f"'{value}"
    return value
