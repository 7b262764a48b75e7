"""What the floors below keep of people: the account, and letters; and what somebody did with the records of others."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ocaq.accounts.public import AccountKept, account_kept, account_of_subject
from ocaq.kernel.places import language_name
from ocaq.mail.queries import KeptLetter, letters_kept, letters_of
from ocaq.privacy.models import DirectoryOnly, Emergency, Export, LawfulRequest, Look, Request, Review
from ocaq.privacy.queries.deeds import Deeds, deeds_kept
from ocaq.privacy.rules.keeping import Holder, Kept, Line

DEEDS: Deeds = (
    (Look, "by"),
    (Emergency, "by"),
    (Review, "decided_by"),
    (Request, "answered_by"),
    (LawfulRequest, "entered_by"),
    (LawfulRequest, "first_by"),
    (LawfulRequest, "second_by"),
    (Export, "by"),
    (DirectoryOnly, "set_by"),
)


def watching_kept(holder: Holder, _at: datetime) -> list[Kept]:
    """Return what the holder did with the records of others, counted (nine SQL queries)."""
    return deeds_kept(
        holder,
        keeper="watching",
        title=_("What you did here in a role"),
        label=_("Looks at people’s records, reviews, answers, requests under a law and files that left"),
        deeds=DEEDS,
    )


def accounts_kept(holder: Holder, _at: datetime) -> list[Kept]:
    """Return the holder's account (six SQL queries)."""
    found = _account(holder.user_id)
    return [found] if found else []


def account_by_subject(subject: str, _at: datetime) -> Kept | None:
    """Return the account of a sign (seven SQL queries)."""
    return _account(account_of_subject(subject)) if subject.startswith("account:") else None


def _account(user_id: int | None) -> Kept | None:
    found = account_kept(user_id=user_id) if user_id is not None else None
    if found is None:
        return None
    return Kept(
        keeper="account",
        subject=found.subject,
        title=_("Your account"),
        source="self",
        lines=_account_lines(found),
        since={"written": found.joined_at},
        change=reverse("my-account"),
    )


def _account_lines(found: AccountKept) -> tuple[Line, ...]:
    user, grant = "accounts.User", "accounts.RoleGrant"
    lines = [
        Line(user, "email", _("Mail address"), found.email),
        Line(user, "name", _("Full name"), found.name),
        Line(user, "address_as", _("Addressed as"), found.address_as),
        Line(user, "language", _("Language"), language_name(found.language) if found.language else "", found.language),
        Line(user, "zone", _("Time zone"), found.zone),
        *(Line("account.EmailAddress", "email", _("Proven address"), address) for address in found.addresses),
        *(Line(grant, "role", _("Role you hold or held"), role.said, role.exact) for role in found.roles),
        *(Line(grant, "salt", "salt", role.salt, for_machines=True) for role in found.roles),
        Line("mfa.Authenticator", "data", _("Passkeys"), len(found.passkeys) or "", list(found.passkeys)),
        *(
            Line(
                "usersessions.UserSession",
                "user_agent",
                _("Device signed in"),
                f"{one.name}, {one.address}",
                since=one.seen_at,
            )
            for one in found.devices
        ),
        Line(user, "pseudonym", _("What the public log calls you"), found.subject, for_machines=True),
    ]
    return tuple(lines)


def letters(holder: Holder, _at: datetime) -> list[Kept]:
    """Return the letters to each of the holder's addresses, and others about the account (one SQL query)."""
    account = f"user:{holder.user_id}"
    about = [account] if holder.user_id is not None else []
    parts: dict[str, list[KeptLetter]] = {}
    for one in letters_kept(to=holder.addresses, about=about):
        address = one.to.casefold()
        # One address may have been somebody else's before: what went there about the account is the account's.
        parts.setdefault(letters_of(address if address in holder.addresses else account), []).append(one)
    return [_letters(subject, found) for subject, found in parts.items()]


def _letters(subject: str, found: list[KeptLetter]) -> Kept:
    return Kept(
        keeper="letters",
        subject=subject,
        title=_("Letters to you"),
        source="institution",
        lines=tuple(
            Line("mail.Mail", "to", one.to, one.subject, {"to": one.to, "subject": one.subject}, since=one.queued_at)
            for one in found
        ),
        may_leave=False,
    )
