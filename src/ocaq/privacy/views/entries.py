"""What privacy puts on the desk and on everybody's own page, and what the floors below keep."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ocaq.accounts import my
from ocaq.kernel.actor import Actor
from ocaq.privacy.commands.own import leave_account
from ocaq.privacy.queries import own
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.rules.keeping import Keeper


def declare() -> None:
    keeps(Keeper("account", _("Your account"), own.accounts_kept, leave_account))
    keeps(Keeper("letters", _("Letters to you"), own.letters))
    my.register(my.MySection(_("Your record"), "privacy/my_record.html", _record, place=60))


def _record(_actor: Actor, _held: Mapping[str, tuple[str, ...]], _at: datetime) -> Mapping[str, Any]:
    return {}
