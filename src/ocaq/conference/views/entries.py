"""What the conference puts on the desk and on everybody's own page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ocaq.accounts import desk, my
from ocaq.conference.commands.consents import drop_needs
from ocaq.conference.commands.leaving import leave_conference
from ocaq.conference.queries.record import conference_by_subject, conference_kept
from ocaq.conference.queries.registration import own_registrations
from ocaq.conference.words.planning import REGISTRATION_STATES
from ocaq.kernel.actor import Actor
from ocaq.privacy.public import Keeper, ends_with, keeps


def declare() -> None:
    desk.register(
        desk.DeskEntry(
            _("Conferences"),
            "conference:desk",
            roles=("director",),
            about=_("Plan the programme, invite, see who is registered."),
            place=10,
        )
    )
    ends_with("registration", "needs", drop_needs)
    keeps(Keeper("conference", _("Conferences"), conference_kept, leave_conference, conference_by_subject))
    my.register(my.MySection(_("Conferences"), "conference/my_registrations.html", _registrations, place=20))


def _registrations(actor: Actor, held: Mapping[str, tuple[str, ...]], _at: datetime) -> Mapping[str, Any] | None:
    rows = own_registrations(refs=held.get("registration", ()), user_id=actor.user_id)
    return {"rows": [(row, REGISTRATION_STATES[row.state]) for row in rows]} if rows else None
