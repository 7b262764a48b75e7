"""Who stands at the door of a room."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from ocaq.conference import permissions
from ocaq.conference.queries.channels import PUBLIC
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.queries.registration import RegistrationRow, own_registration
from ocaq.conference.views.asking import actor_of
from ocaq.conference.views.boot import NOBODY, Bearer, device_of, ticket_for
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound


@dataclass(frozen=True)
class Visit:
    """Who stands at the door of which room."""

    conference: ConferenceRow
    registration: RegistrationRow | None
    may_look_in: bool
    device: str
    at: datetime

    @property
    def bearer(self) -> Bearer:
        row = self.registration
        return Bearer(row.ref, row.person.country, row.person.capacity) if row else NOBODY

    def ticket(self, audience: str = PUBLIC) -> str:
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
    own = own_registration(slug=slug, refs=refs, user_id=actor.user_id) if refs or actor.user_id is not None else None
    confirmed = own if own is not None and own.state == "confirmed" else None
    return Visit(conference, confirmed, permissions.may_look_in(actor), device_of(request), clock.now())
