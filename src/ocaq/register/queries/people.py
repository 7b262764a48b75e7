"""Posts and who holds them, as whoever looks after a community sees them."""

from dataclasses import dataclass
from datetime import date, datetime

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text
from ocaq.register.models import Community, Post
from ocaq.register.permissions import office_over, require_desk
from ocaq.register.queries.scope import within
from ocaq.register.rules.scopes import may_review


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post; `subject` is what a look at its holder is written under."""

    ref: str
    office: str
    holder: str
    subject: str
    name: str
    romanised: str
    starts_on: date
    ends_on: date | None
    source: str
    public_until: date | None
    email: str
    phone: str


def post_of(ref: str) -> Post:
    """Return a post with its holder and community (one SQL query).

    Raises:
        NotFound: `no-such-post`.
    """
    post = Post.objects.select_related("holder", "community").filter(ref=ref).first()
    if post is None:
        raise NotFound("no-such-post")
    return post


def posts_of(community: Community) -> list[PostRow]:
    """Return posts, those held now first, then the latest (one SQL query)."""
    rows = community.posts.select_related("holder").order_by("ends_on", "starts_on", "pk")
    found = [
        PostRow(
            row.ref,
            row.office,
            row.holder.ref,
            row.holder.subject,
            row.holder.name,
            row.holder.romanised,
            row.starts_on,
            row.ends_on,
            row.source,
            row.public_until,
            row.holder.email,
            row.holder.phone,
        )
        for row in rows
    ]
    return [row for row in found if row.ends_on is None] + [row for row in reversed(found) if row.ends_on is not None]


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post with the body it belongs to."""

    post: PostRow
    community: str
    title: Text
    may_review: bool
    may_erase: bool


def post_in_sight(ref: str, *, by: Actor, at: datetime) -> PostPage:
    """Return a post of a community that the actor looks after (four SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-post`.
    """
    require_desk(by)
    community = within(by, at=at).filter(posts__ref=ref).first()
    if community is None:
        raise NotFound("no-such-post")
    row = next(row for row in posts_of(community) if row.ref == ref)
    page = PostPage(
        row,
        community.ref,
        community.title,
        may_review(office_over(by, community, at=at)),
        by.has_role("staff", "system"),
    )
    return seen(page, [row.subject], by=by, purpose="post", at=at)


def posts_held(community: str, *, by: Actor, at: datetime) -> list[PostRow]:
    """Return the posts held now in a community that the actor looks after (two SQL queries, and the look)."""
    found = within(by, at=at).filter(ref=community).first()
    rows = [row for row in posts_of(found) if row.ends_on is None] if found else []
    return seen(rows, [row.subject for row in rows], by=by, purpose="post", at=at)
