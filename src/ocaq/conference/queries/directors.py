"""Who may hold the baton."""

from datetime import datetime

from ocaq.accounts.public import holders_of, holds
from ocaq.conference.queries.shapes import Holder


def directors(*, at: datetime) -> list[Holder]:
    """Return the accounts that hold the director's role now, by name (one SQL query)."""
    return [Holder(holder.ref, holder.name) for holder in holders_of("director", at=at)]


def is_director(ref: str, *, at: datetime) -> bool:
    """Say whether the account holds the director's role now (one SQL query)."""
    return holds(ref, "director", at=at)
