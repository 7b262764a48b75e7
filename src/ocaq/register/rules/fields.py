"""The fields of an entry: which stand together, in what form a value is kept, and why one is refused.

Shapes: `names` [[text, language, use]] · `state` {state, since, source} · `decision` {taken_by, number, taken_on,
title, address} or None · `place` reference · `point` [latitude, longitude] or None · `email`, `phone`, `web`,
`messenger` lists of lines · `hours` [[weekday, "10:00", "18:00"]] · `languages`, `taught` lists of BCP 47 codes ·
`about:az`, `hours_note:az` one text of a language · every other a line.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from ocaq.kernel import phones
from ocaq.kernel.lines import mixed_word, one_line, paragraphs

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "names": ("kind", "names", "founded", "decision", "state"),
    "place": ("place", "street", "postcode", "point", "shown"),
    "contacts": ("email", "phone", "web", "messenger"),
    "hours": ("hours", "hours_note"),
    "work": ("about", "languages", "taught"),
}
BY_LANGUAGE: Final = frozenset({"about", "hours_note"})
CONTACTS: Final = FIELDS["contacts"]
SENSITIVE: Final = frozenset({"names", "posts"})
USES: Final = ("original", "romanised", "translated", "alias", "former")
LISTS: Final = frozenset({"names", "hours", "languages", "taught", *CONTACTS})
STATES: Final = ("active", "dormant", "closed")
MOST: Final = 12  # names, contacts of one way, languages
LONGEST_NAME: Final = 250
LONGEST_TEXT: Final = 2_000
_LONGEST_LINE: Final[Mapping[str, int]] = {"street": 200, "postcode": 20}
_LONGEST_CONTACT: Final = 250

_EMAIL: Final = re.compile(r"[^\s@<>,;:()\[\]\\\"]+@[^\s@<>,;:()\[\]\\\"]+\.[^\s@.<>,;:()\[\]\\\"]{2,}")
_WEB: Final = re.compile(r"https?://[^\s/?#@\\<>\"]+\.[^\s<>\"\\]{2,}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_FOUNDED: Final = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def group_of(field: str) -> str:
    """Return the group a field stands in, or "" for one that is not known."""
    return next((group for group, names in FIELDS.items() if field.partition(":")[0] in names), "")


def tidy(field: str, value: Any) -> Any:
    """Return a value of the right shape in the form in which it is kept; one of a wrong shape as it is."""
    name = field.partition(":")[0]
    # A text would be taken for a list of its letters.
    if name in LISTS and isinstance(value, str):
        return value
    try:
        return _TIDY.get(name, one_line)(value)
    except (TypeError, ValueError, AttributeError, KeyError):
        return value


def refusal_of(field: str, value: Any) -> str | None:
    """Return why a tidied value cannot stand in a field, or None."""
    name, _, language = field.partition(":")
    if not group_of(field) or bool(language) != (name in BY_LANGUAGE):
        return "field-unknown"
    if name in LISTS and isinstance(value, str):
        return "value-not-understood"
    try:
        return _REFUSALS[name](value) if name in _REFUSALS else _refusal_of_line(name, value)
    except (TypeError, ValueError, AttributeError, KeyError):
        return "value-not-understood"


def _lines(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(line for value in values if (line := one_line(value))))


def _tidy_names(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    kept = {(one_line(text), use): language for text, language, use in rows if one_line(text)}
    return [[text, language, use] for (text, use), language in kept.items()]


def _tidy_phones(values: Sequence[str]) -> list[str]:
    """Of an entry, whose country is not asked, numbers have its code; what is none stays, to be refused."""
    return list(dict.fromkeys(one for line in _lines(values) for one in _numbers_or_words(line)))


def _numbers_or_words(line: str) -> list[str]:
    found, unread = phones.read(line, "")
    return found + unread or [line]


def _tidy_webs(values: Sequence[str]) -> list[str]:
    return _lines([value if "://" in value else f"https://{one_line(value)}" for value in values if one_line(value)])


def _tidy_decision(decision: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not decision:
        return None
    texts = {
        name: {language: line for language, text in decision[name].items() if (line := one_line(text))}
        for name in ("taken_by", "title")
    }
    return {
        **texts,
        "number": one_line(decision.get("number", "")),
        "taken_on": decision["taken_on"],
        "address": one_line(decision.get("address", "")),
    }


def _tidy_point(point: Sequence[float] | None) -> list[float] | None:
    # Five digits are a metre.
    return [round(float(part), 5) for part in point] if point else None


_TIDY: Final[Mapping[str, Callable[[Any], Any]]] = {
    "names": _tidy_names,
    "email": lambda values: _lines([value.strip().lower() for value in values]),
    "phone": _tidy_phones,
    "web": _tidy_webs,
    "messenger": _lines,
    "hours": lambda rows: sorted([int(day), opens, closes] for day, opens, closes in rows),
    "about": paragraphs,
    "hours_note": paragraphs,
    "languages": lambda codes: list(dict.fromkeys(codes)),
    "taught": lambda codes: list(dict.fromkeys(codes)),
    "decision": _tidy_decision,
    "point": _tidy_point,
    "state": lambda state: {**state, "source": one_line(state.get("source", ""))},
}


def _refusal_of_line(name: str, value: str) -> str | None:
    return "text-too-long" if len(value) > _LONGEST_LINE.get(name, 40) else None


def _refusal_of_names(rows: Sequence[Sequence[str]]) -> str | None:
    if not any(use in {"original", "romanised", "translated"} for _, _, use in rows):
        return "community-name-missing"
    if not all(any(map(str.isalpha, text)) for text, _, _ in rows):
        return "community-name-missing"
    if len(rows) > MOST:
        return "too-many-of-one"
    for text, language, use in rows:
        if len(text) > LONGEST_NAME:
            return "community-name-too-long"
        if mixed_word(text):
            return "name-mixes-alphabets"
        if use not in USES or (language and not _LANGUAGE.fullmatch(language)):
            return "value-not-understood"
    return None


def _refusal_of_founded(value: str) -> str | None:
    if not value:
        return None
    if not _FOUNDED.fullmatch(value):
        return "founded-not-understood"
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    date(year, month, day)
    return None


def _refusal_of_state(state: Mapping[str, str]) -> str | None:
    if state["state"] not in STATES:
        return "value-not-understood"
    date.fromisoformat(state["since"])
    if state["state"] == "closed" and not state["source"]:
        return "closing-needs-source"
    return "text-too-long" if len(state["source"]) > LONGEST_NAME else None


def _refusal_of_decision(decision: Mapping[str, Any] | None) -> str | None:
    if decision is None:
        return None
    date.fromisoformat(decision["taken_on"])
    texts = [decision["number"], *decision["taken_by"].values(), *decision["title"].values()]
    if not decision["taken_by"]:
        return "decision-needs-body"
    if any(len(text) > LONGEST_NAME for text in texts) or len(decision["number"]) > 40:
        return "text-too-long"
    return "web-not-understood" if decision["address"] and not _WEB.fullmatch(decision["address"]) else None


def _refusal_of_point(point: Sequence[float] | None) -> str | None:
    if point is None:
        return None
    latitude, longitude = point
    return None if -90 <= latitude <= 90 and -180 <= longitude <= 180 else "point-not-on-earth"


def _contacts(holds: Callable[[str], object], code: str) -> Callable[[Any], str | None]:
    def refusal(values: Sequence[str]) -> str | None:
        if len(values) > MOST:
            return "too-many-of-one"
        return code if any(len(v) > _LONGEST_CONTACT or not holds(v) for v in values) else None

    return refusal


def _refusal_of_hours(rows: Sequence[tuple[int, str, str]]) -> str | None:
    for day, opens, closes in rows:
        if not (0 <= day <= 6 and _TIME.fullmatch(opens) and _TIME.fullmatch(closes)):
            return "hours-not-understood"
        if closes <= opens:
            return "hours-end-before-start"
    for (day, _, closes), (next_day, opens, _closes) in pairwise(rows):
        if day == next_day and opens < closes:
            return "hours-overlap"
    return "too-many-of-one" if len(rows) > 21 else None


def _refusal_of_languages(codes: Sequence[str]) -> str | None:
    if len(codes) > 3 * MOST:
        return "too-many-of-one"
    return None if all(_LANGUAGE.fullmatch(code) for code in codes) else "language-not-known"


def _refusal_of_text(text: str) -> str | None:
    return "text-too-long" if len(text) > LONGEST_TEXT else None


_REFUSALS: Final[Mapping[str, Callable[[Any], str | None]]] = {
    "names": _refusal_of_names,
    "founded": _refusal_of_founded,
    "state": _refusal_of_state,
    "decision": _refusal_of_decision,
    "point": _refusal_of_point,
    "shown": lambda value: None if value in {"town", "street"} else "value-not-understood",
    "email": _contacts(_EMAIL.fullmatch, "email-not-understood"),
    "phone": _contacts(phones.is_number, "phone-not-understood"),
    "web": _contacts(_WEB.fullmatch, "web-not-understood"),
    "messenger": _contacts(re.compile(r"[^\x00-\x1f]{2,}").fullmatch, "value-not-understood"),
    "hours": _refusal_of_hours,
    "languages": _refusal_of_languages,
    "taught": _refusal_of_languages,
    "about": _refusal_of_text,
    "hours_note": _refusal_of_text,
}
