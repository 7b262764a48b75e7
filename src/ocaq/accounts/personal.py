"""Every personal field of accounts, and of what allauth and Django keep for them."""

from ocaq.kernel.personal import PersonalField, Shown

# Seconds of a session's life in days; Django erases nothing by itself, the hourly job does.
SESSIONS_KEPT_DAYS = 14
_ERASED_BY = "ocaq.accounts.commands.erasing.erase_account"


def _field(table: str, fields: str, purpose: str, shown: Shown, *, days: int | None = None) -> PersonalField:
    return PersonalField(table, tuple(fields.split()), purpose, "asked", shown, days, _ERASED_BY, since="written")


PERSONAL: tuple[PersonalField, ...] = (
    _field("accounts.User", "email", "to send the code that signs in, and letters", "house"),
    _field("accounts.User", "name address_as", "to name and address who works here", "house"),
    _field("accounts.User", "language zone", "to write and show times as the person reads them", "self"),
    _field("accounts.User", "pseudonym", "to have the public log speak of an account without saying whose", "nobody"),
    _field("accounts.User", "password", "Django asks for the column; nobody has a password", "nobody"),
    _field("accounts.RoleGrant", "user role scope place granted_by", "to let a person do their part", "house"),
    _field("accounts.RoleGrant", "salt", "to prove later for which place a role was given", "nobody"),
    _field("account.EmailAddress", "user email", "to know which addresses were proven", "self"),
    _field("account.EmailConfirmation", "email_address key", "to prove an address", "nobody"),
    _field("mfa.Authenticator", "user data", "to sign in by passkey", "self"),
    _field(
        "usersessions.UserSession",
        "user ip session_key user_agent data",
        "so that a person sees and ends where they are signed in",
        "self",
        days=SESSIONS_KEPT_DAYS,
    ),
    _field(
        "sessions.Session",
        "session_key session_data",
        "to stay signed in, and to wait for a code",
        "nobody",
        days=SESSIONS_KEPT_DAYS,
    ),
)
