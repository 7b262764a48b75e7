"""A record found by its sign, for requests that name one; there is no query for everybody."""

from datetime import datetime

from ocaq.privacy.queries.lines import Thing, thing_of
from ocaq.privacy.queries.record import keepers


def things_of_subject(subject: str, *, at: datetime) -> list[Thing]:
    """Return what is kept under one sign, empty when it is erased (as many SQL queries as its keeper makes)."""
    found = (keeper.by_subject(subject, at) for keeper in keepers() if keeper.by_subject is not None)
    return [thing_of(kept) for kept in found if kept is not None]
