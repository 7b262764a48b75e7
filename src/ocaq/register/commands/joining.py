"""An account and a person on record are joined when the account proved the person's address, and parted when not."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from ocaq.accounts.public import account_proving, proven_addresses
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.sealing import mark
from ocaq.register.models import Merge, Person
from ocaq.register.permissions import require_person_or_staff

_BY = system("record")


@transaction.atomic
def join_account(*, user_id: int, by: Actor, at: datetime) -> None:
    """Join an account with the one person whose address it proved; part it from whose it no longer does.

    An account is joined with one person and a person with one account. Where two people bear the address neither is:
    a keeper first says whether they are one.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_person_or_staff(by, user_id)
    marks = [mark(address) for address in proven_addresses(user_id=user_id)]
    strangers = Person.objects.select_for_update().filter(user_id=user_id).exclude(email_mark="")
    for person in strangers.exclude(email_mark__in=marks):
        _part(person, at)
    if not marks or Person.objects.filter(user_id=user_id).exists():
        return
    absorbed = Merge.objects.filter(absorbed_person=OuterRef("pk"), undone_at=None)
    found = list(Person.objects.select_for_update().filter(~Exists(absorbed), email_mark__in=marks)[:2])
    if len(found) == 1 and found[0].user_id is None:
        Person.objects.filter(pk=found[0].pk).update(user_id=user_id)
        record(kind="register.person.joined", subject=found[0].subject, by=_BY, at=at)


def rejoin(person: Person, *, at: datetime) -> None:
    """Part a person from an account that does not prove their address and join them with the one that does."""
    before, proving = person.user_id, account_proving(person.email) if person.email else None
    if before is not None and before != proving:
        _part(person, at)
    if proving is not None:
        join_account(user_id=proving, by=_BY, at=at)


def _part(person: Person, at: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(user_id=None)
    person.user_id = None
    record(kind="register.person.parted", subject=person.subject, by=_BY, at=at)
