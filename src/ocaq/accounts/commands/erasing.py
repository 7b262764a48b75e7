"""Erasing an account, with everything any domain keeps of it; forgetting accounts nobody proved to be theirs."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.permissions import require_self_or_staff, require_staff
from ocaq.accounts.rules import refusal_to_erase
from ocaq.accounts.sessions import SessionStore
from ocaq.evidence.queries import subjects_of
from ocaq.evidence.recording import record, unname
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.kernel.rings import begun_again
from ocaq.mail.commands import erase_mails

ERASED = "accounts.account.erased"
# Who asked for an account and never entered the code may not own the address.
PROVEN_WITHIN = timedelta(days=14)


@begun_again
@transaction.atomic
def erase_account(*, user_id: int, by: Actor, at: datetime) -> None:
    """Erase an account: addresses, passkeys, devices, roles, letters, and its registrations; again changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotPossible: `last-staff`.
    """
    require_self_or_staff(by, user_id)
    # Not the stronger lock: who registers holds the conference first and then looks at this row.
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        return
    if refusal := refusal_to_erase(is_staff=_holds_staff(user_id, at), other_staff=_other_staff(user_id, at)):
        raise NotPossible(refusal)
    _erase(user, by, at)
    erasure.leave_no_trace()


@begun_again
@transaction.atomic
def erase_account_of(*, email: str, by: Actor, at: datetime) -> None:
    """Erase the account that has an address, when its holder has asked staff for it.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-account`. NotPossible: `last-staff`.
    """
    require_staff(by)
    address = email.strip()
    of_address = Q(email__iexact=address) | Q(emailaddress__email__iexact=address)
    user_id = User.objects.filter(of_address).values_list("pk", flat=True).first()
    if user_id is None:
        raise NotFound("no-such-account")
    erase_account(user_id=user_id, by=by, at=at)


@transaction.atomic
def forget_unproven(*, by: Actor, at: datetime) -> int:
    """Erase accounts whose address nobody has proven in time. Returns how many.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_staff(by)
    late = User.objects.filter(opened_at=None, last_login=None, joined_at__lt=at - PROVEN_WITHIN)
    users = list(late.select_for_update(no_key=True))
    for user in users:
        _erase(user, by, at)
    if users:
        erasure.leave_no_trace()
    return len(users)


@transaction.atomic
def erase_again(*, by: Actor, at: datetime) -> int:
    """Erase accounts that the log says were erased: a backup from before was restored. Returns how many.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_staff(by)
    erased = [subject.removeprefix("account:") for subject in subjects_of(ERASED)]
    back = list(User.objects.select_for_update(no_key=True).filter(pseudonym__in=erased)) if erased else []
    for user in back:
        _erase(user, by, at)
    if back:
        erasure.leave_no_trace()
    return len(back)


def _erase(user: User, by: Actor, at: datetime) -> None:
    acted, subject = f"user:{user.pk}", user.subject
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for device in UserSession.objects.filter(user_id=user.pk):
        device.end()
    end_sessions_with(addresses=addresses, by=by, at=at)
    # Nameless first: screens told anew while the row still stands must not find the name in it.
    User.objects.filter(pk=user.pk).update(name="", address_as="", email="")
    RoleGrant.objects.filter(granted_by=acted).update(granted_by="erased")
    erasure.erase_with_account(user.pk, by=by, at=at)
    mails = erase_mails(about=[acted], to=addresses, by=by, at=at)
    user.delete()
    record(kind=ERASED, subject=subject, by=by, at=at)
    unname([subject, "mail:erased", *(f"mail:{mail}" for mail in mails)], by=acted)


@transaction.atomic
def end_sessions_with(*, addresses: Collection[str], by: Actor, at: datetime) -> None:
    """End the sessions of browsers that asked for a code with one of these addresses, or entered it."""
    known = {address.casefold() for address in addresses if address}
    store = SessionStore()
    hers = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if any(said.casefold() in known for said in _texts(store.decode(session.session_data)))
    ]
    Session.objects.filter(session_key__in=hers).delete()


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for part in held.values():
            yield from _texts(part)
    elif isinstance(held, list | tuple):
        for part in held:
            yield from _texts(part)


def _holds_staff(user_id: int, at: datetime) -> bool:
    return _staff(at).filter(user_id=user_id).exists()


def _other_staff(user_id: int, at: datetime) -> bool:
    return _staff(at).exclude(user_id=user_id).exists()


def _staff(at: datetime) -> QuerySet[RoleGrant]:
    in_force = Q(ends_at=None) | Q(ends_at__gt=at)
    return RoleGrant.objects.filter(
        in_force, role="staff", scope="institution", starts_at__lte=at, user__is_active=True
    )
