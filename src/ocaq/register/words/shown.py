"""Fields of an entry as their keeper reads them: a label, and lines of (words, a remark on them)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from babel.dates import format_interval
from django.utils.translation import get_language

from ocaq.design.dates import calendar_day, roughly, weekdays
from ocaq.kernel.lines import side_by_side
from ocaq.kernel.phones import readable
from ocaq.kernel.places import language_name
from ocaq.kernel.text import Text
from ocaq.register.rules.activity import after, first_day
from ocaq.register.words import directory, keeping

Lines = list[tuple[str, str]]


def label_of(field: str) -> str:
    """Return what a field is called; of a text in several languages, with its language."""
    name, _, language = field.partition(":")
    words = str(keeping.FIELDS.get(name, name))
    return f"{words}: {language_name(language, _here())}" if language else words


def lines_of(field: str, value: Any, *, names: Mapping[str, str]) -> Lines:
    """Return the lines of a value of `rules.fields`; nothing for an empty one.

    Args:
        names: what codes and references stand for: kinds, towns, people.
    """
    if not value:
        return []
    return _LINES.get(field.partition(":")[0], _texts)(value, names)


def shown(fields: Mapping[str, Any], *, names: Mapping[str, str]) -> list[tuple[str, Lines]]:
    """Return (label, lines) of each field that is not empty."""
    return [
        (label_of(field), lines) for field, value in fields.items() if (lines := lines_of(field, value, names=names))
    ]


def _here() -> str:
    return get_language() or "en"


def _day(day: str) -> str:
    return calendar_day(date.fromisoformat(day)) if day else ""


def _texts(value: Any, _names: Mapping[str, str]) -> Lines:
    return [(str(line), "") for line in (value if isinstance(value, list) else [value])]


def _named(value: str, names: Mapping[str, str]) -> Lines:
    return [(names.get(value, value), "")]


def _names_of(rows: Sequence[Sequence[str]], _names: Mapping[str, str]) -> Lines:
    return [
        (text, side_by_side(language_name(code, _here()) if code else "", directory.USES[use]))
        for text, code, use in rows
    ]


def _state(state: Mapping[str, str], _names: Mapping[str, str]) -> Lines:
    return [(str(directory.STATES[state["state"]]), side_by_side(_day(state["since"]), state["source"]))]


def _decision(decision: Mapping[str, Any], _names: Mapping[str, str]) -> Lines:
    return [(str(Text(decision["taken_by"])), side_by_side(decision["number"], _day(decision["taken_on"])))]


def _hours(rows: Sequence[Sequence[Any]], _names: Mapping[str, str]) -> Lines:
    spans: dict[int, list[str]] = {}
    for day, opens, closes in rows:
        spans.setdefault(day, []).append(f"{opens}–{closes}")
    return [(weekdays(day, day), ", ".join(times)) for day, times in spans.items()]


def _languages(codes: Sequence[str], _names: Mapping[str, str]) -> Lines:
    return [(", ".join(language_name(code, _here()) for code in codes), "")]


def _begin(asked: Mapping[str, str], names: Mapping[str, str]) -> Lines:
    remark = side_by_side(directory.OFFICES[asked["office"]], _day(asked["starts_on"]), asked["source"])
    return [(names.get(asked["holder"], asked["holder"]), remark)]


def _end(asked: Mapping[str, str], names: Mapping[str, str]) -> Lines:
    return [(names.get(asked["post"], asked["post"]), side_by_side(_day(asked["ends_on"]), asked["source"]))]


def _rename(asked: Mapping[str, str], names: Mapping[str, str]) -> Lines:
    return [(names.get(f"wanted:{asked['holder']}", ""), names.get(asked["holder"], ""))]


_LINES: Final[Mapping[str, Callable[[Any, Mapping[str, str]], Lines]]] = {
    "kind": _named,
    "place": _named,
    "names": _names_of,
    "state": _state,
    "founded": lambda value, _names: [(roughly(value), "")],
    "decision": _decision,
    "shown": lambda value, _names: [(str(keeping.SHOWN[value]), "")],
    "point": lambda value, _names: [(f"{value[0]}, {value[1]}", "")],
    "hours": _hours,
    "languages": _languages,
    "taught": _languages,
    "phone": lambda value, _names: [(readable(line), "") for line in value],
    "begin": _begin,
    "end": _end,
    "rename": _rename,
}


def quarter_in_words(quarter: str) -> str:
    """Say a quarter of `rules.activity` as readers know it: July – September 2026."""
    first = first_day(quarter)
    last = first_day(after(quarter)) - timedelta(days=1)
    return format_interval(first, last, "yMMMM", locale=_here())
