"""What the house counts. Each domain declares its figures and what they are about; nothing here reads a table."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ocaq.evidence.rules.cells import OTHER, SMALLEST, Cells, merged, rows_of
from ocaq.kernel.text import Text

__all__ = ["OTHER", "SMALLEST", "Cells", "merged", "rows_of"]

Words = str | Promise
Value = int | Cells

# What figures count, as a heading says it. Another domain adds its own here.
UNITS: dict[str, Words] = {
    "person": _("People"),
    "country": _("Countries"),
    "hour": _("Hours"),
    "question": _("Questions"),
    "voice": _("Voices"),
    "hand": _("Hands"),
    "reaction": _("Reactions"),
    "request": _("Requests"),
    "look": _("Looks"),
    "emergency": _("Emergencies"),
    "community": _("Communities"),
    "school": _("Schools"),
    "event": _("Events"),
    "lesson": _("Lessons"),
    "language": _("Languages"),
    "percent": _("Percent"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted, and from which entries of the log.

    Args:
        code: `<domain>.<name>`.
        definition: its version; it grows when what is counted changes.
        words: what stands behind the number, plural by it: “people came”.
        meaning: the definition in the reader's words.
        counted: the moment it speaks of, in the reader's words.
        unit: what is counted, a code of `UNITS`.
        smallest: a row, or the whole, of fewer than so many is told to nobody; 0 where few point at nobody.
        how: `count`, or `sum`, `distinct`, `rows`, `percent`, `last` or `join` and `:<fact>`, as in docs/log-format.md;
            empty for what is only counted live.
        of_type: kind of the entries.
        where: what each of them must say besides, `<fact>:<value>`.
        about_in: whether entries name what the figure is about in their reference or in a fact called like its kind.
        latest: a fact of the entries; only those with its greatest value count, e.g. the latest `round`.
        others: of a table, the name of the row that tells small ones together.
    """

    code: str
    title: Words
    words: Words
    meaning: Words
    counted: Words
    unit: str
    smallest: int = 0
    definition: int = 1
    how: str = ""
    of_type: str = ""
    where: tuple[str, ...] = ()
    about_in: Literal["ref", "facts"] = "ref"
    latest: str = ""
    others: Words = ""

    @property
    def domain(self) -> str:
        return self.code.partition(".")[0]

    @property
    def unit_words(self) -> Words:
        return UNITS[self.unit]

    @property
    def is_live(self) -> bool:
        return not self.how

    @property
    def is_stated(self) -> bool:
        """Whether the log only says what was counted, and not each thing that was."""
        return self.how.startswith(("last:", "join:"))

    @property
    def is_table(self) -> bool:
        return bool(self.others)

    @property
    def meanings(self) -> Text:
        """The definition in every language of the house."""
        said = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                said[language] = str(self.meaning)
        return Text(said)

    @property
    def meaning_digest(self) -> str:
        return digest_of_words(self.meanings)


def digest_of_words(words: Mapping[str, str]) -> str:
    """Return the SHA-256 of the canonical JSON of a definition, {language: words}."""
    return hashlib.sha256(msgspec.json.encode(dict(words), order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class Published:
    """What was published last of a figure. `ref` opens its page."""

    ref: str
    code: str
    value: Value
    as_of: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure where a page shows it; without `ref` it was counted for this page and is not published."""

    figure: Figure
    value: Value
    ref: str = ""

    @property
    def number(self) -> int:
        return self.value if isinstance(self.value, int) else sum(count for _, count in rows_of(self.value))

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [] if isinstance(self.value, int) else rows_of(self.value)

    @property
    def address(self) -> str:
        return f"/figures/{self.ref}/" if self.ref else f"/figures/#{self.figure.code}"


@dataclass(frozen=True, slots=True)
class Named:
    """Something figures are about: `ref` without its kind; `as_of` is the moment its figures speak of."""

    ref: str
    title: Text
    address: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Subjects:
    """How a domain names what its figures are about, and counts it.

    Args:
        named: {ref: what it is called} of those that everybody may know of, in one SQL query.
        ready: what can be counted for good, latest first.
        tally: {code: value} of what `count` would write now, small rows merged; without writing.
        count: command that writes to the log what the figures are made from; the same count again writes nothing.
        rows: {row: name} of a table's rows, by the figure's code and what it is about.
    """

    named: Callable[[Collection[str]], Mapping[str, Named]]
    ready: Callable[[], Sequence[Named]]
    tally: Callable[[str], Mapping[str, Value]]
    count: Callable[..., object]
    rows: Callable[[str, str, Collection[str]], Mapping[str, str]]


_figures: dict[str, Figure] = {}
_subjects: dict[str, Subjects] = {}


def declare(*figures: Figure) -> None:
    """Let the house know figures.

    Raises:
        ValueError: another figure has this code, or its unit has no words.
    """
    for figure in figures:
        if _figures.setdefault(figure.code, figure) is not figure:
            message = f"figure declared twice: {figure.code}"
            raise ValueError(message)
        if figure.unit not in UNITS:
            message = f"figure {figure.code} counts in {figure.unit!r}, which is no unit of ours"
            raise ValueError(message)


def figure(code: str) -> Figure:
    return _figures[code]


def figures(domain: str = "") -> list[Figure]:
    return [figure for figure in _figures.values() if domain in {"", figure.domain}]


def describe(kind: str, subjects: Subjects) -> None:
    """Say what figures of a domain are about."""
    _subjects[kind] = subjects


def subjects(kind: str) -> Subjects:
    return _subjects[kind]


def kinds() -> list[str]:
    return list(_subjects)


_Lookup = Callable[[str], Mapping[str, Published]]
_lookups: list[_Lookup] = []


def publish_through(lookup: _Lookup) -> None:
    """Have `published` ask `lookup`: the floor that publishes lies above those that show."""
    _lookups[:] = [lookup]


def published(about: str) -> Mapping[str, Published]:
    """Return what is published about something, by code (one SQL query).

    Args:
        about: `<kind>:<ref>`.
    """
    return _lookups[0](about) if _lookups else {}


def shown(code: str, live: Value, known: Mapping[str, Published]) -> Shown:
    """Return a figure to be shown: as it was published, else as counted for this page."""
    last = known.get(code)
    return Shown(figure(code), live) if last is None else Shown(figure(code), last.value, last.ref)
