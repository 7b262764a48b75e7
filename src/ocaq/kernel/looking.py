"""Reading somebody's record leaves a line that this person can see: a query hands one over through `seen`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from django.utils.functional import Promise

from ocaq.kernel.actor import Actor

How = Literal["screen", "search", "export", "api"]
Read = TypeVar("Read")
# {code: what for, as the person reads it after "Purpose:"}; each domain declares its own.
PURPOSES: dict[str, str | Promise] = {}


class Names(Protocol):
    """A query: {what a mail says it is about: the subject of that record}, for those that exist."""

    def __call__(self, abouts: Collection[str]) -> Mapping[str, str]: ...


class Keeper(Protocol):
    """The command that writes the lines."""

    def __call__(
        self, *, subjects: Collection[str], purpose: str, how: How, reason: str, by: Actor, at: datetime
    ) -> None: ...


_keepers: list[Keeper] = []
_names: dict[str, Names] = {}


def declare(purposes: Mapping[str, str | Promise]) -> None:
    """Register purposes; one code has one meaning.

    Raises:
        ValueError: a code is already taken by another meaning.
    """
    for code, meaning in purposes.items():
        if PURPOSES.setdefault(code, meaning) is not meaning:
            message = f"purpose declared twice: {code}"
            raise ValueError(message)


def kept_by(keeper: Keeper) -> None:
    """Have `keeper` write every look; twice registers once."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def named(thing: str, names: Names) -> None:
    """Have `names` say whose record `<thing>:<ref>` is, for rooms below that know only the reference."""
    _names[thing] = names


def subjects_about(abouts: Collection[str]) -> set[str]:
    """Return the subjects of the records that these references lead to (one query of each thing named)."""
    found: set[str] = set()
    for thing, names in _names.items():
        asked = [about for about in abouts if about.startswith(f"{thing}:")]
        found |= set(names(asked).values()) if asked else set()
    return found


def seen(
    read: Read,
    subjects: Iterable[str],
    *,
    by: Actor,
    purpose: str,
    how: How = "screen",
    reason: str = "",
    at: datetime,
) -> Read:
    """Hand over what a query read of people, once it is written that `by` reads it.

    Whatever fails in writing the look keeps the rows from whoever asked. Jobs read nothing with eyes and leave no line.

    Args:
        subjects: `person:<pseudonym>`, `registration:<pseudonym>`, `account:<pseudonym>`; many are one look.
        purpose: a declared code.
        reason: what the person at the desk said when asked, kept for those who review looks.

    Raises:
        LookupError: nobody keeps looks, or the purpose is not declared: then nothing may be shown.
    """
    if not _keepers:
        message = "nobody keeps looks"
        raise LookupError(message)
    if purpose not in PURPOSES:
        message = f"no such purpose of looking: {purpose}"
        raise LookupError(message)
    records = set(subjects)
    if records and not by.ref.startswith("system:"):
        for keep in _keepers:
            keep(subjects=records, purpose=purpose, how=how, reason=reason, by=by, at=at)
    return read
