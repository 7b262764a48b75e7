"""What becomes of a form when others changed the same entry since it was opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`before`: what the editor saw of what they changed; `apply`: nobody else touched it; `overtaken`: others did."""

    before: Fields
    apply: Fields
    overtaken: Fields


def merged(now: Fields, *, since: Iterable[Fields], wanted: Fields) -> Outcome:
    """Part what somebody wants into what can stand at once and what others wrote meanwhile.

    Args:
        now: the fields as they stand.
        since: `before` of every change applied since the form was opened, the latest first.
    """
    seen = dict(now)
    for before in since:
        seen |= {field: value for field, value in before.items() if field in seen or field in wanted}
    mine = {field: value for field, value in wanted.items() if value != seen.get(field, _empty(value))}
    apply: dict[str, Any] = {}
    overtaken: dict[str, Any] = {}
    for field, value in mine.items():
        present = now.get(field, _empty(value))
        if present == value:
            continue
        untouched = present == seen.get(field, _empty(value))
        (apply if untouched else overtaken)[field] = value
    return Outcome({field: seen.get(field, _empty(value)) for field, value in mine.items()}, apply, overtaken)


def _empty(value: Any) -> Any:
    return "" if isinstance(value, str) else type(value)() if isinstance(value, list | dict) else None
