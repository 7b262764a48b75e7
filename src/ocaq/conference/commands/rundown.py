"""The items of a rundown: added, changed, moved, removed; who speaks in each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Case, F, When

from ocaq.conference import permissions
from ocaq.conference.commands.stage import retell_programme
from ocaq.conference.models import Conference, Item, Speaker
from ocaq.conference.rules import planning as rules
from ocaq.conference.rules.entries import ItemEntry, SpeakerEntry
from ocaq.conference.rules.registration import NAME_LIMIT
from ocaq.conference.rules.templates import CUES, Template
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.text import Text

# Beyond any place of a rundown: items step here while they change places, so that no two share one.
_ASIDE = 1_000_000
_LIMITS = {"title": 200, "subtitle": 300, "script": 20_000}


def place(conference: Conference, order: Sequence[int]) -> None:
    """Give the items, named by their keys, the places 0, 1, 2 … in this order (two statements)."""
    if not order:
        return
    conference.items.update(position=F("position") + _ASIDE)
    conference.items.update(position=Case(*(When(pk=pk, then=index) for index, pk in enumerate(order))))


@transaction.atomic
def add_item(*, slug: str, entry: ItemEntry, after: str = "", by: Actor, at: datetime) -> Item:
    """Add an item behind the item `after`, or at the end.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `rundown-on-air`, `conference-over`, `too-many-items`.
        NotValid: as for `change_item`.
    """
    conference = _plannable(slug, by)
    _check(entry)
    keys = _keys(conference)
    if len(keys) >= rules.MOST_ITEMS:
        raise NotPossible("too-many-items", {"limit": rules.MOST_ITEMS})
    index = len(keys) if not after else keys.index(_item(conference, after).pk) + 1
    item = Item(conference=conference, position=len(keys))
    _write(item, entry)
    item.save(force_insert=True)
    _write_speakers(item, entry.speakers)
    if index < len(keys):
        place(conference, [*keys[:index], item.pk, *keys[index:]])
    _changed(conference, item, "conference.item.added", by, at)
    return item


@transaction.atomic
def change_item(*, slug: str, ref: str, entry: ItemEntry, version: int, by: Actor, at: datetime) -> Item:
    """Change everything an item says, its people included.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `rundown-on-air`, `conference-over`, `changed-meanwhile` when another change came first.
        NotValid: `no-such-kind`, `item-length-out-of-range`, `text-too-long`, `name-too-long`,
            `media-address-not-valid`, `too-many-speakers`.
    """
    conference = _plannable(slug, by)
    item = _item(conference, ref)
    if version != item.version:
        raise NotPossible("changed-meanwhile")
    _check(entry)
    _write(item, entry)
    item.version += 1
    item.save()
    _write_speakers(item, entry.speakers)
    _changed(conference, item, "conference.item.changed", by, at)
    return item


@transaction.atomic
def set_speakers(*, slug: str, ref: str, speakers: Sequence[SpeakerEntry], by: Actor, at: datetime) -> None:
    """Say who appears in an item, in order.

    Raises: as for `change_item`, without `changed-meanwhile`.
    """
    conference = _plannable(slug, by)
    item = _item(conference, ref)
    _check_speakers(speakers)
    _write_speakers(item, speakers)
    item.version += 1
    item.save(update_fields=["version"])
    _changed(conference, item, "conference.item.changed", by, at)


@transaction.atomic
def move_item(*, slug: str, ref: str, position: int, version: int, by: Actor, at: datetime) -> None:
    """Move an item to a place, 0 the first; asking for the place it has changes nothing.

    Args:
        version: of the conference whose order the mover saw.

    Raises:
        NotFound, NotAllowed, NotPossible: as for `change_item`.
        NotValid: `no-such-place`.
    """
    conference = _plannable(slug, by)
    item = _item(conference, ref)
    if version != conference.version:
        raise NotPossible("changed-meanwhile")
    keys = _keys(conference)
    if refusal := rules.refusal_to_move(position=position, items=len(keys)):
        raise NotValid(refusal)
    if item.position == position:
        return
    keys.remove(item.pk)
    keys.insert(position, item.pk)
    place(conference, keys)
    _changed(conference, item, "conference.item.moved", by, at, position=position)


@transaction.atomic
def remove_item(*, slug: str, ref: str, version: int, by: Actor, at: datetime) -> None:
    """Take an item out of the rundown.

    Raises:
        NotFound, NotAllowed, NotPossible: as for `change_item`; `version` is the item's.
    """
    conference = _plannable(slug, by)
    item = _item(conference, ref)
    if version != item.version:
        raise NotPossible("changed-meanwhile")
    key = item.pk
    item.delete()
    item.pk = key
    place(conference, _keys(conference))
    _changed(conference, item, "conference.item.removed", by, at)


def from_template(conference: Conference, template: Template, *, language: str) -> None:
    """Fill an empty rundown; the caller has checked the right and records the act."""
    Item.objects.bulk_create(
        Item(
            conference=conference,
            position=position,
            kind=planned.kind,
            length_s=planned.length_s,
            title=Text(planned.title),
            subtitle=Text(planned.subtitle),
            cues={department: Text(CUES[key]).within(language)[1] for department, key in planned.cues.items()},
        )
        for position, planned in enumerate(template.items)
    )


def locked_conference(slug: str, by: Actor) -> Conference:
    """Load and lock a conference for its planner.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
    """
    conference = Conference.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if conference is None:
        raise NotFound("no-such-conference")
    if not permissions.may_plan(by):
        raise NotAllowed("not-allowed")
    return conference


def _plannable(slug: str, by: Actor) -> Conference:
    conference = locked_conference(slug, by)
    if refusal := rules.refusal_to_plan(state=conference.state):
        raise NotPossible(refusal)
    return conference


def _item(conference: Conference, ref: str) -> Item:
    item = conference.items.filter(ref=ref).first()
    if item is None:
        raise NotFound("no-such-item")
    return item


def _keys(conference: Conference) -> list[int]:
    return list(conference.items.order_by("position").values_list("pk", flat=True))


def _changed(conference: Conference, item: Item, kind: str, by: Actor, at: datetime, **facts: int) -> None:
    conference.version += 1
    conference.save(update_fields=["version"])
    if conference.state != Conference.State.DRAFT:
        retell_programme(conference.pk, gone=item.ref if kind == "conference.item.removed" else "", at=at)
    record(
        kind=kind,
        subject=f"item:{item.ref}",
        by=by,
        at=at,
        facts={"conference": conference.ref, "version": conference.version, "kind": item.kind, **facts},
    )


def _check(entry: ItemEntry) -> None:
    if entry.kind not in Item.Kind.values:
        raise NotValid("no-such-kind")
    if refusal := rules.refusal_of_length(length_s=entry.length_s):
        raise NotValid(refusal)
    for name, limit in _LIMITS.items():
        if any(len(text) > limit for text in getattr(entry, name).values()):
            raise NotValid("text-too-long", {"limit": limit})
    for address in (entry.media_url, entry.sound_url):
        if address and not is_media_address(address):
            raise NotValid("media-address-not-valid")
    _check_speakers(entry.speakers)


def is_media_address(address: str) -> bool:
    """Say whether pages may play from here: our own folders, or another server over TLS."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith(("/media/", "/static/"))
    return len(address) <= 500 and (ours or (parts.scheme == "https" and bool(parts.hostname)))


