"""What is planned: for planners the rundown, for everybody the programme."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ocaq.conference.models import Conference, Item
from ocaq.conference.rules import planning as rules
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text

PUBLIC_STATES = ("published", "doors", "on_air", "ended", "cancelled")
OPEN_STATES = ("doors", "on_air")


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A conference as lists and pages name it. `ends_at` is set where the rundown was read too."""

    id: int
    ref: str
    slug: str
    title: Text
    slogan: Text
    about: Text
    template: str
    state: str
    entry: str
    starts_at: datetime
    doors_at: datetime
    zone: str
    languages: tuple[str, ...]
    floor_budget_s: int
    doors_open_min: int
    version: int
    published_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    name: str
    role: Text
    place: Text
    country: str
    speaks: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    ref: str
    number: int
    position: int
    version: int
    kind: str
    title: Text
    subtitle: Text
    starts_at: datetime
    ends_at: datetime
    length_s: int
    fixed_start_at: datetime | None
    free_s: int
    overlap_s: int
    skipped: bool
    owner: str
    media_url: str
    media_kind: str
    sound_url: str
    script: Text
    notes: str
    cues: dict[str, str]
    speakers: tuple[SpeakerRow, ...]


@dataclass(frozen=True, slots=True)
class Rundown:
    conference: ConferenceRow
    items: tuple[ItemRow, ...]
    ends_at: datetime
    lacks: tuple[rules.Lack, ...]

    def item(self, ref: str) -> ItemRow:
        """Return the item of this reference.

        Raises:
            NotFound: `no-such-item`.
        """
        for row in self.items:
            if row.ref == ref:
                return row
        raise NotFound("no-such-item")


def row_of(conference: Conference) -> ConferenceRow:
    return ConferenceRow(
        conference.pk,
        conference.ref,
        conference.slug,
        conference.title,
        conference.slogan,
        conference.about,
        conference.template,
        conference.state,
        conference.entry,
        conference.starts_at,
        conference.starts_at - timedelta(minutes=conference.doors_open_min),
        conference.zone,
        tuple(conference.languages),
        conference.floor_budget_s,
        conference.doors_open_min,
        conference.version,
        conference.published_at,
        conference.ended_at,
    )


def conference_by_slug(slug: str, *, public: bool = True) -> ConferenceRow:
    """Return a conference, a draft only when `public` is false (one SQL query).

    Raises:
        NotFound: `no-such-conference`.
    """
    # Every page of a conference begins here; put together by the ORM the statement costs thrice its answer.
    found = next(iter(Conference.objects.raw("SELECT * FROM conference_conference WHERE slug = %s", [slug])), None)
    if found is None or (public and found.state not in PUBLIC_STATES):
        raise NotFound("no-such-conference")
    return row_of(found)


def planned_conferences() -> list[ConferenceRow]:
    """Return every conference, newest start first (one SQL query)."""
    return [row_of(one) for one in Conference.objects.order_by("-starts_at", "-pk")]


def public_conferences() -> list[ConferenceRow]:
    """Return what has been published, newest start first (one SQL query)."""
    return [row_of(one) for one in Conference.objects.filter(state__in=PUBLIC_STATES).order_by("-starts_at", "-pk")]


def rundown(slug: str, *, at: datetime, public: bool = False) -> Rundown:
    """Return a conference with its items, timed (three SQL queries).

    Raises:
        NotFound: `no-such-conference`; with `public` also for a draft.
    """
    conference = conference_by_slug(slug, public=public)
    items = list(Item.objects.filter(conference_id=conference.id).prefetch_related("speakers").order_by("position"))
    slots = rules.timetable(
        [rules.Planned(item.ref, item.length_s, item.fixed_start_at, item.skipped) for item in items],
        conference.starts_at,
    )
    rows = tuple(_item_row(item, slot) for item, slot in zip(items, slots, strict=True))
    found = rules.lacks(
        title=conference.title,
        languages=conference.languages,
        starts_at=conference.starts_at,
        at=at,
        slots=slots,
        items=[rules.Titled(row.ref, row.kind, row.title, len(row.speakers), row.media_url) for row in rows],
    )
    return Rundown(conference, rows, rules.ends_at(slots, conference.starts_at), tuple(found))


def programme(slug: str, *, at: datetime) -> Rundown:
    """Return the public half of a published rundown, without what is skipped (three SQL queries).

    Raises:
        NotFound: `no-such-conference`.
    """
    whole = rundown(slug, at=at, public=True)
    return Rundown(whole.conference, tuple(_public_half(whole.items)), whole.ends_at, ())


def _public_half(items: Iterable[ItemRow]) -> Iterable[ItemRow]:
    for item in items:
        if not item.skipped:
            yield replace(item, owner="", script=Text(), notes="", cues={})


def _item_row(item: Item, slot: rules.Slot) -> ItemRow:
    speakers = sorted(item.speakers.all(), key=lambda speaker: speaker.position)
    return ItemRow(
        item.ref,
        item.position + 1,
        item.position,
        item.version,
        item.kind,
        item.title,
        item.subtitle,
        slot.starts_at,
        slot.ends_at,
        item.length_s,
        item.fixed_start_at,
        slot.free_s,
        slot.overlap_s,
        item.skipped,
        item.owner,
        item.media_url,
        item.media_kind,
        item.sound_url,
        item.script,
        item.notes,
        dict(item.cues),
        tuple(SpeakerRow(one.name, one.role, one.place, one.country, one.speaks) for one in speakers),
    )
