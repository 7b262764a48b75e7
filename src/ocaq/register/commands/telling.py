"""Whoever is put on record by others is written to: what is kept, why, from whom, until when, and what they may do."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ocaq.evidence.recording import record
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotPossible
from ocaq.mail.queueing import queue_mail
from ocaq.privacy.public import notice_of
from ocaq.register import permissions
from ocaq.register.models import Letter, Person
from ocaq.register.queries.holding import OnRecord, on_record
from ocaq.register.queries.people import post_of
from ocaq.register.rules.posts import LETTER_LIVES, LETTER_STANDS, refusal_to_ask, refusal_to_tell
from ocaq.register.words.directory import OFFICES
from ocaq.register.words.holding import ENTERED

_TEMPLATES = {Letter.About.TOLD: "register_told", Letter.About.ASKED: "register_asked"}


@transaction.atomic
def tell(*, person: str, by: Actor, at: datetime) -> bool:
    """Write to somebody that they are on record, in their language; who knows already is not written to again.

    Returns:
        Whether a letter was written.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    row = Person.objects.select_for_update().filter(ref=person).first()
    permissions.require_person_or_staff(by, None)
    if row is None or row.untold_since is None or not row.email:
        return False
    _write(row, Letter.About.TOLD, by, at)
    row.told_at, row.untold_since, row.notice_version = at, None, notice_of("post").version
    row.save(update_fields=["told_at", "untold_since", "notice_version"])
    record(kind="register.person.told", subject=row.subject, by=by, at=at, facts={"notice": row.notice_version})
    return True


@transaction.atomic
def ask_again(*, person: str, by: Actor, at: datetime) -> None:
    """Ask somebody whose consent ends soon whether it goes on.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    row = Person.objects.select_for_update().filter(ref=person).first()
    permissions.require_person_or_staff(by, None)
    if row is not None and row.email:
        _ask(row, by, at)


@transaction.atomic
def ask_holder(*, post: str, by: Actor, at: datetime) -> None:
    """Ask a holder by mail what may be public. A letter of the last two weeks stands.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
        NotPossible: `post-ended`, `said-no-lately`, `nobody-to-write-to`.
    """
    row = post_of(post)
    permissions.require_keeper(by, row.community, at=at)
    refusal = refusal_to_ask(
        ended=row.ends_on is not None,
        answered=row.answered_at.date() if row.answered_at else None,
        shown=row.public_until is not None,
        reached=bool(row.holder.email),
        today=at.date(),
    )
    if refusal:
        raise NotPossible(refusal)
    if not row.holder.letters.filter(came_back=False, sent_at__gt=at - LETTER_STANDS).exists():
        _ask(row.holder, by, at)


@transaction.atomic
def note_came_back(*, letter: str, by: Actor, at: datetime) -> None:
    """Write that a letter reached nobody: whom it should tell does not know yet. Again it changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("person").filter(ref=letter).first()
    permissions.require_person_or_staff(by, None)
    if row is None or row.came_back:
        return
    Letter.objects.filter(pk=row.pk).update(came_back=True)
    if row.about == Letter.About.TOLD and row.person.untold_since is None:
        # The month that the law gives has run since they were entered.
        Person.objects.filter(pk=row.person_id).update(untold_since=row.sent_at, told_at=None, notice_version="")
    record(kind="register.letter.came_back", subject=row.person.subject, by=by, at=at, facts={"about": row.about})


@transaction.atomic
def note_told(*, post: str, on: date, by: Actor, at: datetime) -> None:
    """Write that a holder without a mail address was told by somebody, with the notice, on a day.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
        NotPossible: `told-in-the-future`, `told-before-kept`.
    """
    row = post_of(post)
    permissions.require_keeper(by, row.community, at=at)
    person = Person.objects.select_for_update().get(pk=row.holder_id)
    if refusal := refusal_to_tell(on=on, kept_since=person.created_at.date(), today=at.date()):
        raise NotPossible(refusal)
    if person.untold_since is None:
        return
    person.told_at, person.untold_since, person.notice_version = at, None, notice_of("post").version
    person.save(update_fields=["told_at", "untold_since", "notice_version"])
    facts = {"notice": person.notice_version, "on": on.isoformat()}
    record(kind="register.person.told_by_hand", subject=person.subject, by=by, at=at, facts=facts)


def _ask(person: Person, by: Actor, at: datetime) -> None:
    _write(person, Letter.About.ASKED, by, at)
    record(kind="register.person.asked", subject=person.subject, by=by, at=at)


def _write(person: Person, about: Letter.About, by: Actor, at: datetime) -> None:
    ref = new_ref()
    secret = links.secret("letter", ref)
    known = on_record(person, at=at)
    mail = queue_mail(
        template=_TEMPLATES[about],
        language=person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        to=person.email,
        context=_context(known, secret),
        about=person.subject,
        by=by,
        at=at,
    )
    Letter.objects.create(
        ref=ref,
        person=person,
        about=about,
        secret_digest=links.digest(secret),
        mail=mail,
        sent_at=at,
        expires_at=at + LETTER_LIVES,
    )


def _context(known: OnRecord, secret: str) -> dict[str, Any]:
    return {
        "person": known,
        "posts": [(OFFICES[post.office], post) for post in known.posts],
        "waiting": [(OFFICES[office], title) for office, title in known.waiting],
        "entered": ENTERED.get(known.entered_as, ENTERED[""]),
        "notice": notice_of("post"),
        "address": settings.SITE_ADDRESS + reverse("register:letter", args=[secret]),
        "record_url": settings.SITE_ADDRESS + reverse("privacy:record_code"),
    }


def tell_anew(person: Person, *, at: datetime) -> None:
    """Have somebody told of something new that others wrote of them, in the caller's transaction."""
    if person.untold_since is None:
        Person.objects.filter(pk=person.pk).update(untold_since=at)
