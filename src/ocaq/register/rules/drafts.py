"""One row of a list becomes what it wants of the register, with everything that keeps it from being taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ocaq.kernel import phones
from ocaq.kernel.fold import fold
from ocaq.kernel.lines import parts_of
from ocaq.register.rules import written
from ocaq.register.rules.bodies import read_body
from ocaq.register.rules.columns import READ, Column
from ocaq.register.rules.fields import LONGEST_TEXT, refusal_of, tidy

# [code, heading, what stands there]: a key of `words.lists.REASONS`, and what its sentence quotes.
Reason = list[str]
_QUOTED: Final = 60
_SORT_OF_KIND: Final = {
    "house": "house", "centre": "house", "council": "council", "school": "school", "association": "association",
    "federation": "association", "fund": "association", "club": "association",
}  # fmt: skip
_CLOSED: Final = frozenset(
    fold(word) for word in ["bağlı", "bağlanıb", "closed", "ликвидирован", "закрыт", "закрыта", "kapalı"]
)


@dataclass(slots=True)
class Draft:
    """`fields` as `rules.fields` has them, without the place, whose name is `place`. `faults` keep the row out."""

    country: str = ""
    place: str = ""
    kind: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [text for text, _language, _use in self.fields.get("names", [])]

    def leave_out(self, code: str, heading: str, text: str) -> None:
        self.notes.append([code, heading, text[:_QUOTED]])

    def refuse(self, code: str, heading: str = "", text: str = "") -> None:
        self.faults.append([code, heading, text[:_QUOTED]])


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a row says nothing. `kinds`: {folded title: code} of the institution's own kinds."""

    country: str = ""
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


def kept(columns: Sequence[Column], row: Sequence[str]) -> dict[str, str]:
    """Return {number of the column: text} of the cells that are read; of people nothing is kept."""
    return {str(at): text for at, text in enumerate(row) if text and at < len(columns) and columns[at].field in READ}


def draft_of(columns: Sequence[Column], cells_kept: Mapping[str, str], given: Defaults) -> Draft:
    """Read one row."""
    draft = Draft(country=given.country)
    said = [(columns[int(at)], text) for at, text in cells_kept.items()]
    for column, text in said:
        if column.field == "country":
            _country(draft, column, text)
    names: list[list[str]] = []
    for column, text in said:
        if column.field == "name":
            names += _names(column, text, first=not names)
        elif column.field in _READERS:
            _READERS[column.field](draft, column, text)
        elif column.field == "kind":
            draft.kind = _kind(text, given)
            if not draft.kind:
                draft.refuse("list-kind-unknown", column.heading, text)
    _settle(draft, names, given)
    return draft


def _settle(draft: Draft, names: list[list[str]], given: Defaults) -> None:
    draft.fields["names"] = tidy("names", names)
    if refusal := refusal_of("names", draft.fields["names"]):
        draft.refuse(refusal, "", names[0][0] if names else "")
    if not draft.country and not any(code == "list-country-unknown" for code, *_ in draft.faults):
        draft.refuse("list-country-missing")
    if not draft.kind and not any(code == "list-kind-unknown" for code, *_ in draft.faults):
        sorts = [_SORT_OF_KIND[sort] for text in draft.names for sort in read_body(text).sorts if sort in _SORT_OF_KIND]
        draft.kind = sorts[0] if len(set(sorts)) == 1 else given.kind
        if not draft.kind:
            draft.refuse("list-kind-missing")


def _names(column: Column, text: str, *, first: bool) -> list[list[str]]:
    found = []
    for at, line in enumerate(part for part in text.replace("\r", "\n").split("\n") if part.strip()):
        language = column.language or written.written_in(line)
        use = "romanised" if column.is_romanised else "original" if first and not at else "translated"
        found.append([line, language, "alias" if use == "translated" and not language else use])
    return found


def _kind(text: str, given: Defaults) -> str:
    folded = fold(text)
    if folded in given.kinds:
        return given.kinds[folded]
    sorts = {_SORT_OF_KIND[sort] for sort in read_body(text).sorts if sort in _SORT_OF_KIND}
    return sorts.pop() if len(sorts) == 1 else ""


def _country(draft: Draft, column: Column, text: str) -> None:
    found = written.country(text)
    if found:
        draft.country = found
    else:
        draft.country = ""
        draft.refuse("list-country-unknown", column.heading, text)


def _place(draft: Draft, _column: Column, text: str) -> None:
    draft.place = draft.place or text.partition("\n")[0]


def _line(draft: Draft, column: Column, text: str) -> None:
    _add(draft, column.field, tidy(column.field, text), column, text)


def _lists(draft: Draft, column: Column, text: str) -> None:
    if column.field == "phone":
        found, unread = phones.read(text, draft.country)
    else:
        found, unread = _READ_AS[column.field](text)
    for part in unread:
        draft.leave_out(f"list-{column.field}-unread", column.heading, part)
    if found:
        _add(draft, column.field, tidy(column.field, [*draft.fields.get(column.field, []), *found]), column, text)


def _founded(draft: Draft, column: Column, text: str) -> None:
    found = written.founded(text)
    if found is None:
        draft.leave_out("list-founded-unread", column.heading, text)
    else:
        _add(draft, "founded", found, column, text)


def _about(draft: Draft, column: Column, text: str) -> None:
    language = column.language or written.written_in(text).partition("-")[0] or "en"
    name = f"about:{language}"
    earlier = draft.fields.get(name, "")
    _add(draft, name, tidy(name, f"{earlier}\n{text}".strip())[:LONGEST_TEXT], column, text)


def _state(draft: Draft, column: Column, text: str) -> None:
    if any(word in _CLOSED for word in fold(text).split()):
        draft.leave_out("list-closed-by-hand", column.heading, text)


def _add(draft: Draft, name: str, value: Any, column: Column, text: str) -> None:
    if refusal := refusal_of(name, value):
        draft.leave_out(refusal, column.heading, text)
    else:
        draft.fields[name] = value


_READ_AS: Final = {
    "email": written.emails,
    "web": written.webs,
    "messenger": lambda text: (parts_of(text), []),
    "languages": written.languages,
    "taught": written.languages,
}
_READERS: Final = {
    "place": _place,
    "street": _line,
    "postcode": _line,
    "phone": _lists,
    "email": _lists,
    "web": _lists,
    "messenger": _lists,
    "languages": _lists,
    "taught": _lists,
    "founded": _founded,
    "about": _about,
    "state": _state,
}
