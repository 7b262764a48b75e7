"""How a body stands in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from ocaq.kernel.text import Text
from ocaq.register.models import Community, Hours, Name
from ocaq.register.rules.freshness import freshness
from ocaq.register.rules.hours import Opening, open_until


@dataclass(frozen=True, slots=True)
class NameRow:
    """`language` may be empty: it is not known."""

    text: str
    language: str
    use: str


@dataclass(frozen=True, slots=True)
class Card:
    """A body in a list. `own_name`: as registered, where the list shows another one. `open_until`: by its own clock.

    `km`: how far it is from what is looked at.
    """

    id: int
    ref: str
    slug: str
    title: Text
    own_name: NameRow | None
    kind: str
    kind_title: Text
    country: str
    place: Text
    state: str
    verified_at: datetime | None
    is_grey: bool
    open_until: time | None
    taught: Sequence[str]
    km: int | None = None

    @property
    def shows_own_name(self) -> bool:
        return self.own_name is not None and self.own_name.text != str(self.title)


def cards_of(ids: Sequence[int], *, at: datetime) -> list[Card]:
    """Return the bodies with these ids in this order (three SQL queries)."""
    rows = Community.objects.filter(id__in=ids).select_related("kind", "place").in_bulk()
    openings, names = _openings(ids), _original_names(ids)
    return [_card(rows[pk], openings.get(pk, ()), names.get(pk), at) for pk in ids if pk in rows]


def _card(row: Community, openings: Sequence[Opening], own_name: NameRow | None, at: datetime) -> Card:
    return Card(
        id=row.pk,
        ref=row.ref,
        slug=row.slug,
        title=row.title,
        own_name=own_name,
        kind=row.kind.code,
        kind_title=row.kind.title,
        country=row.country,
        place=row.place.name if row.place else Text(),
        state=row.state,
        verified_at=row.verified_at,
        is_grey=freshness(row.verified_at, at=at) == "grey",
        open_until=open_until(openings, zone=zone_of(row), at=at) if row.state == Community.State.ACTIVE else None,
        taught=tuple(map(str, row.taught)),
    )


def zone_of(row: Community) -> str:
    return row.place.zone if row.place else ""


def _openings(ids: Sequence[int]) -> dict[int, list[Opening]]:
    found: dict[int, list[Opening]] = {}
    for row in Hours.objects.filter(community__in=ids):
        found.setdefault(row.community_id, []).append(Opening(row.weekday, row.opens, row.closes))
    return found


def _original_names(ids: Sequence[int]) -> dict[int, NameRow]:
    rows = Name.objects.filter(community__in=ids, use=Name.Use.ORIGINAL).order_by("-position", "-pk")
    return {
        community: NameRow(text, language, use)
        for community, text, language, use in rows.values_list("community", "text", "language", "use")
    }
