"""A record found by its sign or an exact address, for requests that name one; there is no query for everybody."""

from datetime import datetime

from ocaq.accounts.public import account_of_address
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.lines import Thing, thing_of
from ocaq.privacy.queries.record import keepers, record_of
from ocaq.privacy.rules.keeping import Holder


def things_of_subject(subject: str, *, at: datetime) -> list[Thing]:
    """Return what is kept under one sign, empty when it is erased (as many SQL queries as its keeper makes)."""
    found = (keeper.by_subject(subject, at) for keeper in keepers() if keeper.by_subject is not None)
    return [thing_of(kept) for kept in found if kept is not None]


def things_of_address(address: str, *, reason: str, by: Actor, at: datetime) -> list[Thing]:
    """Return what is kept under one exact address, over all domains (one SQL query, the keepers', and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `reason-first`.
    """
    require_staff(by)
    if not reason:
        raise NotAllowed("reason-first")
    address = address.strip().casefold()
    holder = Holder(account_of_address(address), frozenset({address}))
    things = [thing_of(kept) for kept in record_of(holder, at=at)]
    subjects = [thing.kept.subject for thing in things]
    return seen(things, subjects, by=by, purpose="answer", how="search", reason=reason, at=at)
