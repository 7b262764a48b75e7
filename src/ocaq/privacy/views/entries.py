"""What privacy puts on the desk and on everybody's own page, and what the floors below keep."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ocaq.accounts import desk, my
from ocaq.kernel.actor import Actor
from ocaq.privacy.commands.own import leave_account
from ocaq.privacy.queries import own
from ocaq.privacy.queries.exports import declare_export
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.queries.requests import waiting
from ocaq.privacy.rules.keeping import Keeper


def declare() -> None:
    keeps(Keeper("account", _("Your account"), own.accounts_kept, leave_account, own.account_by_subject))
    declare_export("lawful", _("Requests under a law"), ("staff", "guardian", "system"))
    keeps(Keeper("letters", _("Letters to you"), own.letters))
    keeps(Keeper("watching", _("What you did here in a role"), own.watching_kept))
    desk.register(
        desk.DeskEntry(
            _("Privacy"),
            "privacy:desk",
            ("guardian",),
            about=_("What people ask of their records, requests under a law, who looked. The number: what waits."),
            place=82,
            count=lambda actor: waiting(by=actor) or None,
        )
    )
    my.register(my.MySection(_("Your record"), "privacy/my_record.html", _record, place=60))


def _record(_actor: Actor, _held: Mapping[str, tuple[str, ...]], _at: datetime) -> Mapping[str, Any]:
    return {}
