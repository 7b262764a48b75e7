"""Group commit: one thread stores whatever arrived while the last commit ran, and answers after it."""

from datetime import datetime

from ocaq.intake import store
from ocaq.intake.kinds import Answer, Deed, Submitted
from ocaq.kernel import clock
from ocaq.live.tickets import Ticket


def submit(ticket: Ticket, deed: Deed, *, at: datetime | None = None) -> Answer:
    """Have `deed` done and return its answer once it is committed; from any thread."""
    at = at or clock.now()
    return store.keep([Submitted(deed, ticket, at)], at=at)[0].answer
