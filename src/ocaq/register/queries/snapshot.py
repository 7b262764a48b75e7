"""The fields of an entry in the form in which editors see them, changes keep them and rules compare them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ocaq.register.models import Change, Community, Contact, Decision, Group
from ocaq.register.rules.fields import CONTACTS


def snapshot(community: Community, group: str) -> dict[str, Any]:
    """Return the fields of one group, see `rules.fields` (none to three SQL queries; nothing for posts)."""
    return _SNAPSHOTS[group](community) if group in _SNAPSHOTS else {}


def changes_since(community: Community, group: str, version: int) -> list[Mapping[str, Any]]:
    """Return `before` of what was applied after `version`, the latest first (one SQL query)."""
    rows = community.changes.filter(group=group, state=Change.State.APPLIED, version__gt=version)
    return list(rows.order_by("-version", "-pk").values_list("before", flat=True))


def _names(community: Community) -> dict[str, Any]:
    names = community.names.order_by("position", "pk").values_list("text", "language", "use")
    latest = community.states.order_by("-since").first()
    return {
        "kind": community.kind.code,
        "names": [list(row) for row in names],
        "founded": community.founded,
        "decision": _decision(community.founding),
        "state": {
            "state": community.state,
            "since": latest.since.isoformat() if latest else "",
            "source": latest.source if latest else "",
        },
    }


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "taken_by": dict(decision.taken_by),
        "title": dict(decision.title),
        "number": decision.number,
        "taken_on": decision.taken_on.isoformat(),
        "address": decision.address,
    }


def _place(community: Community) -> dict[str, Any]:
    at_door = None if community.latitude is None else [community.latitude, community.longitude]
    return {
        "place": community.place.ref if community.place else "",
        "street": community.street,
        "postcode": community.postcode,
        "point": at_door,
        "shown": community.shown,
    }


def _contacts(community: Community) -> dict[str, Any]:
    found: dict[str, list[str]] = {way: [] for way in CONTACTS}
    for way, value in community.contacts.order_by("position", "pk").values_list("way", "value"):
        found[Contact.Way(way).value].append(value)
    return found


def _hours(community: Community) -> dict[str, Any]:
    rows = community.hours.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    notes = {f"hours_note:{language}": text for language, text in community.hours_note.items()}
    return {"hours": [[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in rows], **notes}


def _work(community: Community) -> dict[str, Any]:
    about = {f"about:{language}": text for language, text in community.about.items()}
    return {**about, "languages": list(community.languages), "taught": list(community.taught)}


_SNAPSHOTS: Final[Mapping[str, Callable[[Community], dict[str, Any]]]] = {
    Group.NAMES: _names,
    Group.PLACE: _place,
    Group.CONTACTS: _contacts,
    Group.HOURS: _hours,
    Group.WORK: _work,
}
