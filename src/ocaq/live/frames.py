"""What goes over the line: patches in one language, levels, and their framing. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from ocaq.kernel.text import Text

_encode = msgspec.json.Encoder().encode


class Frame:
    """Bytes made once and written to many; `wire` is the same as one HTTP/1.1 chunk."""

    __slots__ = ("payload", "wire")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.wire = b"%x\r\n%b\r\n" % (len(payload), payload)


HEARTBEAT = Frame(b":\n\n")


def in_language(value: Any, language: str) -> Any:
    """Return `value` with every `{"@": {language: text}}` in it replaced by the text a reader of `language` gets."""
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(texts := value.get("@"), dict):
            return Text(texts).within(language)[1]
        return {key: in_language(part, language) for key, part in value.items()}
    if isinstance(value, list):
        return [in_language(part, language) for part in value]
    return value


def event_json(*, seq: int, kind: str, at: datetime, patch: Mapping[str, Any], language: str) -> bytes:
    """Return one `RoomEvent` of `islands/shared/state.ts`."""
    return _encode({"seq": seq, "kind": kind, "at": at.astimezone(UTC), "patch": in_language(patch, language)})


def patch_payload(seq: int, event: bytes) -> bytes:
    return b"id: %d\nevent: patch\ndata: %b\n\n" % (seq, event)


def levels_payload(levels: Mapping[str, Any]) -> bytes:
    return b"event: levels\ndata: %b\n\n" % _encode(levels)


def reload_payload(head: int) -> bytes:
    """Tell a client that is too far behind to start from the snapshot."""
    return b'event: reload\ndata: {"seq":%d}\n\n' % head


def retry_payload(wait_ms: int) -> bytes:
    return b"retry: %d\n\n" % wait_ms


def changed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of `after` that are new or different, each whole."""
    if before is None:
        return dict(after)
    return {key: value for key, value in after.items() if key not in before or before[key] != value}
