"""A record: everything kept about one person, by what each domain registered."""

from datetime import datetime

from ocaq.privacy.rules.keeping import Holder, Keeper, Kept

_keepers: dict[str, Keeper] = {}


def keeps(keeper: Keeper) -> None:
    """Register what a domain keeps; registering a code again replaces it."""
    _keepers[keeper.code] = keeper


def keepers() -> list[Keeper]:
    return list(_keepers.values())


def record_of(holder: Holder, *, at: datetime) -> list[Kept]:
    """Return all that is kept of a holder, keeper by keeper (as many SQL queries as the keepers make)."""
    return [] if holder.is_nobody else [kept for keeper in keepers() for kept in keeper.kept(holder, at)]
