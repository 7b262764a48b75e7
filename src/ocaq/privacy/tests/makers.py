"""Somebody of whom every domain keeps something."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ocaq.accounts.models import User
from ocaq.conference.commands.registration import confirm_registration, keep_draft
from ocaq.conference.models import (
    Attendance,
    Hand,
    Invitation,
    Poll,
    PollOption,
    PollVote,
    PresenceInterval,
    Question,
    QuestionVote,
    Reaction,
    Registration,
)
from ocaq.conference.rules.entries import PersonEntry
from ocaq.conference.tests.makers import make_conference
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant
from ocaq.kernel.ids import new_ref
from ocaq.kernel.looking import seen
from ocaq.kernel.sealing import mark
from ocaq.privacy.public import Holder
from ocaq.register.commands.consents import answer
from ocaq.register.models import Community, Kind, Name, Person, PersonKey, Post

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STAFF = Actor("user:900", frozenset({Grant("staff")}))
ADDRESS = "aygun@example.org"
ENTRY = PersonEntry(
    "Aygün Lalazarlı", "Aygün xanım", ADDRESS, "DE", "school", "Nar", ("az",), ("captions",), "Europe/Berlin"
)


def looked(*, subjects: Collection[str], **act: Any) -> None:
    """Read these records, as a query does."""
    seen(None, subjects, **act)


def make_registration(*, slug: str = "yearly-2026", by: Actor = ANONYMOUS, **changes: object) -> Registration:
    make_conference(slug)
    key = new_ref()
    keep_draft(slug=slug, key=key, person=replace(ENTRY, **changes), by=by, at=NOON)
    ref = confirm_registration(slug=slug, key=key, by=by, at=NOON).ref
    return Registration.objects.get(ref=ref)


def make_person(*, email: str = ADDRESS, user: User | None = None) -> Person:
    kind = Kind.objects.get(code="school")
    school = Community.objects.create(slug=new_ref(), kind=kind, country="DE", created_at=NOON, changed_at=NOON)
    Name.objects.create(community=school, text="Nar")
    person = Person.objects.create(
        name="Aygün Lalazarlı",
        romanised="Aygun Lalazarli",
        email=email,
        email_mark=mark(email),
        phone="+49 30 000",
        language="az",
        user=user,
        created_at=NOON,
        changed_at=NOON,
    )
    PersonKey.objects.create(named=person, key="agn")
    Post.objects.create(community=school, holder=person, office="teacher", starts_on=date(2019, 9, 1))
    return person


def show_posts(person: Person) -> None:
    for post in person.posts.all():
        whose = Holder(addresses=frozenset({person.email}))
        answer(whose=whose, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=NOON)


def fill_hall(registration: Registration) -> None:
    """Have a person ask, speak, vote, applaud, be there and be counted."""
    conference, ref = registration.conference, registration.ref
    item = conference.items.first()
    question = Question.objects.create(
        conference=conference, participant=ref, name="A", country="DE", language="az", text="Nə vaxt?", key=new_ref(),
        asked_at=NOON,
    )  # fmt: skip
    Hand.objects.create(
        conference=conference, participant=ref, name="A", country="DE", topic="Məktəblər", budget_s=60, key=new_ref(),
        raised_at=NOON,
    )  # fmt: skip
    QuestionVote.objects.create(question=question, participant=ref, at=NOON)
    poll = Poll.objects.create(conference=conference, question={"en": "Where next?"})
    option = PollOption.objects.create(poll=poll, position=0, text={"en": "Vienna"})
    PollVote.objects.create(poll=poll, option=option, participant=ref, at=NOON)
    Reaction.objects.create(item=item, participant=ref, kind="applause", at=NOON)
    PresenceInterval.objects.create(
        conference=conference, participant=ref, device="phone", country="DE", capacity="school", started_at=NOON,
        seen_at=NOON + timedelta(minutes=9),
    )  # fmt: skip
    Attendance.objects.create(conference=conference, participant=ref, country="DE", capacity="school", minutes=9)


def make_invitation(registration: Registration) -> Invitation:
    return Invitation.objects.create(
        conference=registration.conference, secret_digest=new_ref(), name="Aygün Lalazarlı", email=ADDRESS.upper(),
        country="DE", capacity="school", language="az", created_at=NOON, expires_at=NOON + timedelta(days=9),
    )  # fmt: skip
