"""What the giving of roles asks of the register: which communities, by which words, with which posts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from ocaq.accounts.public import Body, PostHeld
from ocaq.kernel.actor import Actor
from ocaq.kernel.text import Text
from ocaq.register.models import Community, Post
from ocaq.register.queries.scope import below, reach, within
from ocaq.register.queries.senses import senses_of
from ocaq.register.rules.finding import typed_words
from ocaq.register.words.directory import OFFICES

# Of more that are called so, nobody chooses: they are asked for more of the name.
_MOST = 7
_LOOKED_AT = 60


def bodies_named(words: str, *, by: Actor, at: datetime) -> Sequence[Body]:
    """Return up to seven communities called so for which the actor may give roles (up to nine SQL queries)."""
    standing = within(by, at=at).exclude(state=Community.State.CLOSED)
    found = list(standing.filter(_written_so(words))[:_LOOKED_AT]) or list(_sounding_so(standing, words)[:_LOOKED_AT])
    allowed = below([row.ref for row in found], by=by, at=at)
    chosen = [row.pk for row in found if row.ref in allowed][:_MOST]
    held = Post.objects.filter(ends_on=None).order_by("office", "starts_on", "pk")
    rows = Community.objects.filter(pk__in=chosen).select_related("place").prefetch_related(Prefetch("posts", held))
    return [_body(row) for row in rows.order_by("country", "pk")]


def _written_so(words: str) -> Q:
    return Q(pk__in=Community.objects.filter(names__text__icontains=words).values("pk"))


def _sounding_so(standing: QuerySet[Community], words: str) -> QuerySet[Community]:
    """Narrow by what the directory finds under the words, in any script, places among them."""
    senses = senses_of(typed_words(words))
    if not senses or not all(sense.is_known for sense in senses):
        return standing.none()
    for sense in senses:
        standing = standing.filter(sense.holds_of_any())
    return standing.distinct()


def _body(row: Community) -> Body:
    posts = [PostHeld(post.ref, str(OFFICES[post.office]), post.starts_on) for post in row.posts.all()]
    return Body(row.ref, row.title, row.country, str(row.place.name) if row.place else "", posts)


def titles(refs: Collection[str]) -> Mapping[str, Text]:
    """Return {reference: title} (one SQL query)."""
    return dict(Community.objects.filter(ref__in=refs).values_list("ref", "title"))


def is_held(post: str, community: str) -> bool:
    """Say whether a post is held now in a community (one SQL query)."""
    return Post.objects.filter(ref=post, community__ref=community, ends_on=None).exists()


def has_below(by: Actor, at: datetime) -> bool:
    """Say whether the actor looks after more than single bodies (none or one SQL query)."""
    countries = reach(by, at=at)
    return countries is None or bool(countries)
