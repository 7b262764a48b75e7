"""What a body spans and what it belongs to, at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ocaq.kernel.actor import Actor
from ocaq.kernel.text import Text
from ocaq.register import permissions
from ocaq.register.models import Community
from ocaq.register.queries.desk import community_in_sight
from ocaq.register.queries.scope import within
from ocaq.register.rules import scopes

_MOST = 300


@dataclass(frozen=True, slots=True)
class Tie:
    """A country, or a body by its reference, from one day until another."""

    code: str
    title: Text
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Ties:
    """`umbrellas`: what it could belong to: houses and councils in sight of its own country."""

    ref: str
    title: Text
    spans_countries: bool
    may_change: bool
    may_give: bool
    areas: Sequence[Tie]
    belongs: Sequence[Tie]
    umbrellas: Sequence[tuple[str, Text]]


def ties_of(ref: str, *, by: Actor, at: datetime) -> Ties:
    """Return the ties of a community in sight (five SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    body = community_in_sight(ref, by=by, at=at)
    areas = body.areas.order_by("ends_on", "country").values_list("country", "starts_on", "ends_on")
    above = body.affiliations.select_related("umbrella").order_by("ends_on", "starts_on")
    near = within(by, at=at).filter(country=body.country).exclude(pk=body.pk).exclude(state=Community.State.CLOSED)
    return Ties(
        ref=body.ref,
        title=body.title,
        spans_countries=body.kind.spans_countries,
        may_change=scopes.may_review(permissions.office_over(by, body, at=at)),
        may_give=body.kind.spans_countries and scopes.sees_all(by.grants),
        areas=[Tie(country, Text(), start, end) for country, start, end in areas],
        belongs=[Tie(row.umbrella.ref, row.umbrella.title, row.starts_on, row.ends_on) for row in above],
        umbrellas=list(near.exclude(kind__teaches=True).values_list("ref", "title")[:_MOST]),
    )
