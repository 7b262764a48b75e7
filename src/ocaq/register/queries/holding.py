"""Those who hold posts: whose record it is, what of it stands in public, whom a letter must still reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import Expired, NotFound
from ocaq.kernel.sealing import mark
from ocaq.kernel.text import Text
from ocaq.mail.queries import not_arrived
from ocaq.mail.rules import KEPT
from ocaq.privacy.public import Holder
from ocaq.register.models import Change, Community, Letter, Person, Post
from ocaq.register.permissions import require_desk
from ocaq.register.queries.scope import within
from ocaq.register.rules.posts import ASKED_BEFORE, MOST_LETTERS, PUBLIC, SENT_AGAIN_AFTER, TOLD_BY


def people_of(holder: Holder) -> QuerySet[Person]:
    """Return the people of the register whose account or proven address this is (one SQL query)."""
    theirs = Q(email_mark__in=[mark(address) for address in holder.addresses])
    if holder.user_id is not None:
        theirs |= Q(user_id=holder.user_id)
    return Person.objects.filter(theirs)


def person_of(whose: Holder | str, ref: str, *, at: datetime) -> Person:
    """Return a person whose record this is, by account, proven address, or the secret of a letter (two SQL queries).

    Raises:
        NotFound: `no-such-person`, `letter-unknown`. Expired: `letter-over`.
    """
    if isinstance(whose, str):
        person = letter_of(whose, at=at).person
        found = person if person.ref == ref else None
    else:
        found = people_of(whose).filter(ref=ref).first()
    if found is None:
        raise NotFound("no-such-person")
    return found


def letter_of(secret: str, *, at: datetime) -> Letter:
    """Return a letter with whom it went to (one SQL query).

    Raises:
        NotFound: `letter-unknown`. Expired: `letter-over`.
    """
    letter = Letter.objects.select_related("person").filter(secret_digest=links.digest(secret)).first()
    if letter is None:
        raise NotFound("letter-unknown")
    # Whose address was changed since is not asked by a letter to the old one.
    if at >= letter.expires_at:
        raise Expired("letter-over")
    return letter


@dataclass(frozen=True, slots=True)
class Held:
    """One post held now, as its holder reads it. `shown`: {purpose: until which day it stands in public}."""

    ref: str
    office: str
    community: str
    title: Text
    slug: str
    starts_on: date
    source: str
    shown: dict[str, date]
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A person of the register with the posts they hold, and those that still wait for a council."""

    ref: str
    subject: str
    name: str
    romanised: str
    email: str
    phone: str
    language: str
    wanted_name: str
    wanted_romanised: str
    told_at: datetime | None
    entered_as: str
    posts: Sequence[Held]
    waiting: Sequence[tuple[str, Text]]

    @property
    def is_public(self) -> bool:
        return any("public" in post.shown for post in self.posts)

    @property
    def is_unanswered(self) -> bool:
        return any(post.answered_at is None for post in self.posts)

    @property
    def is_noted(self) -> bool:
        """Whether somebody else wrote down that they agreed."""
        return any("public" in post.shown and post.answered_at is None for post in self.posts)


def on_record(person: Person, *, at: datetime) -> OnRecord:
    """Return what somebody reads of themselves (two SQL queries)."""
    today = at.date()
    posts = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), holder=person).select_related("community")
    asked = Change.objects.filter(state=Change.State.WAITING, group="posts", after__begin__holder=person.ref)
    return OnRecord(
        person.ref,
        person.subject,
        person.name,
        person.romanised,
        person.email,
        person.phone,
        person.language,
        person.wanted_name,
        person.wanted_romanised,
        person.told_at,
        person.entered_as,
        [_held(post, today) for post in posts.order_by("starts_on", "pk")],
        [(one.after["begin"]["office"], one.community.title) for one in asked.select_related("community")],
    )


def _held(post: Post, today: date) -> Held:
    until = {purpose: getattr(post, field) for purpose, field in PUBLIC.items()}
    return Held(
        post.ref,
        post.office,
        post.community.ref,
        post.community.title,
        post.community.slug,
        post.starts_on,
        post.source,
        {purpose: day for purpose, day in until.items() if day and day > today},
        post.answered_at,
    )


def to_tell(*, at: datetime, most: int) -> list[str]:
    """Return references of people to write to now, those who wait longest first (one SQL query)."""
    back = Count("letters", filter=Q(letters__came_back=True))
    lately = Letter.objects.filter(person=OuterRef("pk"), came_back=True, sent_at__gt=at - SENT_AGAIN_AFTER)
    waiting = Person.objects.exclude(untold_since=None).exclude(email_mark="").filter(~Exists(lately))
    rows = waiting.annotate(back=back).filter(back__lt=MOST_LETTERS).order_by("untold_since", "pk")
    return list(rows.values_list("ref", flat=True)[:most])


