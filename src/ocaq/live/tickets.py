"""A signed ticket says who may listen and act in a room, so that the hub and the door ask nobody."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from functools import cache, lru_cache

import msgspec
from django.conf import settings

from ocaq.kernel import erasure
from ocaq.kernel.refusals import Expired, NotAllowed

MAX_LENGTH = 400
# What a new ticket would cure; a page that meets one of these fetches it.
TICKET_CURES = frozenset({"ticket-missing", "ticket-forged", "ticket-expired"})
_MAC_BYTES = 16


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """`channel` is the room, e.g. `conference/k7m…`; `audience` the channel of it that is opened, e.g. `public`."""

    channel: str
    audience: str
    language: str
    expires_at: int  # seconds since 1970, UTC
    participant: str = ""  # ref of the registration, empty for who only listens
    device: str = ""
    country: str = ""
    capacity: str = ""

    @property
    def room(self) -> str:
        """The room's own reference, the last part of its channel."""
        return self.channel.rpartition("/")[2]


@cache
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"ocaq.live.tickets", hashlib.sha256)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Ticket).decode


def issue(
    *,
    channel: str,
    audience: str,
    language: str,
    at: datetime,
    lives_s: int,
    participant: str = "",
    device: str = "",
    country: str = "",
    capacity: str = "",
) -> str:
    """Return a ticket for `channel` (the room, without its audience) that lives `lives_s` seconds from `at`.

    Raises:
        ValueError: its fields are too long for an address.
    """
    expires_at = int(at.timestamp()) + lives_s
    body = _encode(Ticket(channel, audience, language, expires_at, participant, device, country, capacity))
    ticket = urlsafe_b64encode(_mac(body, settings.SECRET_KEY) + body).rstrip(b"=").decode()
    if len(ticket) > MAX_LENGTH:
        message = f"a ticket of {len(ticket)} characters is too long"
        raise ValueError(message)
    return ticket


def read(ticket: str, now: datetime) -> Ticket:
    """Return what `ticket` says.

    Raises:
        NotAllowed: `ticket-missing`, or `ticket-forged`: not issued by this house.
        Expired: `ticket-expired`.
    """
    if not ticket:
        raise NotAllowed("ticket-missing")
    if len(ticket) > MAX_LENGTH:
        raise NotAllowed("ticket-forged")
    said = _genuine(ticket)
    if said.expires_at <= now.timestamp():
        raise Expired("ticket-expired")
    return said


@lru_cache(maxsize=16_384)  # a page sends the same ticket with every deed; what raises is not kept
def _genuine(ticket: str) -> Ticket:
    try:
        signed = urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
        if hmac.compare_digest(signed[:_MAC_BYTES], _mac(signed[_MAC_BYTES:], settings.SECRET_KEY)):
            return _decode(signed[_MAC_BYTES:])
    except (NotBase64, UnicodeEncodeError, msgspec.DecodeError):
        pass
    raise NotAllowed("ticket-forged")


erasure.clears(_genuine.cache_clear)


def _mac(body: bytes, secret: str) -> bytes:
    # 128 bits of HMAC-SHA256: beyond forging, and 21 characters shorter in every address.
    return hmac.digest(_key(secret), body, hashlib.sha256)[:_MAC_BYTES]
