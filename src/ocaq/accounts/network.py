"""The communities that roles are for. Only the register knows them, and it joins itself here from its `apps.ready`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ocaq.kernel.actor import Actor
from ocaq.kernel.text import Text

MOST_FOUND = 6


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post that is held now, by whom the register does not tell here; `office` in words."""

    ref: str
    office: str
    since: date


@dataclass(frozen=True, slots=True)
class Body:
    """A community for which somebody may give a role, with the posts that may be the reason."""

    ref: str
    title: Text
    country: str
    town: str
    posts: Sequence[PostHeld]


class Find(Protocol):
    """A query: communities by words of their names, best first, `MOST_FOUND` and one more at most."""

    def __call__(self, words: str, *, by: Actor, at: datetime) -> Sequence[Body]: ...


class Below(Protocol):
    """A query: which of these communities lie within what `by` looks after, and are not all of it."""

    def __call__(self, refs: Collection[str], *, by: Actor, at: datetime) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Network:
    find: Find
    below: Below
    has_below: Callable[[Actor, datetime], bool]  # any community lies below what they look after
    titles: Callable[[Collection[str]], Mapping[str, Text]]
    holds: Callable[[str, str], bool]  # (reference of a post, of a community): it is held there now


_joined: list[Network] = []


def join(network: Network) -> None:
    """Have `network` answer for communities; whoever joins last answers."""
    _joined[:] = [network]


def network() -> Network:
    """Return who answers for communities.

    Raises:
        IndexError: nobody does in this house.
    """
    return _joined[0]
