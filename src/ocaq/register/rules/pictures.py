"""What a picture may be, before and after it is drawn anew."""

from collections.abc import Mapping
from typing import Final

MOST_BYTES: Final = 8_000_000
MOST_PIXELS: Final = 50_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP")
EDGE: Final = 1600  # of the longer side, in pixels
QUALITY: Final = 80
MOST: Final = 8  # of one community
LONGEST_CREDIT: Final = 120
LONGEST_WORDS: Final = 300


def refusal_of_words(described: Mapping[str, str], credit: str) -> str | None:
    """Return why a picture cannot be kept with these words, or None; what it shows is said in one language at least."""
    if not any(described.values()):
        return "picture-needs-words"
    too_long = len(credit) > LONGEST_CREDIT or any(len(text) > LONGEST_WORDS for text in described.values())
    return "picture-words-too-long" if too_long else None


def refusal_of_size(*, width: int, height: int, form: str | None) -> str | None:
    if form not in FORMATS:
        return "picture-not-understood"
    return "picture-too-large" if width * height > MOST_PIXELS else None
