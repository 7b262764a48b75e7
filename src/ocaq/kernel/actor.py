"""Who acts. Doors build an actor from the request; commands take it as `by`."""

from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["institution", "country", "community"]
_PUBLIC = {"user": "account", "registration": "participant", "anonymous": "guest", "renewal": "keeper"}


@dataclass(frozen=True, slots=True)
class Grant:
    """One role within one scope; `place` is a country code or a community reference, empty for the institution."""

    role: str
    scope: Scope = "institution"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """`ref` is opaque (`user:12`, `registration:k7m…`, `system:demo`, `anonymous`), safe for evidence and logs."""

    ref: str
    grants: frozenset[Grant] = field(default_factory=frozenset)
    language: str = "en"

    @property
    def is_anonymous(self) -> bool:
        return self.ref == "anonymous"

    @property
    def user_id(self) -> int | None:
        return int(self.ref.removeprefix("user:")) if self.ref.startswith("user:") else None

    @property
    def registration_ref(self) -> str | None:
        return self.ref.removeprefix("registration:") if self.ref.startswith("registration:") else None

    @property
    def public(self) -> str:
        """What everybody may know of who acted: one of four words, or the `system:…` in full."""
        kind = self.ref.partition(":")[0]
        return self.ref if kind == "system" else _PUBLIC[kind]

    def has_role(self, *roles: str, country: str | None = None) -> bool:
        """Say whether any of `roles` is held for the whole institution, or for `country` when given."""
        return any(
            grant.role in roles
            and (
                grant.scope == "institution" or (country is not None and grant == Grant(grant.role, "country", country))
            )
            for grant in self.grants
        )


ANONYMOUS = Actor(ref="anonymous")


def system(name: str) -> Actor:
    """Return the actor of a job or a set-up step, e.g. `system:demo`; it may do everything staff may."""
    return Actor(ref=f"system:{name}", grants=frozenset({Grant("system")}))
