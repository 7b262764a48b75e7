"""Whether a post may begin, end, or be shown."""

from datetime import date, timedelta
from typing import Final

OFFICES: Final = ("chair", "deputy", "secretary", "coordinator", "head", "teacher", "treasurer", "member")
LONGEST_NAME: Final = 200
# Whoever agrees to be shown is asked again every year.
SHOWN_FOR: Final = timedelta(days=366)


def refusal_to_begin(*, office: str, name: str, held: bool) -> str | None:
    """Return why nobody can be given this post so, or None.

    Args:
        name: of a person who is not in the register yet, tidied; "" for one who is.
        held: this person holds this post here now.
    """
    if office not in OFFICES:
        return "office-unknown"
    if len(name) > LONGEST_NAME:
        return "holder-name-too-long"
    return "post-held" if held else None


def refusal_to_end(*, starts_on: date, ends_on: date, ended: bool) -> str | None:
    if ended:
        return "post-ended"
    return "post-ends-before-start" if ends_on < starts_on else None


def refusal_to_show(*, until: date | None, today: date, ended: bool) -> str | None:
    """Return why a post cannot stand on the public page until a day. To take it down is always right."""
    if until is None:
        return None
    if ended:
        return "post-ended"
    return None if today < until <= today + SHOWN_FOR else "shown-a-year-at-most"
