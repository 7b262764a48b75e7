"""JSON in its one canonical spelling (RFC 8785), for what the log holds: objects of texts and whole numbers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"

# Names sort alike by bytes and by UTF-16 units, and larger numbers are not whole in every reader's JSON.
_NAME = re.compile(r"[a-z][a-z0-9_]*")
LARGEST = 2**53 - 1
_spell = msgspec.json.Encoder(order="sorted").encode


def canonical(value: Mapping[str, Value]) -> bytes:
    """Return the RFC 8785 spelling of an object.

    Raises:
        ValueError: a name that is no lower-case identifier, a number beyond 2**53 - 1, or half of a surrogate pair.
        TypeError: anything but texts, whole numbers, truths, None, lists and objects.
    """
    _refuse_unfit(value)
    return _spell(value)


def _refuse_unfit(value: Any) -> None:
    if isinstance(value, Mapping):
        for name in value:
            if not _NAME.fullmatch(name):
                message = f"not a name in an entry: {name!r}"
                raise ValueError(message)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            _refuse_unfit(inner)
    elif isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        message = f"not a whole number for every reader of JSON: {value}"
        raise ValueError(message)
    elif not isinstance(value, str | int | None):
        message = f"no place in an entry for {type(value).__name__}"
        raise TypeError(message)
