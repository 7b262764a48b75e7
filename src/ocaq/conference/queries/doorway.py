"""Whether this browser may register for a conference now, and what it has begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ocaq.conference.queries import registration
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.queries.registration import InvitationRow, RegistrationRow
from ocaq.conference.rules import registration as rules


@dataclass(frozen=True, slots=True)
class Doorway:
    """`refusal`: why nobody, or not this browser, can register; `draft`: what its form has kept or become."""

    conference: ConferenceRow
    invitation: InvitationRow | None
    draft: RegistrationRow | None
    draft_key: str
    refusal: str | None


def doorway(*, slug: str, invitations: Sequence[str], keys: Sequence[str], at: datetime) -> Doorway:
    """Return what stands between this browser and a place (one SQL query, one for a link held, one for a form begun).

    Args:
        invitations: references of personal links the browser holds.
        keys: of forms it has opened, newest first; a key begins with its conference's reference.

    Raises:
        NotFound: `no-such-conference`.
    """
    conference = conference_by_slug(slug)
    link = registration.invitation_held(slug=slug, refs=invitations)
    over = rules.invitation_over(expires_at=link.expires_at, withdrawn_at=link.withdrawn_at, at=at) if link else None
    key = next((one for one in keys if one.startswith(f"{conference.ref}.")), "")
    refusal = rules.refusal_to_register(
        state=conference.state,
        entry=conference.entry,
        invited=link is not None,
        invitation_over=over if conference.entry == "invitation" else None,
    )
    draft = registration.draft_by_key(slug=slug, key=key)
    return Doorway(conference, link if over is None else None, draft, key, refusal)
