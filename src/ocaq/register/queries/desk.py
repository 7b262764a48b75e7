"""The register as whoever looks after a part of it sees it at the desk. All rows come out of `scope.within`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text
from ocaq.register import permissions
from ocaq.register.models import Area, Change, Community, Group, Kind, Place
from ocaq.register.queries.scope import within
from ocaq.register.queries.shown import followed
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.rules import scopes
from ocaq.register.rules.freshness import ASKED_AFTER, FRESH_FOR, Freshness, freshness

PAGE = 50


@dataclass(frozen=True, slots=True)
class KindRow:
    code: str
    title: Text
    plural: Text
    spans_countries: bool


def kinds() -> list[KindRow]:
    """Return the kinds in their order (one SQL query)."""
    rows = Kind.objects.order_by("position", "pk").values_list("code", "title", "plural", "spans_countries")
    return [KindRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    ref: str
    country: str
    name: Text


def places_in(country: str) -> list[PlaceRow]:
    """Return the towns of a country (one SQL query)."""
    return [PlaceRow(*row) for row in Place.objects.filter(country=country).values_list("ref", "country", "name")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is everything."""

    words: str = ""
    country: str = ""
    kind: str = ""
    state: str = ""
    freshness: str = ""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    ref: str
    title: Text
    kind: Text
    country: str
    place: Text | None
    state: str
    verified_at: datetime | None
    freshness: Freshness
    waiting: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list; counts are of all that is in sight, before it was narrowed, and of the list."""

    rows: Sequence[CommunityRow]
    count: int
    all: int
    due: int
    grey: int
    waiting: int
    countries: Sequence[str]

    @property
    def fresh(self) -> int:
        return self.all - self.due - self.grey


def communities(wanted: Wanted, *, by: Actor, page: int, at: datetime) -> Listed:
    """Return communities in sight, the longest unseen first (four SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    permissions.require_desk(by)
    seen = within(by, at=at)
    grey, due = _is_grey(at), _is_due(at)
    waiting = Count("changes", filter=Q(changes__state=Change.State.WAITING))
    totals = seen.aggregate(all=Count("pk"), due=Count("pk", filter=due), grey=Count("pk", filter=grey))
    found = _narrowed(seen, wanted, at)
    rows = (
        found.select_related("kind", "place")
        .annotate(waiting=waiting)
        .order_by("verified_at", "country", "pk")[PAGE * (page - 1) : PAGE * page]
    )
    return Listed(
        rows=[_row(row, at) for row in rows],
        count=found.count(),
        **totals,
        waiting=_waiting(by, at).count(),
        countries=sorted(seen.order_by().values_list("country", flat=True).distinct()),
    )


def _row(row: Community, at: datetime) -> CommunityRow:
    return CommunityRow(
        row.ref,
        row.title,
        row.kind.title,
        row.country,
        row.place.name if row.place else None,
        row.state,
        row.verified_at,
        freshness(row.verified_at, at),
        row.waiting,  # type: ignore[attr-defined] # annotated
    )


def _open() -> Q:
    return ~Q(state=Community.State.CLOSED)


def _is_grey(at: datetime) -> Q:
    return _open() & (Q(verified_at=None) | Q(verified_at__lte=at - FRESH_FOR))


def _is_due(at: datetime) -> Q:
    return _open() & Q(verified_at__gt=at - FRESH_FOR, verified_at__lte=at - ASKED_AFTER)


def _narrowed(seen: QuerySet[Community], wanted: Wanted, at: datetime) -> QuerySet[Community]:
    by_freshness = {"grey": _is_grey(at), "due": _is_due(at), "fresh": Q(verified_at__gt=at - ASKED_AFTER)}
    if wanted.words:
        named = Q(names__text__icontains=wanted.words) | Q(place__spellings__fold__startswith=wanted.words.lower())
        seen = seen.filter(pk__in=seen.filter(named).values("pk"))
    for field in ("country", "state"):
        if value := getattr(wanted, field):
            seen = seen.filter(**{field: value})
    if wanted.kind:
        seen = seen.filter(kind__code=wanted.kind)
    return seen.filter(by_freshness[wanted.freshness]) if wanted.freshness in by_freshness else seen


def _waiting(by: Actor, at: datetime) -> QuerySet[Change]:
    """Changes that this actor may answer: in sight, but not of a body they look after only as its own."""
    waiting = Change.objects.filter(state=Change.State.WAITING, community__in=within(by, at=at))
    own = scopes.bodies_of(by.grants)
    if scopes.sees_all(by.grants) or not own:
        return waiting
    spanned = Area.objects.filter(permissions.open_areas(at), council__ref__in=own)
    countries = {*scopes.countries_of(by.grants), *spanned.values_list("country", flat=True)}
    return waiting.filter(community__country__in=countries).exclude(
        Q(community__ref__in=own) & ~Q(community__country__in=scopes.countries_of(by.grants))
    )


def waiting_count(by: Actor, at: datetime) -> int:
    """Return how many changes wait for this actor's answer (one SQL query, two for a council)."""
    return _waiting(by, at).count()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of an entry: its fields as `rules.fields` has them, and when somebody last found them true."""

    group: str
    fields: Mapping[str, Any]
    verified_at: datetime | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class ChangeRow:
    ref: str
    group: str
    state: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime
    is_mine: bool
    note: str
    answer: str
    community: str
    title: Text


@dataclass(frozen=True, slots=True)
class AreaRow:
    country: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything of one entry that its keeper sees. `may_review`: what they write of sensitive groups holds at once."""

    ref: str
    slug: str
    title: Text
    kind: Text
    country: str
    place: Text | None
    state: str
    version: int
    verified_at: datetime | None
    freshness: Freshness
    groups: Sequence[GroupRow]
    areas: Sequence[AreaRow]
    spans_countries: bool
    may_review: bool
    changes: Sequence[ChangeRow]


def community_in_sight(ref: str, *, by: Actor, at: datetime) -> Community:
    """Return a community that the actor looks after (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    permissions.require_desk(by)
    community = within(by, at=at).select_related("kind", "place", "founding").filter(ref=ref).first()
    if community is None:
        raise NotFound("no-such-community")
    return community


def standing(ref: str, *, by: Actor, at: datetime) -> str:
    """Return the reference of the entry that stands for an absorbed one now (one SQL query, one for each merge).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    found = Community.objects.filter(ref=ref).first()
    return community_in_sight(followed(found).ref if found else ref, by=by, at=at).ref


def entry(ref: str, *, by: Actor, at: datetime) -> Entry:
    """Return an entry for its keeper, without the people who hold its posts (at most twelve SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    community = community_in_sight(ref, by=by, at=at)
    looked_at = dict(
        community.verifications.order_by().values("group").annotate(latest=Max("at")).values_list("group", "latest")
    )
    groups = [
        GroupRow(group, snapshot(community, group), looked_at.get(group), freshness(looked_at.get(group), at))
        for group in Group.values
    ]
    return Entry(
        ref=community.ref,
        slug=community.slug,
        title=community.title,
        kind=community.kind.title,
        country=community.country,
        place=community.place.name if community.place else None,
        state=community.state,
        version=community.version,
        verified_at=community.verified_at,
        freshness=freshness(community.verified_at, at),
        groups=groups,
        areas=[AreaRow(*row) for row in _areas(community)],
        spans_countries=community.kind.spans_countries,
        may_review=scopes.may_review(permissions.office_over(by, community, at=at)),
        changes=[_change(row, by) for row in _unsettled(community)],
    )


def _areas(community: Community) -> Sequence[tuple[str, date, date | None]]:
    rows = community.areas.order_by("ends_on", "country") if community.kind.spans_countries else Area.objects.none()
    return list(rows.values_list("country", "starts_on", "ends_on"))


def _unsettled(community: Community) -> Sequence[Change]:
    """What waits or was overtaken, and the latest refusals: everything that is not simply applied."""
    rows = community.changes.exclude(state=Change.State.APPLIED).select_related("community")
    return list(rows.order_by("-at", "-pk")[:20])


def _change(row: Change, by: Actor) -> ChangeRow:
    return ChangeRow(
        row.ref,
        row.group,
        row.state,
        row.before,
        row.after,
        row.at,
        row.by == by.ref,
        row.note,
        row.answer,
        row.community.ref,
        row.community.title,
    )


def reviews(*, by: Actor, at: datetime) -> list[ChangeRow]:
    """Return what waits for this actor's answer, the oldest first (one SQL query, two for a council).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    permissions.require_desk(by)
    rows = _waiting(by, at).select_related("community").order_by("at", "pk")[:200]
    return [_change(row, by) for row in rows]


@dataclass(frozen=True, slots=True)
class Review:
    """A change beside the entry as it stands now; `version` of that entry goes back with the answer."""

    change: ChangeRow
    now: Mapping[str, Any]
    version: int
    may_answer: bool


def review(ref: str, *, by: Actor, at: datetime) -> Review:
    """Return one change in sight (at most six SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-change`.
    """
    permissions.require_desk(by)
    row = (
        Change.objects.filter(ref=ref, community__in=within(by, at=at))
        .select_related("community__kind", "community__place", "community__founding")
        .first()
    )
    if row is None:
        raise NotFound("no-such-change")
    now = {field: value for field, value in snapshot(row.community, row.group).items() if field in row.after}
    may_answer = row.state == Change.State.WAITING and scopes.may_review(
        permissions.office_over(by, row.community, at=at)
    )
    return Review(_change(row, by), now, row.community.version, may_answer)


def names_of(values: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what codes and references in fields stand for: kinds and towns (one or two SQL queries)."""
    every = [fields for fields in values if fields]
    found = {kind.code: str(kind.title) for kind in kinds()}
    towns = {fields["place"] for fields in every if fields.get("place")}
    if towns:
        found |= {ref: str(name) for ref, name in Place.objects.filter(ref__in=towns).values_list("ref", "name")}
    return found


def place_named(country: str, name: str) -> str:
    """Return the reference of a town by any spelling of its name, or "" (one SQL query)."""
    folded = fold(name)
    found = Place.objects.filter(country=country, spellings__fold=folded).values_list("ref", flat=True)
    return found.first() or "" if folded else ""


def countries_in_reach(by: Actor, *, at: datetime) -> list[str] | None:
    """Return the countries in which this actor may enter communities; None is every one (none or one SQL query)."""
    if scopes.sees_all(by.grants):
        return None
    own = scopes.bodies_of(by.grants)
    spanned = Area.objects.filter(permissions.open_areas(at), council__ref__in=own) if own else Area.objects.none()
    return sorted({*scopes.countries_of(by.grants), *spanned.values_list("country", flat=True)})
