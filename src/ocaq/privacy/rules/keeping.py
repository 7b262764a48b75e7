"""What a record is made of: things that are kept, each with its lines; and who asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from ocaq.kernel.actor import Actor

# Where something comes from: the person, the institution, or a community that gave it to the institution.
Source = Literal["self", "institution", "community"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: the account, addresses that were proven (case-folded), and references held by personal links."""

    user_id: int | None = None
    addresses: frozenset[str] = frozenset()
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_nobody(self) -> bool:
        return self.user_id is None and not self.addresses and not any(self.held.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one row, as the person reads it; `label` and `text` are in the active language.

    `table` and `field` name its declaration in a `personal.py`, from which purpose, ground and end are taken.
    `raw` is what a copy in JSON says, when that is more exact. What is `for_machines` stands in a copy alone.
    `since`: of a row with a time of its own, what the days of its declaration are counted from.
    """

    table: str
    field: str
    label: object
    text: object
    raw: object = None
    for_machines: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept: a registration, an account, a person with posts.

    `since` says from which moment the days of a declaration are counted: {"conference": …, "written": …, "changed": …}.
    `change` is the address where the person corrects it themselves, empty when they ask for it.
    """

    keeper: str
    subject: str
    title: object
    source: Source
    lines: tuple[Line, ...]
    since: Mapping[str, datetime] = field(default_factory=dict)
    change: str = ""
    may_leave: bool = True


class Leave(Protocol):
    """A command that erases one thing kept, asked for by whom it is about."""

    def __call__(self, *, subject: str, by: Actor, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """What one domain keeps of people.

    `kept` lists it for a holder, `by_subject` finds one thing by its sign, `leave` erases one where it may leave.
    """

    code: str
    title: object
    kept: Callable[[Holder, datetime], list[Kept]]
    leave: Leave | None = None
    by_subject: Callable[[str, datetime], Kept | None] | None = None


def ends_at(*, days: int | None, since: datetime | None) -> datetime | None:
    """Return when a field ends, or None: with its record, or counted from what is not known yet."""
    return since + timedelta(days=days) if days is not None and since is not None else None
