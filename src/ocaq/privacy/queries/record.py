"""A record: everything kept about one person, by what each domain registered."""

from datetime import datetime

from ocaq.kernel.refusals import NotFound
from ocaq.privacy.rules.keeping import Holder, Keeper, Kept, Leave

_keepers: dict[str, Keeper] = {}


def keeps(keeper: Keeper) -> None:
    """Register what a domain keeps; registering a code again replaces it."""
    _keepers[keeper.code] = keeper


def keepers() -> list[Keeper]:
    return list(_keepers.values())


def leave_of(kept: Kept) -> Leave:
    """Return the command that erases a thing.

    Raises:
        NotFound: `not-found`, for what cannot leave by itself.
    """
    leave = _keepers[kept.keeper].leave if kept.may_leave else None
    if leave is None:
        raise NotFound("not-found")
    return leave


def record_of(holder: Holder, *, at: datetime) -> list[Kept]:
    """Return all that is kept of a holder, keeper by keeper (as many SQL queries as the keepers make)."""
    return [] if holder.is_nobody else [kept for keeper in keepers() for kept in keeper.kept(holder, at)]


def is_theirs(holder: Holder, subject: str, *, at: datetime) -> bool:
    return any(kept.subject == subject for kept in record_of(holder, at=at))
