"""Which deeds there are, and what a domain does with a batch of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Union

import msgspec

from ocaq.live.tickets import Ticket

Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{8,64}$")]


class Deed(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """What a person does. Subclasses name their kind: `class HandDeed(Deed, tag="hand")`."""

    key: Key


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Done, perhaps with the ref of what came to be; or refused, with a code of `kernel.refusals` and its facts."""

    ref: str = ""
    refused: str = ""
    facts: dict[str, Any] = {}

    @property
    def is_done(self) -> bool:
        return not self.refused


class Submitted(msgspec.Struct, frozen=True):
    """One deed with the ticket of who does it."""

    deed: Any  # of the kind's own struct
    ticket: Ticket
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Deeds of one kind in one room, oldest first. A person may occur more than once: the later deed counts."""

    kind: str
    channel: str  # the room, e.g. `conference/k7m…`
    deeds: list[Submitted]
    at: datetime

    @property
    def room(self) -> str:
        return self.channel.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Rate:
    """A person may do `burst` at once, and `per_minute` in the long run."""

    burst: int
    per_minute: float


Apply = Callable[[Batch], list[Answer]]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    body: type[Deed]
    apply: Apply
    rate: Rate
    evidence: str | None
    tells_how_many: bool
    keeps_receipts: bool


_kinds: dict[str, Kind] = {}


def handle(
    kind: str,
    *,
    body: type[Deed],
    apply: Apply,
    rate: Rate = Rate(30, 60),
    evidence: str | None = None,
    tells_how_many: bool = True,
    keeps_receipts: bool = True,
) -> None:
    """Have deeds of `kind` applied by `apply`.

    Args:
        body: subclass of `Deed` whose tag is `kind`.
        apply: one answer for each deed of the batch, in its order; runs in the writer's transaction, so what it raises
            undoes the batch, which is then tried one deed at a time.
        evidence: kind of the entry written once a batch, e.g. `conference.votes.recorded`; None writes none.
        tells_how_many: False where the entry would tell of few people: of a poll that hardly anybody answers.
        keeps_receipts: False for deeds that do no harm when repeated, such as presence.
    """
    if body.__struct_config__.tag != kind:
        message = f"the tag of {body.__name__} is not {kind!r}"
        raise ValueError(message)
    _kinds[kind] = Kind(kind, body, apply, rate, evidence, tells_how_many, keeps_receipts)
    _decoder.cache_clear()


def kind_of(deed: Deed) -> Kind:
    return _kinds[_tag(type(deed))]


def kinds() -> Mapping[str, Kind]:
    return _kinds


def decode(body: bytes) -> Deed:
    """Return the deed in `body`.

    Raises:
        msgspec.DecodeError: no JSON, no known kind, a field missing, unknown or out of bounds.
    """
    deed: Deed = _decoder().decode(body)
    return deed


@cache
def _tag(body: type[Deed]) -> str:
    return str(body.__struct_config__.tag)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(Union[tuple(kind.body for kind in _kinds.values())])  # noqa: UP007 - made at run time
