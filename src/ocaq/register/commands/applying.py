"""How agreed values get into the tables: one small writer a field, called by the commands beside it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from ocaq.kernel.refusals import NotValid
from ocaq.kernel.text import Text
from ocaq.register.models import Community, Contact, Decision, Hours, Kind, Name, Place, StateChange
from ocaq.register.rules.fields import CONTACTS, refusal_of, tidy


def tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as they are kept.

    Raises:
        NotValid: what `rules.fields.refusal_of` says; its facts name the `field`.
    """
    kept = {field: tidy(field, value) for field, value in fields.items()}
    for field, value in kept.items():
        if refusal := refusal_of(field, value):
            raise NotValid(refusal, {"field": field, "limit": "2000"})
    return kept


def apply(community: Community, fields: Mapping[str, Any], *, at: datetime) -> None:
    """Write fields into an entry, lines of their own first; the caller saves the entry itself.

    Raises:
        NotValid: `kind-unknown`, `place-unknown`.
    """
    for field, value in fields.items():
        name, _, language = field.partition(":")
        if language:
            texts = {**getattr(community, name), language: value}
            setattr(community, name, Text(texts))
        elif name in CONTACTS:
            _apply_contacts(community, name, value)
        elif name in _WRITERS:
            _WRITERS[name](community, value, at)
        else:
            setattr(community, name, value)


def hang(community: Community, fields: Mapping[str, Any], *, at: datetime) -> None:
    """Write lines of an entry that is new: nothing of theirs is there before (at most five SQL queries)."""
    add_names(community, fields["names"])
    Contact.objects.bulk_create(
        Contact(community=community, way=way, value=value, position=position)
        for way in CONTACTS
        for position, value in enumerate(fields.get(way, []))
    )
    _add_hours(community, fields.get("hours", []))
    if state := fields.get("state"):
        since = date.fromisoformat(state["since"])
        StateChange.objects.create(
            community=community, since=since, state=state["state"], source=state["source"], written_at=at
        )


def title_of(names: list[list[str]]) -> Text:
    """Return the name by language: the original and translations, and for others a reading in Latin letters."""
    title: dict[str, str] = {}
    for text, language, use in names:
        if use in {"original", "translated"}:
            title.setdefault(language or "und", text)
    romanised = next((text for text, _, use in names if use == "romanised"), "")
    if romanised:
        title.setdefault("en", romanised)
    return Text(title or {"und": names[0][0]})


def _apply_kind(community: Community, code: str, _at: datetime) -> None:
    kind = Kind.objects.filter(code=code).first()
    if kind is None:
        raise NotValid("kind-unknown")
    community.kind = kind


def _apply_names(community: Community, names: list[list[str]], _at: datetime) -> None:
    community.title = title_of(names)
    if community.pk:
        community.names.all().delete()
        add_names(community, names)


def add_names(community: Community, names: list[list[str]]) -> None:
    Name.objects.bulk_create(
        Name(community=community, text=text, language=language, use=use, position=position)
        for position, (text, language, use) in enumerate(names)
    )


def _apply_decision(community: Community, decision: dict[str, Any] | None, _at: datetime) -> None:
    # An earlier decision stays: other rows may name it.
    community.founding = None if decision is None else add_decision(decision)


def add_decision(decision: Mapping[str, Any]) -> Decision:
    """Write down a decision of the shape that `rules.fields` gives."""
    return Decision.objects.create(
        taken_by=dict(decision["taken_by"]),
        title=dict(decision["title"]),
        number=decision["number"],
        taken_on=date.fromisoformat(decision["taken_on"]),
        address=decision["address"],
    )


def _apply_state(community: Community, state: Mapping[str, str], at: datetime) -> None:
    StateChange.objects.update_or_create(
        community=community,
        since=date.fromisoformat(state["since"]),
        defaults={"state": state["state"], "source": state["source"], "written_at": at},
    )
    latest = community.states.order_by("-since").first()
    community.state = latest.state if latest else state["state"]


def _apply_place(community: Community, ref: str, _at: datetime) -> None:
    place = Place.objects.filter(ref=ref).first() if ref else None
    if ref and place is None:
        raise NotValid("place-unknown")
    community.place = place
    if place is not None:
        community.country = place.country


def _apply_point(community: Community, point: list[float] | None, _at: datetime) -> None:
    community.latitude, community.longitude = point or (None, None)


def _apply_contacts(community: Community, way: str, values: list[str]) -> None:
    labels = dict(community.contacts.filter(way=way).values_list("value", "label"))
    community.contacts.filter(way=way).delete()
    Contact.objects.bulk_create(
        Contact(community=community, way=way, value=value, label=labels.get(value, Text()), position=position)
        for position, value in enumerate(values)
    )


def _apply_hours(community: Community, rows: list[list[Any]], _at: datetime) -> None:
    community.hours.all().delete()
    _add_hours(community, rows)


def _add_hours(community: Community, rows: list[list[Any]]) -> None:
    Hours.objects.bulk_create(
        Hours(community=community, weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for day, opens, closes in rows
    )


_WRITERS: Final[Mapping[str, Callable[[Community, Any, datetime], None]]] = {
    "kind": _apply_kind,
    "names": _apply_names,
    "decision": _apply_decision,
    "state": _apply_state,
    "place": _apply_place,
    "point": _apply_point,
    "hours": _apply_hours,
}
