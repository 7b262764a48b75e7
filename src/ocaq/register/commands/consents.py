"""What of a post may stand in public: its holder says so, field by field, and everything that rests on it ends."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet

from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.privacy.public import Holder, end_receipt, give_receipt
from ocaq.register import permissions
from ocaq.register.commands.telling import tell_anew
from ocaq.register.models import Merge, Paper, Person, Post
from ocaq.register.queries.holding import person_of
from ocaq.register.queries.people import post_of
from ocaq.register.rules.posts import PUBLIC, SHOWN_FOR, refusal_of_paper, refusal_to_show

_NOTICE = "post"
_LONGEST_PLACE = 250


@transaction.atomic
def answer(*, whose: Holder | str, post: str, field: str, yes: bool, by: Actor, at: datetime) -> None:
    """Write that a holder agreed for a year that something of their post is public, or that they did not.

    Args:
        whose: who asks, by account or proven address; or the secret of a letter to them.
        field: purpose of the consent, one of `rules.posts.PUBLIC`.

    Raises:
        NotFound: `no-such-post`, `no-such-person`, `letter-unknown`. Expired: `letter-over`.
        NotPossible: `post-ended`. NotValid: `field-unknown`.
    """
    row = Post.objects.select_for_update(of=("self",)).select_related("holder").filter(ref=post).first()
    if row is None:
        raise NotFound("no-such-post")
    person_of(whose, row.holder.ref, at=at)
    refusal = refusal_to_show(field=field, ended=row.ends_on is not None)
    if refusal:
        raise NotValid(refusal) if refusal == "field-unknown" else NotPossible(refusal)
    row.answered_at = at
    row.save(update_fields=["answered_at"])
    _show(row, field, at.date() + SHOWN_FOR if yes else None, language=by.language, by=by, at=at)


@transaction.atomic
def note_paper(*, post: str, signed_on: date, kept_at: str, by: Actor, at: datetime) -> None:
    """Write down that a holder agreed on paper to have their name shown; they are told by letter and can take it back.

    Args:
        kept_at: where the paper lies.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
        NotPossible: `post-ended`, `paper-too-old`, `said-no-lately`. NotValid: `paper-lies-nowhere`.
    """
    row = post_of(post)
    permissions.require_keeper(by, row.community, at=at)
    place, is_ended = one_line(kept_at)[:_LONGEST_PLACE], row.ends_on is not None
    refusal = refusal_of_paper(signed_on=signed_on, kept_at=place, today=at.date(), ended=is_ended)
    if refusal == "paper-lies-nowhere":
        raise NotValid(refusal)
    if refusal or (row.answered_at and row.answered_at.date() >= signed_on and row.public_until is None):
        raise NotPossible(refusal or "said-no-lately")
    Paper.objects.create(post=row, signed_on=signed_on, kept_at=place, by=by.ref, at=at)
    row.answered_at = None  # the letter asks whether it is so
    row.save(update_fields=["answered_at"])
    _show(row, "public", signed_on + SHOWN_FOR, language=row.holder.language or by.language, by=by, at=at)
    tell_anew(row.holder, at=at)


@transaction.atomic
def take_down(*, post: str, by: Actor, at: datetime) -> None:
    """Take a holder's name off the public page; again it changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
    """
    row = post_of(post)
    permissions.require_keeper(by, row.community, at=at)
    for field in PUBLIC:
        if getattr(row, PUBLIC[field]) is not None:
            _show(row, field, None, language=by.language, by=by, at=at)


@transaction.atomic
def hide_posts_of(*, subject: str, by: Actor, at: datetime) -> None:
    """Take the name of a person off every public page, because they took their consent back."""
    _hide(subject, "public", by, at)


@transaction.atomic
def hide_days_of(*, subject: str, by: Actor, at: datetime) -> None:
    """Take off every public page since when a person holds a post, because they took their consent back."""
    _hide(subject, "since", by, at)


@transaction.atomic
def let_lapse(*, by: Actor, at: datetime) -> int:
    """Take down what nobody agreed to again within its year; return of how many posts.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    permissions.require_person_or_staff(by, None)
    over = Q(public_until__lte=at.date()) | Q(since_until__lte=at.date())
    rows = list(Post.objects.select_for_update(of=("self",)).select_related("holder").filter(over).order_by("pk"))
    for row in rows:
        for field in _over(row, at.date()):
            _show(row, field, None, language=row.holder.language, by=by, at=at)
    return len(rows)


def _over(row: Post, today: date) -> Iterable[str]:
    return [field for field in PUBLIC if (until := getattr(row, PUBLIC[field])) is not None and until <= today]


def _show(row: Post, field: str, until: date | None, *, language: str, by: Actor, at: datetime) -> None:
    setattr(row, PUBLIC[field], until)
    row.save(update_fields=[PUBLIC[field]])
    _note_receipt(row.holder, field, until, language=language, by=by, at=at)
    facts = {"post": row.ref, "field": field, "until": until.isoformat() if until else ""}
    record(
        kind="register.post.shown",
        subject=row.holder.subject,
        by=by,
        at=at,
        commit=commitment(row.holder.salt, facts),
    )


def _note_receipt(person: Person, field: str, until: date | None, *, language: str, by: Actor, at: datetime) -> None:
    """Write the receipt of a consent, or, when nothing rests on it any more, that it is taken back."""
    subject = person.subject
    if until is not None:
        ends_at = datetime.combine(until, time(), UTC)
        give_receipt(subject=subject, notice=_NOTICE, purpose=field, language=language, ends_at=ends_at, by=by, at=at)
    elif not Post.objects.filter(holder=person).exclude(**{PUBLIC[field]: None}).exists():
        end_receipt(subject=subject, notice=_NOTICE, purpose=field, by=by, at=at)


def _hide(subject: str, field: str, by: Actor, at: datetime) -> None:
    person = Person.objects.select_for_update().filter(pseudonym=subject.removeprefix("person:")).first()
    if person is None:
        return
    name = PUBLIC[field]
    if _posts_of(person).exclude(**{name: None}).update(**{name: None, "answered_at": at}):
        record(kind="register.person.hidden", subject=person.subject, by=by, at=at)


def _posts_of(person: Person) -> QuerySet[Post]:
    """Return the posts of a person, also those that went to another entry found to be the same person."""
    theirs = Q(holder=person)
    for moved, kept in Merge.objects.filter(absorbed_person=person, undone_at=None).values_list("moved", "kept_person"):
        # Of a merge long ago nobody knows any more which posts went: all of them are hidden.
        theirs |= Q(pk__in=moved["posts"]) if "posts" in moved else Q(holder=kept)
    return Post.objects.filter(theirs)
