"""What somebody did in a role stands in their record, and is nobody's once their account is erased."""

from datetime import timedelta

import pytest

from ocaq.accounts.commands import end_role, erase_account, grant_role
from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import LogLine, Question, Readiness, Registration, Show, SpeakerMessage, Words
from ocaq.conference.queries import record as conference_record
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.personal import declared
from ocaq.privacy.models import DirectoryOnly, Emergency, Export, LawfulRequest, Look, Request, Review
from ocaq.privacy.queries import own
from ocaq.privacy.queries.record import record_of
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.tests.makers import ADDRESS, NOON, fill_hall, looked, make_person, make_registration
from ocaq.register.models import ActivityReport, Batch, Change, Likeness, Merge, Paper, Verification
from ocaq.register.queries import record as register_record

pytestmark = pytest.mark.django_db

_DEEDS = [*own.DEEDS, *conference_record.DEEDS, *register_record.DEEDS]


def _deeds_declared() -> set[str]:
    """Return every declared field that says who did something for others, in a role."""
    others = {"accounts.RoleGrant.granted_by", "evidence.Entry.by"}  # of other people's rows, shown to nobody
    named = {"by", "reviewed_by", "answered_by", "undone_by", "decided_by", "entered_by", "first_by", "second_by"}
    named |= {"set_by", "granted_by", "baton", "baton_offered_to"}
    return {f"{one.table}.{name}" for one in declared() for name in one.fields if name in named} - others


def test_what_somebody_did_in_a_role_is_in_their_record_and_parts_with_their_account(client):
    user, staff = User.objects.create_user(ADDRESS), User.objects.create_user("staff@example.org")
    acted, registration = f"user:{user.pk}", make_registration(email="guest@example.org")
    fill_hall(registration)
    _acts(acted, registration)
    grant_role(user_id=user.pk, role="crew", by=system("test"), at=NOON, tell=False)
    ended = grant_role(user_id=user.pk, role="director", by=system("test"), at=NOON, tell=False)
    end_role(grant_id=ended, by=system("test"), at=NOON + timedelta(days=9))
    grant_role(user_id=staff.pk, role="crew", by=Actor(acted, frozenset({Grant("staff")})), at=NOON, tell=False)

    things = record_of(Holder(user.pk, frozenset({ADDRESS})), at=NOON)
    lines = [line for kept in things for line in kept.lines]

    roles = [line for line in lines if line.field == "role"]
    assert [(line.raw["role"], "ends_at" in line.raw) for line in roles] == [("crew", False), ("director", True)]
    assert "1 Dec 2026" in str(roles[1].text)
    told = {name for line in lines if isinstance(line.raw, dict) for name in line.raw}
    assert sorted(_deeds_declared() - told) == []
    client.force_login(user)
    assert "What you did here in a role" in client.get("/my/record/").text

    erase_account(user_id=user.pk, by=system("test"), at=NOON)

    assert [f"{table._meta.label}.{name}" for table, name in _DEEDS if table.objects.filter(**{name: acted})] == []
    assert RoleGrant.objects.get(user=staff).granted_by == "erased"


def _acts(acted: str, registration: Registration) -> None:
    """Have somebody do one of everything that says who did it; of rows there already they are the author."""
    conference = registration.conference
    community = make_person(email="holder@example.org").posts.get().community
    about = {"community": community, "at": NOON, "by": acted}
    Change.objects.create(**about, key="c", group="names", state="applied", before={}, after={}, reviewed_by=acted)
    ActivityReport.objects.create(**about, key="r", quarter="2026q1", round=1)
    Verification.objects.create(**about, group="names", office="staff")
    Batch.objects.create(key="b", title="list", digest="d", columns=[], by=acted, at=NOON, changed_at=NOON)
    other = make_person(email="other@example.org")
    pair = {"one_id": 1, "other_id": 2, "score": 1.0, "code": "same", "found_at": NOON}
    Likeness.objects.create(about="people", answered_by=acted, **pair)
    Merge.objects.create(kept_person=other, absorbed_person=other, by=acted, undone_by=acted, at=NOON)
    Paper.objects.create(post=other.posts.get(), signed_on=NOON.date(), kept_at="Folder 4", by=acted, at=NOON)
    item = conference.items.first()
    LogLine.objects.create(conference=conference, at=NOON, kind="show.ended", by=acted, facts={})
    Readiness.objects.create(item=item, department="stream", state="ready", by=acted, at=NOON)
    Question.objects.update(decided_by=acted)
    SpeakerMessage.objects.create(conference=conference, text="Slower", by=acted, shown_at=NOON)
    Words.objects.create(conference=conference, language="az", text="Salam", by=acted, at=NOON)
    Show.objects.create(conference=conference, baton=acted, baton_offered_to=acted)
    looked(by=Actor(acted, frozenset({Grant("staff")})), subjects=["person:bcdfghjkmnpq"], purpose="post", at=NOON)
    Emergency.objects.create(by=acted, office="staff", country="FR", reason="Fire", opened_at=NOON, ends_at=NOON)
    Review.objects.create(
        look=Look.objects.latest("pk"), drawn_at=NOON, verdict="holds", decided_by=acted, decided_at=NOON
    )
    asked = {"kind": "explain", "words": "?", "address": "x@example.org", "language": "en", "due_at": NOON}
    Request.objects.create(key="q", subject="person:x", asked_at=NOON, answered_by=acted, **asked)
    order = {"authority": "Court", "act": "7", "asks": "Name", "subject": "person:x", "entered_at": NOON}
    for name in ("entered_by", "first_by", "second_by"):
        others = {"entered_by": "user:901", "first_by": "user:902", "second_by": "user:903"}
        LawfulRequest.objects.create(key=name, **order, **others | {name: acted})
    Export.objects.create(kind="lawful", recipient="C", purpose="p", expires_at=NOON, rows=1, at=NOON, by=acted)
    DirectoryOnly.objects.create(country="FR", set_by=acted, since=NOON, why="War")
