"""Links for the yearly look: whose they are, and which communities are asked now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from ocaq.kernel import links
from ocaq.kernel.actor import Actor, Grant
from ocaq.kernel.refusals import Expired, NotFound
from ocaq.kernel.sealing import mark
from ocaq.register.models import Change, Community, Contact, Group, Post, Renewal
from ocaq.register.queries.shown import shown
from ocaq.register.rules.freshness import ASKED_AFTER, ASKED_AGAIN_AFTER

# Who is asked, the likeliest to know first.
_ASKED = ("coordinator", "secretary", "chair", "head", "deputy")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever holds a link acts for that one community, as its coordinator does, and for nothing else."""

    renewal: str
    community: str
    actor: Actor
    sent_at: datetime
    expires_at: datetime
    is_answered: bool


def bearer_of(secret: str, *, at: datetime) -> Bearer:
    """Return whom a link lets act: the newest of a body, while its reader may be asked (two to four SQL queries).

    That is the holder of a post while they hold it, or the community's own address while it stands in the entry.

    Raises:
        NotFound: `renewal-unknown`. Expired: `renewal-over`.
    """
    row = Renewal.objects.select_related("community", "post").filter(secret_digest=links.digest(secret)).first()
    if row is None:
        raise NotFound("renewal-unknown")
    newer = Renewal.objects.filter(community=row.community, pk__gt=row.pk)
    if at >= row.expires_at or newer.exists() or not _is_asked(row, at):
        raise Expired("renewal-over")
    ref = row.community.ref
    actor = Actor(ref=_author(row), grants=frozenset({Grant("coordinator", "community", ref)}))
    return Bearer(row.ref, ref, actor, row.sent_at, row.expires_at, row.answered_at is not None)


def _author(row: Renewal) -> str:
    return f"renewal:{row.ref}"


def _is_asked(row: Renewal, at: datetime) -> bool:
    if row.post is not None:
        return row.post.ends_on is None or row.post.ends_on > at.date()
    lines = row.community.contacts.filter(way=Contact.Way.EMAIL).values_list("value", flat=True)
    if row.line_mark in map(mark, lines):
        return True
    # Whoever writes a new address by the link goes on with it, until somebody else writes one.
    written = Change.objects.filter(community=row.community, group=Group.CONTACTS, state=Change.State.APPLIED)
    last = written.filter(after__has_key="email").order_by("-pk").first()
    return last is not None and last.by == _author(row)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a community is reached; `language` of whoever reads it, "" when it is unknown; `post`: theirs."""

    email: str
    name: str
    language: str
    post: int | None = None


def whom_to_ask(community: Community) -> Asked | None:
    """Return who is asked to look an entry through: a holder of a post, else its own address (two SQL queries)."""
    posts = Post.objects.select_related("holder").filter(community=community, ends_on=None, office__in=_ASKED)
    reached = [post for post in posts if post.holder.email]
    if reached:
        post = min(reached, key=lambda post: (_ASKED.index(post.office), post.pk))
        return Asked(post.holder.email, post.holder.name, post.holder.language, post.pk)
    line = community.contacts.filter(way=Contact.Way.EMAIL).order_by("position", "pk").first()
    return Asked(line.value, "", "") if line else None


def due(*, at: datetime, most: int) -> Sequence[str]:
    """Return references of communities that are to be asked now, the longest unseen first (one SQL query).

    One that no mail reaches is not; one whose entry is new has a year from the day it was entered.
    """
    old = at - ASKED_AFTER
    lately = Renewal.objects.filter(community=OuterRef("pk"), sent_at__gt=at - ASKED_AGAIN_AFTER)
    line = Contact.objects.filter(community=OuterRef("pk"), way=Contact.Way.EMAIL)
    holder = Post.objects.filter(community=OuterRef("pk"), ends_on=None, office__in=_ASKED).exclude(
        holder__email_mark=""
    )
    unseen = shown(with_closed=False).filter(Q(verified_at__lte=old) | Q(verified_at=None, created_at__lte=old))
    asked = unseen.filter(~Exists(lately), Exists(line) | Exists(holder))
    return list(asked.order_by("verified_at", "pk").values_list("ref", flat=True)[:most])
