"""Who looked: written once, shown to the person alone, gone with them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from ocaq.accounts.commands import erase_account
from ocaq.accounts.models import User
from ocaq.evidence.models import Entry
from ocaq.kernel import looking
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.privacy.commands.erasing import forget_subjects
from ocaq.privacy.commands.looking import write_look
from ocaq.privacy.models import Look, Looked
from ocaq.privacy.queries.looks import looks_at
from ocaq.privacy.rules.looks import office_of
from ocaq.privacy.tests.makers import looked

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STAFF = Actor("user:7", frozenset({Grant("staff")}))
BERLIN = Actor("user:8", frozenset({Grant("coordinator", "country", "DE")}))
AYGUN, KAMRAN = "person:bcdfghjkmnpq", "person:qpnmkjhgfdcb"
pytestmark = pytest.mark.django_db


def _look(by=STAFF, subjects=(AYGUN,), purpose="post", at=NOON, **more):
    looked(by=by, subjects=subjects, purpose=purpose, at=at, **more)


def test_a_delayed_look_hides_none_that_is_told_at_once():
    same = {"subjects": [AYGUN], "purpose": "lawful", "how": "export", "by": STAFF}
    write_look(**same, told_from=NOON + timedelta(days=300), at=NOON)
    for _ in range(2):
        write_look(**same, at=NOON + timedelta(minutes=1))

    assert len(looks_at(subjects=same["subjects"], at=NOON + timedelta(minutes=2))) == 1
    assert len(looks_at(subjects=same["subjects"], at=NOON + timedelta(days=301))) == 2


def test_another_reason_is_another_look():
    for reason in ("Asked by telephone", "Asked by telephone", "A letter came back"):
        _look(purpose="answer", how="search", reason=reason)

    assert sorted(Look.objects.values_list("reason", flat=True)) == ["A letter came back", "Asked by telephone"]


def test_a_look_shows_office_purpose_and_how_and_never_a_name():
    _look(by=BERLIN, how="search")

    row = looks_at(subjects=[AYGUN], at=NOON)[0]

    assert (row.office, row.role, row.purpose, row.how, row.size) == (
        "coordinator:country:DE",
        "coordinator",
        "post",
        "search",
        1,
    )
    assert "user:8" not in str(row)


def test_a_look_is_an_entry_that_names_nobody():
    _look()

    entry = Entry.objects.get(kind="privacy.records.looked_at")
    assert AYGUN not in entry.body
    assert '"facts":{"how":"screen","purpose":"post","records":1}' in entry.body


def test_the_same_again_within_a_quarter_of_an_hour_is_one():
    for minutes in (0, 14, 16):
        _look(at=NOON + timedelta(minutes=minutes))

    assert [row.at for row in looks_at(subjects=[AYGUN], at=NOON)] == [NOON + timedelta(minutes=16), NOON]


def test_another_official_or_purpose_is_another_look():
    _look()
    _look(by=BERLIN)
    _look(purpose="likeness")

    assert len(looks_at(subjects=[AYGUN], at=NOON)) == 3


def test_a_list_is_one_look_and_opening_one_of_it_another():
    _look(subjects=[AYGUN, KAMRAN])
    _look(subjects=[AYGUN])

    assert [row.size for row in looks_at(subjects=[AYGUN], at=NOON)] == [1, 2]
    assert [row.size for row in looks_at(subjects=[KAMRAN], at=NOON)] == [2]


def test_jobs_leave_no_line():
    _look(by=system("worker"))

    assert not Look.objects.exists()


def test_an_undeclared_purpose_shows_nothing():
    with pytest.raises(LookupError, match="no such purpose"):
        _look(purpose="curiosity")


def test_nobody_keeping_looks_fails_the_page(monkeypatch):
    monkeypatch.setattr(looking, "_keepers", [])

    with pytest.raises(LookupError, match="nobody keeps looks"):
        _look()


def test_a_look_that_cannot_be_written_fails_the_page(monkeypatch):
    def full(*_args, **_kwargs):
        raise IntegrityError("disk full")

    monkeypatch.setattr(Look.objects, "create", full)

    with pytest.raises(IntegrityError, match="disk full"):
        _look()


def test_a_lawful_delay_ends():
    _look()
    Look.objects.update(told_from=NOON + timedelta(days=30))

    assert looks_at(subjects=[AYGUN], at=NOON) == []
    assert len(looks_at(subjects=[AYGUN], at=NOON + timedelta(days=30))) == 1


def test_looks_go_with_the_person_and_stay_for_the_others():
    _look(subjects=[AYGUN, KAMRAN])
    _look(subjects=[AYGUN])

    forget_subjects(subjects=[AYGUN], by=system("test"), at=NOON)

    assert list(Looked.objects.values_list("subject", flat=True)) == [KAMRAN]
    assert Look.objects.count() == 1


def test_an_erased_account_leaves_its_office_and_takes_looks_at_itself():
    official = User.objects.create_user("official@example.org")
    _look(by=Actor(f"user:{official.pk}", frozenset({Grant("crew")})))
    _look(subjects=[official.subject], purpose="roles")

    erase_account(user_id=official.pk, by=Actor(f"user:{official.pk}"), at=NOON)

    assert list(Look.objects.values_list("by", "office")) == [("erased", "crew")]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_looks_costs_one_query(count, django_assert_num_queries):
    for number in range(count):
        _look(at=NOON + timedelta(hours=number))

    with django_assert_num_queries(1):
        looks_at(subjects=[AYGUN], at=NOON)


@pytest.mark.parametrize(
    ("grants", "office"),
    [
        ((), "none"),
        ((Grant("crew"), Grant("staff")), "staff"),
        ((Grant("coordinator", "community", "k7mn"), Grant("coordinator", "country", "FR")), "coordinator:country:FR"),
    ],
)
def test_the_office_is_the_one_with_the_widest_view(grants, office):
    assert office_of(grants)[0] == office
