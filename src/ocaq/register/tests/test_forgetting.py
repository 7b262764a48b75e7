"""What the register promised to keep no longer, it keeps no longer."""

from datetime import timedelta

import pytest

from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.refusals import NotAllowed
from ocaq.register.commands.changes import write
from ocaq.register.commands.forgetting import forget
from ocaq.register.commands.posts import Holder, begin_post
from ocaq.register.models import ActivityReport, Change, Person, Photo, Post, Verification
from ocaq.register.personal import POSTS_KEPT_DAYS, WORDS_KEPT_DAYS
from ocaq.register.queries.page import community_page
from ocaq.register.tests.makers import AT, STAFF, community, keeper_of

BY = system("worker")
YEARS = AT + timedelta(days=WORDS_KEPT_DAYS, hours=1)
pytestmark = pytest.mark.django_db


def _person(name, ends_on):
    person = Person.objects.create(name=name, created_at=AT, changed_at=AT)
    Post.objects.create(
        community=community(f"Ev {name}"), holder=person, office="chair", starts_on=AT.date(), ends_on=ends_on
    )
    return person


def test_who_held_no_post_for_five_years_is_erased_and_who_does_is_kept():
    _person("Gone", AT.date())
    kept = _person("Kept", None)

    assert forget(by=BY, at=AT + timedelta(days=POSTS_KEPT_DAYS)) >= 0
    assert Person.objects.count() == 2
    forget(by=BY, at=AT + timedelta(days=POSTS_KEPT_DAYS + 1))

    assert list(Person.objects.all()) == [kept]
    body = Entry.objects.filter(kind="register.records.forgotten").latest("pk").body
    assert '"people":1' in body
    assert "Gone" not in body


def test_words_and_names_of_deeds_end_after_two_years_and_numbers_stay():
    body = community()
    told = {"community": body, "before": {"x": "a"}, "after": {"x": "b"}, "note": "n", "by": "user:7", "at": AT}
    done = Change.objects.create(key="a", group="names", state="applied", reviewed_by="user:8", **told)
    waiting = Change.objects.create(key="b", group="names", state="waiting", **told)
    report = ActivityReport.objects.create(
        key="c", community=body, quarter="2026q1", round=1, events=4, words="w", by="user:7", at=AT
    )
    Verification.objects.create(community=body, group="hours", at=AT, by="user:7", office="staff")
    Photo.objects.create(
        community=body, digest="d", width=1, height=1, described={"en": "x"}, credit="A. B.", added_at=AT
    )

    forget(by=BY, at=YEARS)
    forget(by=BY, at=YEARS)

    for row in (done, waiting, report):
        row.refresh_from_db()
    assert (done.before, done.after, done.note, done.by, done.reviewed_by) == ({}, {}, "", "erased", "erased")
    # What nobody answered in two years is asked for no longer.
    assert (waiting.state, waiting.after, waiting.by) == ("refused", {}, "erased")
    assert (report.events, report.words, report.by) == (4, "", "erased")
    assert not Verification.objects.filter(by__startswith="user:").exists()
    assert Photo.objects.get().credit == ""
    assert Entry.objects.filter(kind="register.records.forgotten").count() == 1


def test_who_was_entered_for_what_nobody_answered_goes_with_it():
    body = community()
    holder = Holder(name="Aynur", email="aynur@people.example")
    begin_post(
        community=body.ref, holder=holder, office="chair", starts_on=AT.date(), key="k", by=keeper_of(body), at=AT
    )

    forget(by=BY, at=YEARS - timedelta(days=1))
    assert Person.objects.exists()
    forget(by=BY, at=YEARS)
    assert not Person.objects.exists()
    assert Change.objects.get(key="k").after == {}


def test_nothing_ends_early_and_nobody_else_may():
    community()

    assert forget(by=BY, at=AT + timedelta(days=WORDS_KEPT_DAYS - 1)) == 0
    with pytest.raises(NotAllowed):
        forget(by=Actor("user:5"), at=YEARS)


def test_what_was_changed_when_stays_public_after_the_words_are_forgotten():
    body = community()
    write(ref=body.ref, version=1, group="work", fields={"about:en": "A library."}, key="k", by=STAFF, at=AT)
    told = community_page(body.slug, at=YEARS).changes
    assert [group for group, _ in told] == ["work"]

    forget(by=BY, at=YEARS)

    assert community_page(body.slug, at=YEARS).changes == told
