"""The register as a table: what the actor looks after, bodies only, and of them what everybody may read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ocaq.kernel.actor import Actor
from ocaq.register.models import Community, Contact, Name
from ocaq.register.permissions import require_desk
from ocaq.register.queries.scope import within

NAMED_IN: Final = ("az", "en", "ru", "ar")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One community. `names`: {language: text}; `others`: further names; `contacts`: {way: lines}."""

    ref: str
    kind: Any
    country: str
    place: Any
    state: str
    street: str
    postcode: str
    names: Mapping[str, str]
    others: list[str]
    contacts: Mapping[str, list[str]]
    languages: list[str]
    taught: list[str]
    founded: str
    verified_on: date | None


def communities_to_export(*, by: Actor, at: datetime) -> Iterator[ExportRow]:
    """Return what the actor looks after, by country and reference (three SQL queries for each 500).

    A street that no page shows may be somebody's home: it stays here, whoever asks.
    Who may not is refused at once, not when the first row is asked for and a file is half written.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_desk(by)
    found = within(by, at=at).select_related("kind", "place").order_by("country", "ref")
    ids = list(found.values_list("pk", flat=True))
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    return (row for part in parts for row in _rows(list(found.filter(pk__in=part))))


def _rows(entries: list[Community]) -> Iterator[ExportRow]:
    ids = [entry.pk for entry in entries]
    names: dict[int, list[tuple[str, str]]] = {}
    for pk, language, text in (
        Name.objects.filter(community__in=ids).order_by("position").values_list("community", "language", "text")
    ):
        names.setdefault(pk, []).append((language, text))
    contacts: dict[int, dict[str, list[str]]] = {}
    for pk, way, value in (
        Contact.objects.filter(community__in=ids).order_by("position").values_list("community", "way", "value")
    ):
        contacts.setdefault(pk, {}).setdefault(way, []).append(value)
    for entry in entries:
        first: dict[str, str] = {}
        for language, text in names.get(entry.pk, []):
            first.setdefault(language if language in NAMED_IN else "", text)
        others = [text for _, text in names.get(entry.pk, []) if text not in first.values()]
        if unsaid := first.pop("", ""):
            others.insert(0, unsaid)
        street, postcode = (entry.street, entry.postcode) if entry.shown == Community.Shown.STREET else ("", "")
        yield ExportRow(
            entry.ref, entry.kind.title, entry.country, entry.place.name if entry.place else "", entry.state,
            street, postcode, first, others, contacts.get(entry.pk, {}), entry.languages, entry.taught,
            entry.founded, entry.verified_at.date() if entry.verified_at else None,
        )  # fmt: skip
