"""Personal links: sent, sent again, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.letters import send_invitation
from ocaq.conference.commands.rundown import locked_conference
from ocaq.conference.models import Invitation, Registration
from ocaq.conference.rules import registration as rules
from ocaq.conference.rules.entries import InvitationEntry
from ocaq.evidence.recording import record
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.lines import one_line
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.sealing import mark
from ocaq.privacy.public import keeps_nothing


@transaction.atomic
def invite(*, slug: str, people: Sequence[InvitationEntry], by: Actor, at: datetime) -> list[str]:
    """Give each a personal link and queue their mail; an address that holds a good link already gets no second one.

    Returns:
        The references of the new invitations, in order.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `registration-not-open` before the programme is published, `registration-closed` after the end.
        NotValid: `too-many-lines`. NotPossible: `keeps-nobody-here`, when one lives where nothing is kept.
    """
    conference = locked_conference(slug, by)
    if refusal := rules.refusal_to_register(state=conference.state, entry="open", invited=True):
        raise NotPossible(refusal)
    if len(people) > rules.MOST_LINES:
        raise NotValid("too-many-lines", {"limit": rules.MOST_LINES})
    good = conference.invitations.filter(withdrawn_at=None, expires_at__gt=at)
    held = set(good.values_list("email_mark", flat=True))
    made = []
    for person in people:
        if (marked := mark(person.email)) in held:
            continue
        held.add(marked)
        made.append(_invitation(conference.pk, person, at))
    if any(keeps_nothing(country) for country in {invitation.country for invitation in made} - {""}):
        raise NotPossible("keeps-nobody-here")
    Invitation.objects.bulk_create(made)
    for invitation in made:
        send_invitation(invitation, conference, by=by, at=at)
        record(
            kind="conference.invitation.sent",
            subject=f"invitation:{invitation.ref}",
            by=by,
            at=at,
            facts={"conference": conference.ref},
        )
    return [invitation.ref for invitation in made]


@transaction.atomic
def withdraw_invitation(*, ref: str, by: Actor, at: datetime) -> None:
    """Make a personal link good no longer; a registration made with it stays. Doing it again changes nothing.

    Raises:
        NotFound: `not-found`.
        NotAllowed: `not-allowed`.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("conference").filter(ref=ref).first()
    if invitation is None:
        raise NotFound("not-found")
    if not permissions.may_plan(by):
        raise NotAllowed("not-allowed")
    if invitation.withdrawn_at is not None:
        return
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record(
        kind="conference.invitation.withdrawn",
        subject=f"invitation:{ref}",
        by=by,
        at=at,
        facts={"conference": invitation.conference.ref},
    )


def _invitation(conference_id: int, person: InvitationEntry, at: datetime) -> Invitation:
    ref = new_ref()
    unknown = rules.unknown_in_line(
        country=person.country,
        capacity=person.capacity,
        language=person.language,
        countries=country_codes(),
        capacities=Registration.Capacity.values,
        languages=[code for code, _name in settings.LANGUAGES],
    )
    return Invitation(
        ref=ref,
        conference_id=conference_id,
        secret_digest=links.digest(links.secret("invitation", ref)),
        name=one_line(person.name)[: rules.NAME_LIMIT],
        email=person.email.strip(),
        country="" if "country" in unknown else person.country,
        capacity="" if "capacity" in unknown else person.capacity,
        language="" if "language" in unknown else person.language,
        created_at=at,
        expires_at=at + rules.INVITATION_LIVES,
    )