def to_ask(*, at: datetime, most: int) -> list[str]:
    """Return references of people whose consent ends within a month and who were not asked yet (one SQL query)."""
    today = at.date()
    soon = Q(public_until__gt=today, public_until__lte=today + ASKED_BEFORE)
    soon |= Q(since_until__gt=today, since_until__lte=today + ASKED_BEFORE)
    ending = Post.objects.filter(soon, holder=OuterRef("pk"), ends_on=None)
    lately = Letter.objects.filter(person=OuterRef("pk"), sent_at__gt=at - ASKED_BEFORE - timedelta(days=1))
    rows = Person.objects.filter(Exists(ending), ~Exists(lately)).exclude(email_mark="").order_by("pk")
    return list(rows.values_list("ref", flat=True)[:most])


def returned(*, at: datetime) -> list[str]:
    """Return references of letters that did not reach anybody and are not known for it yet (two SQL queries)."""
    # A report may come days after a server took a letter; once the mail is forgotten, none is understood.
    lately = Letter.objects.filter(came_back=False, sent_at__gt=at - KEPT)
    refs = dict(lately.values_list("mail", "ref"))
    return [refs[mail] for mail in not_arrived(refs)]


@dataclass(frozen=True, slots=True)
class Untold:
    """Somebody who does not know yet that they are on record. `why`: no-address, came-back, soon, waits."""

    subject: str
    name: str
    office: str
    post: str
    community: str
    title: Text
    since: datetime
    by_law: datetime
    why: str


def untold(*, by: Actor, at: datetime) -> list[Untold]:
    """Return those in sight whom no letter has reached, the most urgent first (one or two SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_desk(by)
    posts = Post.objects.filter(community__in=within(by, at=at), ends_on=None).exclude(holder__untold_since=None)
    back = Count("holder__letters", filter=Q(holder__letters__came_back=True))
    rows = posts.select_related("holder", "community").annotate(back=back).order_by("holder__untold_since", "pk")
    found = [
        Untold(
            row.holder.subject,
            row.holder.name,
            row.office,
            row.ref,
            row.community.ref,
            row.community.title,
            row.holder.untold_since,
            row.holder.untold_since + TOLD_BY,
            _why(row.holder, row.back),
        )
        for row in rows
        if row.holder.untold_since
    ]
    return seen(found, [row.subject for row in found], by=by, purpose="post", at=at)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands between the institution and the holder of a post: told, asked, answered; nothing of who it is."""

    told_at: datetime | None
    by_law: datetime | None
    why: str
    may_be_reached: bool
    asked_at: datetime | None
    answered_at: datetime | None
    public_until: date | None
    papers: Sequence[tuple[date, str]]


def standing_of(ref: str, *, at: datetime) -> Standing:
    """Return how it stands with the holder of a post (four SQL queries).

    Raises:
        NotFound: `no-such-post`.
    """
    post = Post.objects.select_related("holder").filter(ref=ref).first()
    if post is None:
        raise NotFound("no-such-post")
    person = post.holder
    back = person.letters.filter(came_back=True).count()
    letter = person.letters.filter(came_back=False).order_by("-sent_at").first()
    return Standing(
        person.told_at,
        person.untold_since + TOLD_BY if person.untold_since else None,
        _why(person, back) if person.untold_since else "",
        bool(person.email_mark) and not back,
        letter.sent_at if letter else None,
        post.answered_at,
        post.public_until if post.public_until and post.public_until > at.date() else None,
        list(post.papers.order_by("-signed_on").values_list("signed_on", "kept_at")),
    )


def untold_count(by: Actor, at: datetime) -> int:
    """Return of how many people in sight it is not known that a letter reached them (one or two SQL queries)."""
    seats = Post.objects.filter(community__in=within(by, at=at), ends_on=None).exclude(holder__untold_since=None)
    return seats.values("holder").distinct().count()


def _why(person: Person, back: int) -> str:
    if not person.email_mark:
        return "no-address"
    return "came-back" if back else "soon"


def community_of_public(person: Person, today: date) -> Community | None:
    """Return the community whose page shows the name of a person, the first of several (one SQL query)."""
    shown = Post.objects.filter(holder=person, ends_on=None, public_until__gt=today).select_related("community")
    post = shown.order_by("pk").first()
    return post.community if post else None
