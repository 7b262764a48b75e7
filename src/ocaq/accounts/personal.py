"""Every personal field of accounts, and of what allauth and Django keep for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.personal import PersonalField, Shown

# Seconds of a session's life in days; Django erases nothing by itself, the hourly job does.
SESSIONS_KEPT_DAYS = 14
_ERASED_BY = "ocaq.accounts.commands.erasing.erase_account"


def _field(table: str, fields: str, purpose: Promise, shown: Shown, *, days: int | None = None) -> PersonalField:
    return PersonalField(table, tuple(fields.split()), purpose, "asked", shown, days, _ERASED_BY, since="written")


PERSONAL: tuple[PersonalField, ...] = (
    _field("accounts.User", "email", _("to send the code that signs in, and letters"), "house"),
    _field("accounts.User", "name address_as", _("to name and greet whoever works here"), "house"),
    _field("accounts.User", "language zone", _("to write and show times as the person reads them"), "self"),
    _field("accounts.User", "pseudonym", _("so that the public log can speak of an account and name nobody"), "nobody"),
    _field("accounts.User", "password", _("left empty, because nobody here has a password"), "nobody"),
    _field(
        "accounts.RoleGrant",
        "user role scope place post granted_by",
        _("to let people do the work they have a role for"),
        "house",
    ),
    _field("accounts.RoleGrant", "salt", _("to prove later for which place a role was given"), "nobody"),
    _field("account.EmailAddress", "user email", _("to know which mail addresses are really theirs"), "self"),
    _field(
        "account.EmailConfirmation",
        "email_address key",
        _("to find out whether a mail address is really theirs"),
        "nobody",
    ),
    _field("mfa.Authenticator", "user data", _("to sign in by passkey"), "self"),
    _field(
        "usersessions.UserSession",
        "user ip session_key user_agent data",
        _("so that a person sees and ends where they are signed in"),
        "self",
        days=SESSIONS_KEPT_DAYS,
    ),
    _field(
        "sessions.Session",
        "session_key session_data",
        _("to stay signed in, and to wait for a code"),
        "nobody",
        days=SESSIONS_KEPT_DAYS,
    ),
)
