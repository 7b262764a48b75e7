"""The made-up institution, built by the commands that real people use, in one transaction."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from ocaq.conference.queries.programme import planned_conferences
from ocaq.demo import archive, institution, tonight
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system


def seed(at: datetime | None = None) -> bool:
    """Fill an empty institution; return False when something is there already."""
    at = at or clock.now()
    if planned_conferences() or get_user_model().objects.exists():
        return False
    with transaction.atomic():
        members = hired(at=at)
        archive.hold(director=members["director"], crew=members["crew"], at=at)
        tonight.hold(director=members["director"], crew=members["crew"], at=at)
    return True


def start_over(at: datetime | None = None) -> None:
    """Erase everything, accounts and sessions too, and build the institution anew."""
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
        seed(at)


def hired(*, at: datetime) -> dict[str, Actor]:
    """Open the accounts of the institution's people; return them as actors by their part."""
    accounts = institution.hire(by=system("demo"), at=at - timedelta(days=400))
    return {
        member.part: Actor(f"user:{accounts[member.part]}", frozenset({Grant(member.role)}), member.language)
        for member in institution.MEMBERS
    }
