"""Leaving: one thing that is kept, or everything."""

from datetime import datetime

from django.db import transaction

from ocaq.kernel.actor import Actor, system
from ocaq.kernel.rings import begun_again
from ocaq.mail.commands import erase_mails
from ocaq.privacy.commands.erasing import forget_subjects
from ocaq.privacy.queries.record import leave_of, record_of
from ocaq.privacy.rules.keeping import Holder

# Who has shown that the record is theirs may erase it, whatever account or link they came by.
_BY = system("record")


@begun_again
@transaction.atomic
def leave(*, holder: Holder, subject: str, by: Actor, at: datetime) -> None:
    """Erase one thing kept of a holder. Not there any more changes nothing.

    Raises:
        NotFound: `not-found`, when it is not theirs. NotPossible: what its domain says, such as `last-staff`.
    """
    for kept in record_of(holder, at=at):
        if kept.subject == subject:
            leave_of(kept)(subject=subject, by=_BY, at=at)


@begun_again
@transaction.atomic
def leave_everything(*, holder: Holder, by: Actor, at: datetime) -> int:
    """Erase everything kept of a holder; return how many things.

    Raises:
        NotPossible: what a domain says, such as `last-staff`; then nothing is erased.
    """
    found = record_of(holder, at=at)
    things = [kept for kept in found if kept.may_leave]
    forget_subjects(subjects=[kept.subject for kept in found if not kept.may_leave], by=_BY, at=at)
    for kept in things:
        leave_of(kept)(subject=kept.subject, by=_BY, at=at)
    erase_mails(to=holder.addresses, by=_BY, at=at)
    return len(things)
