"""What a request of the raw handlers asks for, read from its ASGI scope."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotAllowed, NotFound, NotValid
from ocaq.live import tickets
from ocaq.live.channels import Provided, provided_for
from ocaq.live.tickets import Ticket

Scope = MutableMapping[str, Any]
MAX_QUERY = 1_024
_WHATS = ("state", "events")


class Asked:
    """One request under `/live/`: a channel, what of it, by which ticket, after which number."""

    __slots__ = ("after", "channel", "provided", "ticket", "what")

    def __init__(self, scope: Scope) -> None:
        """Read and check it.

        Raises:
            Refused: `not-understood`, `channel-unknown`, `ticket-elsewhere` or what `tickets.read` refuses.
        """
        fields = query(scope)
        path = scope["path"].removeprefix("/live/")
        channel, _, what = path.rpartition("/")
        self.what: str = what if what in _WHATS else ""
        self.channel: str = channel if self.what else path
        self.ticket = tickets.read(ticket_in(scope, fields), clock.now())
        self.provided = self._opened()
        self.after = _number(fields.get("after", "") or header(scope, b"last-event-id"))

    def _opened(self) -> Provided:
        room, _, audience = self.channel.rpartition("/")
        provided = provided_for(self.channel)
        if provided is None:
            raise NotFound("channel-unknown")
        if room != self.ticket.channel or not provided.is_open(audience=audience, to=self.ticket.audience):
            raise NotAllowed("ticket-elsewhere")
        return provided


def query(scope: Scope) -> dict[str, str]:
    """Return the fields of the query.

    Raises:
        NotValid: `not-understood`: longer or of more fields than any of our addresses.
    """
    raw = scope["query_string"]
    if not raw:
        return {}
    if len(raw) > MAX_QUERY:
        raise NotValid("not-understood")
    try:
        return dict(parse_qsl(raw.decode("latin-1"), max_num_fields=8))
    except ValueError as error:
        raise NotValid("not-understood") from error


def header(scope: Scope, name: bytes) -> str:
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def ticket_in(scope: Scope, fields: dict[str, str]) -> str:
    """Return the ticket of the `Authorization` header, or of the address where a header cannot be set."""
    scheme, _, ticket = header(scope, b"authorization").partition(" ")
    return ticket.strip() if scheme.lower() == "bearer" else fields.get("ticket", "")


def ticket_of(scope: Scope) -> Ticket:
    return tickets.read(ticket_in(scope, query(scope)), clock.now())


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotValid("not-understood")
    return int(text)
