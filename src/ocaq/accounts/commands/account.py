"""Opening and changing an account, ending its sessions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from ocaq.accounts.models import User
from ocaq.accounts.permissions import require_self_or_staff, require_staff
from ocaq.accounts.rules import refusal_of_name
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotValid
from ocaq.mail.rules import refusal_of_address


@transaction.atomic
def open_account(*, email: str, name: str = "", language: str = "", zone: str = "", by: Actor, at: datetime) -> int:
    """Open an account for an address, or find the one it has; its holder signs in by code. Returns the user's id.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
        NotValid: `mail-address-wrong`, `name-too-long`, `language-unknown`, `zone-unknown`.
    """
    require_staff(by)
    return open_account_for(email=email, name=name, language=language, zone=zone, by=by, at=at)


def open_account_for(*, email: str, name: str = "", language: str = "", zone: str = "", by: Actor, at: datetime) -> int:
    """Open an account in the transaction of a command that has asked who may, or find the one an address has.

    Raises:
        NotValid: `mail-address-wrong`, `name-too-long`, `language-unknown`, `zone-unknown`.
    """
    address, name = email.strip().lower(), one_line(name)
    found = User.objects.filter(email__iexact=address).values_list("pk", flat=True).first()
    if found is not None:
        return found
    if refusal := refusal_of_address(address) or _refusal(name, name, language, zone):
        raise NotValid(refusal)
    user = User.objects.create_user(address, name=name, language=language, zone=zone, joined_at=at, opened_at=at)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
    record(kind="accounts.account.opened", subject=user.subject, by=by, at=at)
    return user.pk


@transaction.atomic
def change_account(
    *, user_id: int, name: str, address_as: str, language: str, zone: str, by: Actor, at: datetime
) -> None:
    """Change how the house names and addresses somebody, and in which language and zone.

    Args:
        language: one the pages exist in, or empty: what the browser asks for.
        zone: IANA name, or empty: what the browser says.

    Raises:
        NotFound: `not-found`. NotAllowed: `not-allowed`. NotValid: `name-too-long`, `language-unknown`, `zone-unknown`.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    require_self_or_staff(by, user_id)
    if user is None:
        raise NotFound("not-found")
    name, address_as = one_line(name), one_line(address_as)
    if refusal := _refusal(name, address_as, language, zone):
        raise NotValid(refusal)
    wanted = {"name": name, "address_as": address_as, "language": language, "zone": zone}
    changed = sorted(field for field, value in wanted.items() if getattr(user, field) != value)
    if not changed:
        return
    User.objects.filter(pk=user_id).update(**wanted)
    record(kind="accounts.account.changed", subject=user.subject, by=by, at=at, facts={"fields": changed})


@transaction.atomic
def end_session(*, session_id: int, user_id: int, by: Actor, at: datetime) -> None:
    """Sign one device out.

    Raises:
        NotFound: `session-gone`. NotAllowed: `not-allowed`.
    """
    session = (
        UserSession.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=session_id, user_id=user_id)
        .first()
    )
    require_self_or_staff(by, user_id)
    if session is None:
        raise NotFound("session-gone")
    session.end()
    record(kind="accounts.session.ended", subject=session.user.subject, by=by, at=at, facts={"count": 1})


@transaction.atomic
def end_other_sessions(*, user_id: int, keep: str, by: Actor, at: datetime) -> int:
    """Sign every device out but the one whose session key is `keep`. Returns how many.

    Raises:
        NotAllowed: `not-allowed`.
    """
    sessions = UserSession.objects.select_for_update(of=("self",)).select_related("user").filter(user_id=user_id)
    others = list(sessions.exclude(session_key=keep))
    require_self_or_staff(by, user_id)
    for session in others:
        session.end()
    if others:
        subject, count = others[0].user.subject, len(others)
        record(kind="accounts.session.ended", subject=subject, by=by, at=at, facts={"count": count})
    return len(others)


def note_session_seen(*, session_key: str, at: datetime) -> None:
    """Note when a device was last seen; no evidence: it is erased with the session."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


@transaction.atomic
def forget_ended_sessions(*, by: Actor, at: datetime) -> int:
    """Erase sessions that have ended, and with them what was noted of their devices. Returns how many devices.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_staff(by)
    Session.objects.filter(expire_date__lt=at).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    count: int = gone.count()
    gone.delete()
    return count


def _refusal(name: str, address_as: str, language: str, zone: str) -> str | None:
    if refusal := refusal_of_name(name) or refusal_of_name(address_as):
        return refusal
    if language and language not in {code for code, _name in settings.LANGUAGES}:
        return "language-unknown"
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        return "zone-unknown"
    return None