def _check_speakers(speakers: Sequence[SpeakerEntry]) -> None:
    if len(speakers) > rules.MOST_SPEAKERS:
        raise NotValid("too-many-speakers", {"limit": rules.MOST_SPEAKERS})
    if any(len(speaker.name) > NAME_LIMIT for speaker in speakers):
        raise NotValid("name-too-long")


def _write(item: Item, entry: ItemEntry) -> None:
    item.kind, item.length_s, item.fixed_start_at = entry.kind, entry.length_s, entry.fixed_start_at
    item.owner, item.notes = one_line(entry.owner)[:120], entry.notes.strip()[:5000]
    item.title, item.subtitle = _one_line(entry.title), _one_line(entry.subtitle)
    item.media_url, item.media_kind, item.sound_url = (
        entry.media_url,
        entry.media_kind if entry.media_url else "",
        entry.sound_url,
    )
    item.script = Text({language: _lines(text) for language, text in entry.script.items()})
    item.cues = {
        code: one_line(entry.cues[code])[:300] for code in rules.DEPARTMENTS if one_line(entry.cues.get(code, ""))
    }


def _write_speakers(item: Item, speakers: Sequence[SpeakerEntry]) -> None:
    item.speakers.all().delete()
    named = [speaker for speaker in speakers if one_line(speaker.name)]
    Speaker.objects.bulk_create(
        Speaker(
            item=item,
            position=position,
            name=one_line(speaker.name),
            role=_one_line(speaker.role),
            place=_one_line(speaker.place),
            country=speaker.country,
            speaks=speaker.speaks,
        )
        for position, speaker in enumerate(named)
    )


def _one_line(texts: Mapping[str, str]) -> Text:
    return Text({language: one_line(text) for language, text in texts.items()})


def _lines(text: str) -> str:
    return "\n".join(one_line(line) for line in text.strip().splitlines())
