"""Who holds posts in a country outside one's own, for whoever opened it in an emergency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text
from ocaq.privacy.public import emergency_in
from ocaq.register.models import Community, Post
from ocaq.register.queries.people import PostRow, posts_of

_BODY = ("ref", "title", "kind__title", "place__name")


@dataclass(frozen=True, slots=True)
class BodyRow:
    ref: str
    title: Text
    kind: Text
    place: Text | None
    is_held: bool


def bodies_in(country: str, *, by: Actor, at: datetime) -> list[BodyRow]:
    """Return the bodies of a country that `by` has opened, those first where posts are held (two SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `no-emergency`.
    """
    emergency_in(country, by=by, at=at)
    rows = Community.objects.filter(country=country, absorbed_into=None).exclude(state=Community.State.CLOSED)
    rows = rows.annotate(is_held=Exists(Post.objects.filter(community=OuterRef("pk"), ends_on=None)))
    return [BodyRow(*row) for row in rows.order_by("-is_held", "slug").values_list(*_BODY, "is_held")]


def holders_in(community: str, *, by: Actor, at: datetime) -> tuple[BodyRow, Sequence[PostRow]]:
    """Return who holds posts now in one body of a country that `by` has opened (three SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `no-emergency`. NotFound: `no-such-community`.
    """
    body = Community.objects.select_related("kind", "place").filter(ref=community, absorbed_into=None).first()
    if body is None:
        raise NotFound("no-such-community")
    opened = emergency_in(body.country, by=by, at=at)
    rows = [row for row in posts_of(body) if row.ends_on is None]
    subjects = [row.subject for row in rows]
    row = BodyRow(body.ref, body.title, body.kind.title, body.place.name if body.place else None, bool(rows))
    return seen((row, rows), subjects, by=by, purpose="emergency", reason=opened.reason, at=at)
