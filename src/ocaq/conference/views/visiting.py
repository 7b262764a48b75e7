"""Who stands at the door of a room."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from ocaq.conference import permissions
from ocaq.conference.queries.channels import PUBLIC
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.queries.registration import GuestRow, confirmed_guest
from ocaq.conference.views.asking import actor_of
from ocaq.conference.views.boot import NOBODY, Bearer, device_of, ticket_for
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound


@dataclass(frozen=True)
class Visit:
    """Who stands at the door of which room."""

    conference: ConferenceRow
    registration: GuestRow | None
    may_look_in: bool
    device: str
    at: datetime

    @property
    def bearer(self) -> Bearer:
        row = self.registration
        return Bearer(row.ref, row.country, row.capacity) if row else NOBODY

    @cached_property
    def own_ticket(self) -> str:
        """The ticket to what everybody sees."""
        return self.ticket(PUBLIC)

    def ticket(self, audience: str) -> str:
        return ticket_for(
            ref=self.conference.ref, audience=audience, bearer=self.bearer, device=self.device, at=self.at
        )


def visit_of(request: HttpRequest, slug: str) -> Visit:
    """Return who asks for a room.

    Raises:
        NotFound: `no-such-conference`, also while it is a draft or when it was cancelled.
    """
    conference = conference_by_slug(slug)
    if conference.state in {"draft", "cancelled"}:
        raise NotFound("no-such-conference")
    actor = actor_of(request)
    refs = request.capabilities.get("registration", ())  # type: ignore[attr-defined]
    asks = bool(refs) or actor.user_id is not None
    own = confirmed_guest(conference_id=conference.id, refs=refs, user_id=actor.user_id) if asks else None
    return Visit(conference, own, permissions.may_look_in(actor), device_of(request), clock.now())
