"""Communities as open data: one record each of what everybody may know, without any person."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from django.db.models import Count, Max, QuerySet, Sum

from ocaq.register.models import Community, Contact, Name
from ocaq.register.queries.shown import followed, shown
from ocaq.register.rules.freshness import freshness

_AT_ONCE = 1000
Row = TypeVar("Row", Name, Contact)


class NameRecord(msgspec.Struct, frozen=True):
    """`use`: original, romanised, translated, alias or former; `language` is BCP 47, or empty."""

    text: str
    language: str
    use: str


class Record(msgspec.Struct, frozen=True):
    """A community. Texts are {language: text}; days are ISO 8601; countries ISO 3166-1 alpha-2; languages BCP 47.

    `latitude`, `longitude`: of its door where it shows that, else of its town. `grey`: nobody verified it for a year.
    """

    ref: str
    slug: str
    kind: str
    state: str
    title: dict[str, str]
    names: list[NameRecord]
    country: str
    place: dict[str, str]
    latitude: float | None
    longitude: float | None
    street: str
    postcode: str
    email: list[str]
    phone: list[str]
    web: list[str]
    languages: list[str]
    taught: list[str]
    founded: str
    verified_on: str
    grey: bool
    changed_on: str


def everything() -> QuerySet[Community]:
    return shown().order_by("country", "slug")


def state_of_everything(*, at: datetime) -> str:
    """Return a digest that changes whenever a record does, or turns grey (one SQL query)."""
    told = Community.objects.aggregate(
        Count("pk"), Count("absorbed_into"), Sum("version"), Max("changed_at"), Max("verified_at")
    )
    return hashlib.sha256(f"{at.date()} {sorted(told.items())}".encode()).hexdigest()[:32]


def records_of(communities: QuerySet[Community], *, at: datetime) -> Iterator[Record]:
    """Yield the records in the order given (three SQL queries a thousand)."""
    rows = communities.select_related("kind", "place")
    for first in range(0, rows.count(), _AT_ONCE):
        group = list(rows[first : first + _AT_ONCE])
        ids = [row.pk for row in group]
        names = _gathered(Name.objects.filter(community__in=ids).order_by("position", "pk"))
        contacts = _gathered(Contact.objects.filter(community__in=ids).order_by("position", "pk"))
        for row in group:
            yield _record(row, names.get(row.pk, ()), contacts.get(row.pk, ()), at)


def record_by_ref(ref: str, *, at: datetime) -> Record | None:
    """Return one record, of an absorbed entry the one that stands for it, else None (five SQL queries)."""
    row = Community.objects.filter(ref=ref[:12]).first()
    return next(records_of(Community.objects.filter(pk=followed(row).pk), at=at)) if row else None


def records_by_id(ids: Sequence[int], *, at: datetime) -> list[Record]:
    """Return the records of these communities in any order (four SQL queries)."""
    return list(records_of(Community.objects.filter(pk__in=ids).order_by("pk"), at=at))


def _gathered(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.community_id, []).append(row)
    return found


def _record(row: Community, names: Iterable[Name], contacts: Iterable[Contact], at: datetime) -> Record:
    place, shows_street = row.place, row.shown == Community.Shown.STREET
    at_door = shows_street and row.latitude is not None and row.longitude is not None
    ways = {way: [one.value for one in contacts if one.way == way] for way in ("email", "phone", "web")}
    return Record(
        ref=row.ref,
        slug=row.slug,
        kind=row.kind.code,
        state=row.state,
        title=dict(row.title),
        names=[NameRecord(one.text, one.language, one.use) for one in names],
        country=row.country,
        place=dict(place.name) if place else {},
        latitude=row.latitude if at_door else place.latitude if place else None,
        longitude=row.longitude if at_door else place.longitude if place else None,
        street=row.street if shows_street else "",
        postcode=row.postcode if shows_street else "",
        **ways,
        languages=list(map(str, row.languages)),
        taught=list(map(str, row.taught)),
        founded=row.founded,
        verified_on=row.verified_at.date().isoformat() if row.verified_at else "",
        grey=freshness(row.verified_at, at=at) == "grey",
        changed_on=row.changed_at.date().isoformat(),
    )
