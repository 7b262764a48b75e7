"""Reports that come back after a server took a mail (RFC 3464, RFC 6533): of which mail, and whether it is final."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr

from ocaq.kernel.ids import ALPHABET, REF_LENGTH

# The status and the letter it is about come first; a mailbox may hand over whatever somebody wrote.
LARGEST = 1_000_000
_REF = f"[{ALPHABET}]{{{REF_LENGTH}}}"
_OF_ADDRESS = re.compile(rf"[^@\s]+\+({_REF})@[^@\s]+")
_OF_MESSAGE_ID = re.compile(rf"<({_REF})@[^@\s>]+>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_WHOLE = frozenset({"message/rfc822", "message/global"})
_HEADS = frozenset({"text/rfc822-headers", "message/global-headers"})
_TO = ("X-Original-To", "Delivered-To", "To")


@dataclass(frozen=True, slots=True)
class Report:
    """`refs`: mails of ours that it may be about. `status`: why it was given up, as 5.1.1; "" while it is tried."""

    refs: frozenset[str]
    status: str


def report_in(raw: bytes, *, to: str = "") -> Report | None:
    """Read a report; None when it is none, or names no mail.

    Args:
        raw: the message as it came.
        to: address it came to, where whoever hands it over knows; else the headers say so.
    """
    try:
        return _read(message_from_bytes(raw[:LARGEST]), to)
    except (RecursionError, LookupError, ValueError):  # parts in parts without end, charsets that are none
        return None


def _read(message: Message, to: str) -> Report | None:
    parts = list(message.walk())
    recipients = [group for part in parts if part.get_content_type() in _STATUS_PARTS for group in _recipients(part)]
    refs = frozenset(_refs(message, parts, to))
    return Report(refs, _status(recipients)) if refs and recipients else None


def _recipients(part: Message) -> Iterator[Message]:
    """Yield what is said of each recipient; what comes before is about the report as a whole."""
    payload = part.get_payload()
    groups = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    for group in groups:
        if "Action" in group:
            yield group
        # The parser knows the older of the two types only: of the newer, all but the first group is text.
        text = group.get_payload()
        for piece in re.split(r"\r?\n\s*\r?\n", text) if isinstance(text, str) else []:
            if "Action" in (found := message_from_string(piece.lstrip())):
                yield found


def _status(recipients: list[Message]) -> str:
    failed = [group for group in recipients if str(group["Action"]).strip().lower() == "failed"]
    found = [match[0] for group in failed if (match := _STATUS.search(str(group["Status"])))]
    found.sort(key=lambda status: not status.startswith("5"))
    return found[0] if found else "5.0.0" if failed else ""


def _refs(message: Message, parts: list[Message], to: str) -> Iterator[str]:
    for address in (to, *(str(message[name]) for name in _TO if name in message)):
        if match := _OF_ADDRESS.fullmatch(parseaddr(address)[1]):
            yield match[1]
    for part in parts:
        if match := _OF_MESSAGE_ID.fullmatch(str(_letter_in(part).get("Message-ID", "")).strip()):
            yield match[1]


def _letter_in(part: Message) -> Message:
    """Return the heads of the letter that a part encloses, none of another part."""
    kind = part.get_content_type()
    payload = part.get_payload() if kind in _WHOLE | _HEADS else None
    if isinstance(payload, list) and isinstance(payload[0], Message):
        return payload[0]
    if kind in _HEADS:
        text = part.get_payload(decode=True)
        return message_from_bytes(text) if isinstance(text, bytes) else Message()
    return Message()
