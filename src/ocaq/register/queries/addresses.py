"""Which pages of communities there are, for those who crawl."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ocaq.register.queries.shown import shown

PART: Final = 2000  # pages listed in one file: half a megabyte


def parts() -> int:
    """Return in how many parts the pages are listed (one SQL query)."""
    return -(-shown().count() // PART)


def part(number: int) -> Sequence[tuple[str, datetime]]:
    """Return (slug, changed at) of the pages in a part from 1 on (one SQL query)."""
    first = (number - 1) * PART
    return list(shown().order_by("pk").values_list("slug", "changed_at")[first : first + PART])
