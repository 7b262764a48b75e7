"""Erasing a person: their record and salt, their keys and posts. What was counted stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ocaq.accounts.public import end_roles_of, end_sessions_with, proven_addresses
from ocaq.evidence.queries import subjects_of
from ocaq.evidence.recording import record, unname
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.sealing import mark
from ocaq.mail.commands import erase_mails
from ocaq.privacy.public import forget_subjects
from ocaq.register.commands.unmentioning import unmention
from ocaq.register.models import Change, Likeness, Merge, Person
from ocaq.register.permissions import require_person_or_staff
from ocaq.register.queries.people import post_of
from ocaq.register.queries.record import DEEDS

ERASED = "register.person.erased"
_NOBODY = "erased"


@transaction.atomic
def erase_person(*, ref: str, by: Actor, at: datetime) -> None:
    """Erase a person with every post they held; again changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    person = Person.objects.select_for_update().filter(ref=ref).first()
    require_person_or_staff(by, person.user_id if person else None)
    if person is not None:
        erase([person], by, at)


@transaction.atomic
def erase_holder(*, post: str, by: Actor, at: datetime) -> None:
    """Erase whoever holds or held a post, with every other post of theirs.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-post`.
    """
    erase_person(ref=post_of(post).holder.ref, by=by, at=at)


@transaction.atomic
def erase_people(*, refs: Collection[str], by: Actor, at: datetime) -> None:
    """Erase several people; what others wrote is read once for all of them.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_person_or_staff(by, None)
    erase(list(Person.objects.select_for_update().filter(ref__in=refs).order_by("pk")), by, at)


@transaction.atomic
def leave_register(*, subject: str, by: Actor, at: datetime) -> None:
    """Erase the person of a subject, asked for from the page of their own record; again changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    ref = Person.objects.filter(pseudonym=subject.removeprefix("person:")).values_list("ref", flat=True).first()
    if ref is not None:
        erase_person(ref=ref, by=by, at=at)


@transaction.atomic
def erase_people_of(*, user_id: int, by: Actor, at: datetime) -> None:
    """Erase whom an account or its proven addresses say it is, and part it from what it did, when it is erased.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_person_or_staff(by, user_id)
    marks = [mark(address) for address in proven_addresses(user_id=user_id)]
    erase(list(Person.objects.select_for_update().filter(Q(user_id=user_id) | Q(email_mark__in=marks))), by, at)
    for table, name in DEEDS:
        table._default_manager.filter(**{name: f"user:{user_id}"}).update(**{name: _NOBODY})


@transaction.atomic
def erase_people_again(*, by: Actor, at: datetime) -> int:
    """Erase people that the log says were erased: a backup from before was restored. Returns how many.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_person_or_staff(by, None)
    erased = [subject.removeprefix("person:") for subject in subjects_of(ERASED)]
    back = list(Person.objects.select_for_update().filter(pseudonym__in=erased)) if erased else []
    erase(back, by, at)
    return len(back)


def erase(people: Collection[Person], by: Actor, at: datetime) -> None:
    """Erase people in the caller's transaction, under every entry found to be theirs, with likenesses."""
    gone: list[Person] = []
    for person in people:
        _erase(person, gone, by, at)
    if gone:
        end_sessions_with(addresses=[person.email for person in gone], by=by, at=at)
        names = {name for one in gone for name in (one.name, one.romanised, one.wanted_name, one.wanted_romanised)}
        unmention(names=names, by=by, at=at)
        erasure.leave_no_trace()


def _erase(person: Person, gone: list[Person], by: Actor, at: datetime) -> None:
    if not Person.objects.filter(pk=person.pk).exists():
        return  # gone already with somebody found to be the same
    subject = person.subject
    theirs = Merge.objects.filter(Q(kept_person=person) | Q(absorbed_person=person), undone_at=None)
    others = Person.objects.filter(Q(absorbed_by__in=theirs) | Q(absorbing__in=theirs)).exclude(pk=person.pk)
    same = list(others.select_for_update(of=("self",)).order_by("pk"))
    Likeness.objects.filter(Q(one_id=person.pk) | Q(other_id=person.pk), about=Likeness.About.PEOPLE).delete()
    for post in person.posts.values_list("ref", flat=True):
        end_roles_of(post=post, by=by, at=at)
    asked = Change.objects.filter(Q(after__begin__holder=person.ref) | Q(after__rename__holder=person.ref))
    asked.filter(state=Change.State.WAITING).update(state=Change.State.REFUSED, reviewed_at=at)
    asked.update(before={}, after={})
    person.delete()
    gone.append(person)
    for other in same:
        _erase(other, gone, by, at)
    forget_subjects(subjects=[subject], by=by, at=at)
    erase_mails(about=[subject], by=by, at=at)
    record(kind=ERASED, subject=subject, by=by, at=at)
    unname([subject], by=by.ref)
