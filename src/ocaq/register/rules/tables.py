"""How a table of letters is written down."""

from typing import Final

# Written * in a table: a vowel that is there, and that nobody named.
ANY_VOWEL: Final = "əaeiıouöü"


def table(text: str) -> dict[str, str]:
    """Read `letters=readings` entries: readings divided by |, the likeliest first, and their sounds by full stops.

    Lines that begin with # are remarks. In the result, blanks divide the sounds.
    """
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    entries = (entry.partition("=") for line in lines for entry in line.split())
    return {letters: readings.replace("*", ANY_VOWEL).replace(".", " ") for letters, _, readings in entries}
