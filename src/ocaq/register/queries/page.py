"""The public page of one body: what everybody may know of it, and of people only what they agreed to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max, Q, QuerySet

from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text
from ocaq.privacy.public import keeps_nothing
from ocaq.register.models import (
    ActivityReport,
    Affiliation,
    Area,
    Change,
    Community,
    Decision,
    Post,
    Verification,
)
from ocaq.register.queries.cards import NameRow, zone_of
from ocaq.register.queries.shown import followed
from ocaq.register.rules.freshness import freshness
from ocaq.register.rules.hours import Days, Opening, open_until, week

_FOUNDED_AS = 1  # the version that an entry has when it enters the register
_CHANGES_SHOWN = 12
_MEMBERS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class DecisionRow:
    taken_by: Text
    number: str
    taken_on: date
    title: Text
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach the body: email, phone, web or messenger."""

    way: str
    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Tie:
    """Another body this one belongs to, has as a member, or is spanned by; `since` where it is known."""

    slug: str
    title: Text
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A post that is held; who holds it, and since when, only as far as they agreed."""

    name: str
    romanised: str
    language: str
    office: str
    since: date | None


@dataclass(frozen=True, slots=True)
class StateRow:
    state: str
    since: date
    source: str
    decision: DecisionRow | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    country: str
    since: date
    decision: DecisionRow | None


@dataclass(frozen=True, slots=True)
class PhotoRow:
    ref: str
    width: int
    height: int
    described: Text
    credit: str


@dataclass(frozen=True, slots=True)
class Checked:
    """That a group of fields was last found true at a moment, by an office; never by whom."""

    group: str
    at: datetime
    office: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """What the body reported of one quarter, e.g. 2026q3."""

    quarter: str
    events: int
    people: int
    pupils: int
    teachers: int
    publications: int

    @property
    def words(self) -> str:
        """E.g. 2026 Q3."""
        return self.quarter.upper().replace("Q", " Q")


@dataclass(frozen=True, slots=True)
class Where:
    """`street` and `postcode` only where the body shows them; `point` of its door then, else of its town."""

    country: str
    place: Text
    place_ref: str
    zone: str
    street: str
    postcode: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A body as everybody may see it."""

    id: int
    ref: str
    slug: str
    kind: str
    kind_title: Text
    teaches: bool
    title: Text
    names: Sequence[NameRow]
    about: Text
    state: str
    states: Sequence[StateRow]
    where: Where
    contacts: Sequence[Line]
    week: Sequence[Days]
    openings: Sequence[Opening]
    hours_note: Text
    open_until: time | None
    languages: Sequence[str]
    taught: Sequence[str]
    founded: str
    founding: DecisionRow | None
    councils: Sequence[Tie]
    umbrellas: Sequence[Tie]
    members: Sequence[Tie]
    areas: Sequence[AreaRow]
    holders: Sequence[Holder]
    photos: Sequence[PhotoRow]
    checked: Sequence[Checked]
    verified_at: datetime | None
    is_grey: bool
    changes: Sequence[tuple[str, datetime]]
    quarters: Sequence[Quarter]
    changed_at: datetime
    version: int

    @property
    def last_checked(self) -> Checked | None:
        """The look that makes the whole entry as old as it is."""
        return min(self.checked, key=lambda one: one.at, default=None)


def community_page(slug: str, *, at: datetime) -> CommunityPage:
    """Return the page of a body, closed ones too; of an absorbed one, the body's that stands for it (16 SQL queries).

    Raises:
        NotFound: `no-such-community`.
    """
    row = Community.objects.filter(slug=slug[:80]).select_related("kind", "place", "founding").first()
    if row is None:
        raise NotFound("no-such-community")
    row = followed(row)
    openings = [
        Opening(*one) for one in row.hours.order_by("weekday", "opens").values_list("weekday", "opens", "closes")
    ]
    zone, today = zone_of(row), at.date()
    return CommunityPage(
        id=row.pk,
        ref=row.ref,
        slug=row.slug,
        kind=row.kind.code,
        kind_title=row.kind.title,
        teaches=row.kind.teaches,
        title=row.title,
        names=[NameRow(one.text, one.language, one.use) for one in row.names.order_by("position", "pk")],
        about=row.about,
        state=row.state,
        states=_states(row),
        where=_where(row),
        contacts=[Line(one.way, one.value, one.label) for one in row.contacts.order_by("position", "pk")],
        week=week(openings, zone=zone, at=at),
        openings=openings,
        hours_note=row.hours_note,
        open_until=open_until(openings, zone=zone, at=at) if row.state == Community.State.ACTIVE else None,
        languages=tuple(map(str, row.languages)),
        taught=tuple(map(str, row.taught)),
        founded=row.founded,
        founding=_decision(row.founding),
        councils=_councils(row, today),
        umbrellas=_ties(row.affiliations.filter(umbrella__absorbed_into=None).select_related("umbrella"), "umbrella"),
        members=_ties(_members(row), "member"),
        areas=_areas(row, today),
        holders=_holders(row, today),
        photos=_photos(row),
        checked=_checked(row),
        verified_at=row.verified_at,
        is_grey=freshness(row.verified_at, at=at) == "grey",
        changes=_changes(row),
        quarters=_quarters(row),
        changed_at=row.changed_at,
        version=row.version,
    )


