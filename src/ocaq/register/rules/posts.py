"""Whether a post may begin, end, or be shown."""

from datetime import date, timedelta
from typing import Final

OFFICES: Final = ("chair", "deputy", "secretary", "coordinator", "head", "teacher", "treasurer", "member")
LONGEST_NAME: Final = 200
# Whoever agrees to be shown is asked again every year.
SHOWN_FOR: Final = timedelta(days=366)
ASKED_BEFORE: Final = timedelta(days=30)  # the end, which comes by itself when nobody answers
NO_HOLDS: Final = timedelta(days=365)  # who said no is not asked again sooner
LETTER_STANDS: Final = timedelta(days=14)  # asked for again meanwhile, the same letter is meant
LETTER_LIVES: Final = timedelta(days=45)
# Whoever is put on record by others hears of it within a day, by law within a month.
TOLD_BY: Final = timedelta(days=30)
SENT_AGAIN_AFTER: Final = timedelta(days=7)
MOST_LETTERS: Final = 3  # that come back, before only a person can help
# What of a post may stand in public: {purpose of the consent: field of the post}.
PUBLIC: Final = {"public": "public_until", "since": "since_until"}


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


def refusal_to_show(*, field: str, ended: bool) -> str | None:
    """Return why nobody can be asked, or answer, whether this stands in public."""
    if field not in PUBLIC:
        return "field-unknown"
    return "post-ended" if ended else None


def refusal_to_ask(*, ended: bool, answered: date | None, shown: bool, reached: bool, today: date) -> str | None:
    """Return why a holder is not asked now.

    Args:
        answered: the day on which they last said yes or no.
        shown: their name stands in public now.
        reached: a mail address of theirs is known.
    """
    if ended:
        return "post-ended"
    if not shown and answered is not None and today < answered + NO_HOLDS:
        return "said-no-lately"
    return None if reached else "nobody-to-write-to"


def refusal_of_paper(*, signed_on: date, kept_at: str, today: date, ended: bool) -> str | None:
    """Return why a consent on paper cannot be written down."""
    if ended:
        return "post-ended"
    if not today - SHOWN_FOR < signed_on <= today:
        return "paper-too-old"
    return None if any(map(str.isalnum, kept_at)) else "paper-lies-nowhere"


def refusal_to_tell(*, on: date, kept_since: date, today: date) -> str | None:
    """Return why it cannot be that somebody was told on a day."""
    if on > today:
        return "told-in-the-future"
    return "told-before-kept" if on < kept_since else None
