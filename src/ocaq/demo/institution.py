"""Who works at the made-up institution."""

from dataclasses import dataclass
from datetime import datetime

from ocaq.accounts.commands import grant_role, open_account
from ocaq.kernel.actor import Actor, Grant, Scope


@dataclass(frozen=True, slots=True)
class Member:
    """`part` is how the demo page calls them; `role` is what they are granted."""

    part: str
    name: str
    role: str
    language: str
    scope: Scope = "institution"
    place: str = ""

    @property
    def email(self) -> str:
        return f"{self.part}@example.org"

    @property
    def grant(self) -> Grant:
        return Grant(self.role, self.scope, self.place)


MEMBERS = (
    Member("director", "Səbinə Zirvəli", "director", "az"),
    Member("second-director", "Owen Stonewater", "director", "en"),
    Member("crew", "Тимур Приморин", "crew", "ru"),
    Member("staff", "Lalə Çinarlı", "staff", "az"),
    Member("guardian", "Könül Yaylalı", "guardian", "az"),
    Member("coordinator", "Lena Birkenquell", "coordinator", "en", "country", "DE"),
)


def hire(*, by: Actor, at: datetime) -> dict[str, int]:
    """Open the accounts and grant the roles; return {part: user id}. Nobody gets a mail about it."""
    accounts: dict[str, int] = {}
    for member in MEMBERS:
        user_id = accounts[member.part] = open_account(email=member.email, name=member.name, language="", by=by, at=at)
        grant_role(user_id=user_id, role=member.role, scope=member.scope, place=member.place, tell=False, by=by, at=at)
    return accounts