def _decision(row: Decision | None) -> DecisionRow | None:
    return DecisionRow(row.taken_by, row.number, row.taken_on, row.title, row.address) if row else None


def _where(row: Community) -> Where:
    shows_street = row.shown == Community.Shown.STREET
    return Where(
        row.country,
        row.place.name if row.place else Text(),
        row.place.ref if row.place else "",
        zone_of(row),
        row.street if shows_street else "",
        row.postcode if shows_street else "",
        _point(row),
    )


def _point(row: Community) -> tuple[float, float] | None:
    if row.shown == Community.Shown.STREET and row.latitude is not None and row.longitude is not None:
        return row.latitude, row.longitude
    return (row.place.latitude, row.place.longitude) if row.place else None


def _states(row: Community) -> list[StateRow]:
    rows = row.states.select_related("decision").order_by("-since")
    return [StateRow(one.state, one.since, one.source, _decision(one.decision)) for one in rows]


def _held_on(today: date) -> Q:
    return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today))


def _councils(row: Community, today: date) -> list[Tie]:
    areas = Area.objects.filter(_held_on(today), country=row.country).exclude(council=row.pk)
    areas = areas.filter(council__absorbed_into=None).exclude(council__state=Community.State.CLOSED)
    areas = areas.select_related("council").order_by("council__slug")
    return [Tie(one.council.slug, one.council.title, one.starts_on, one.ends_on) for one in areas]


def _members(row: Community) -> QuerySet[Affiliation]:
    return row.members.filter(ends_on=None, member__absorbed_into=None).select_related("member")[:_MEMBERS_SHOWN]


def _ties(rows: Iterable[Affiliation], end: str) -> list[Tie]:
    found = [(getattr(one, end), one) for one in rows]
    ties = [Tie(other.slug, other.title, one.starts_on, one.ends_on) for other, one in found]
    return sorted(ties, key=lambda tie: (tie.until is not None, tie.slug))


def _areas(row: Community, today: date) -> list[AreaRow]:
    rows = row.areas.filter(_held_on(today)).select_related("decision").order_by("country")
    return [AreaRow(one.country, one.starts_on, _decision(one.decision)) for one in rows]


def _holders(row: Community, today: date) -> list[Holder]:
    """Return the posts that are held now: who agreed is named, and of the others each office once."""
    posts = list(Post.objects.filter(_held_on(today), community=row).select_related("holder"))
    found = [_holder(post, today) for post in posts]
    # Where naming people endangers them, what they agreed to before is not shown either.
    if any(one.name or one.since for one in found) and keeps_nothing(row.country):
        found = [Holder("", "", "", one.office, None) for one in found]
    named = {one.office for one in found if one.name}
    nameless = {one.office: one for one in found if not one.name and one.office not in named}
    every = [*(one for one in found if one.name), *nameless.values()]
    return sorted(every, key=lambda one: (Post.Office.values.index(one.office), one.since or date.max))


def _holder(post: Post, today: date) -> Holder:
    since = post.starts_on if post.since_until and post.since_until > today else None
    if not post.public_until or post.public_until <= today:
        return Holder("", "", "", post.office, since)
    who = post.holder
    return Holder(who.name, who.romanised, who.language, post.office, since)


def _photos(row: Community) -> list[PhotoRow]:
    return [
        PhotoRow(one.ref, one.width, one.height, one.described, one.credit)
        for one in row.photos.order_by("position", "pk")
    ]


def _checked(row: Community) -> list[Checked]:
    """Return of each group the newest look."""
    newest = Verification.objects.filter(community=row).values("group").annotate(newest=Max("pk")).values("newest")
    rows = Verification.objects.filter(pk__in=newest).order_by("-at")
    return [Checked(one.group, one.at, one.office) for one in rows]


def _changes(row: Community) -> list[tuple[str, datetime]]:
    """Return which groups were changed when: what is told of a change, and never who asked for it."""
    rows = (
        Change.objects.filter(community=row, state=Change.State.APPLIED)
        .exclude(version=_FOUNDED_AS)
        .order_by("-at", "-pk")
    )
    return [(group, reviewed or at) for group, at, reviewed in rows.values_list("group", "at", "reviewed_at")][
        :_CHANGES_SHOWN
    ]


def _quarters(row: Community) -> list[Quarter]:
    """Return the latest report of each of the last four quarters reported."""
    newest: dict[str, ActivityReport] = {}
    for one in ActivityReport.objects.filter(community=row).order_by("quarter", "round"):
        newest[one.quarter] = one
    return [
        Quarter(one.quarter, one.events, one.people, one.pupils, one.teachers, one.publications)
        for one in sorted(newest.values(), key=lambda one: one.quarter, reverse=True)[:4]
    ]
