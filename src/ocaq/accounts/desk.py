"""What stands on the desk: each domain registers its entries from its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from ocaq.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One line of the desk's side list.

    `address` is a url name without arguments; `roles` may see it (staff always may);
    `count` says how much waits there, in one query, None for nothing worth a number; `may` says in one query at most
    whether somebody with such a role really finds anything there.
    """

    title: str | Promise
    address: str
    roles: tuple[str, ...] = ()
    about: str | Promise = ""
    place: int = 50
    count: Callable[[Actor], int | None] | None = None
    may: Callable[[Actor], bool] | None = None

    def is_for(self, actor: Actor) -> bool:
        has_role = any(grant.role in {"staff", "system", *self.roles} for grant in actor.grants)
        return has_role and (self.may is None or self.may(actor))


_entries: dict[str, DeskEntry] = {}


def register(entry: DeskEntry) -> None:
    """Put `entry` on the desk; registering an address again replaces it."""
    _entries[entry.address] = entry


def entries_for(actor: Actor) -> list[DeskEntry]:
    """Return what this actor may see, in order of place."""
    return sorted(
        (entry for entry in _entries.values() if entry.is_for(actor)), key=lambda entry: (entry.place, entry.address)
    )
