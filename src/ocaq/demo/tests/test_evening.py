"""The made-up evening: on the air, with one behind it, and one tap to take part."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from ocaq.accounts.models import User
from ocaq.conference.models import Conference, Question, Registration
from ocaq.conference.queries.attendance import attendance_of, present_now, stays
from ocaq.conference.queries.patches import in_language
from ocaq.conference.queries.room import room_state
from ocaq.demo import company, seed, texts
from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.mail.models import Mail


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """Build it once for all tests of this module, without the communities; each test's changes are undone."""
    at, whole = clock.now(), transaction.atomic()
    whole._from_testcase = True  # what is durable to others may be undone, as in a TestCase
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, whole:
        patch.setattr(seed.network.Network, "build", lambda _: None)
        patch.setattr(seed.network, "publish", lambda **_: None)
        patch.setattr(seed.desks, "fill", lambda **_: None)
        assert seed.seed(at)
        yield at
        transaction.set_rollback(True)


@pytest.fixture
def evening(seeded: datetime, db: None) -> datetime:
    """The moment it was built for."""
    return seeded


def test_seed_builds_an_evening_on_the_air_and_one_that_is_over(evening: datetime) -> None:
    tonight, over = Conference.objects.get(slug="solidarity-day"), Conference.objects.get(slug="results-of-the-year")
    state = in_language(room_state(tonight.pk), "en")
    assert (tonight.state, over.state) == ("on_air", "ended")
    assert (state["now"]["kind"], state["mode"], len(state["words"])) == ("address", "open", 3)
    assert len(state["questions"]) == len(texts.QUESTIONS)
    assert state["poll"]["state"] == "open"
    assert len(state["queue"]) == len(texts.HAND_TOPICS)
    assert abs(state["running_late_s"]) < 60
    assert Registration.objects.filter(conference=tonight, state="confirmed").count() == 180
    assert present_now(tonight.pk, evening).people == 0  # nobody is pretended to be there


def test_made_up_people_stay_in_the_hall_and_come_and_go(evening: datetime) -> None:
    tonight = Conference.objects.get(slug="solidarity-day")
    entries = Entry.objects.count()

    here = [company.stay(at=evening + timedelta(minutes=minute)) for minute in range(60)]

    assert 96 / 2 < min(here) < max(here) <= 96
    end = evening + timedelta(minutes=59)
    assert present_now(tonight.pk, end).people == here[-1]
    # Everybody who came when the doors opened, and nobody else, however often they go and return.
    assert attendance_of(stays(tonight.pk, at=end)).people == 96
    assert Entry.objects.count() == entries


def test_nobody_stays_who_was_erased_or_when_the_hall_has_closed(evening: datetime) -> None:
    here = company.stay(at=evening)
    Registration.objects.filter(key__startswith="solidarity-day.").exclude(key="solidarity-day.3").delete()
    assert company.stay(at=evening) <= 1 < here

    Conference.objects.filter(slug="solidarity-day").update(state="ended")
    assert company.stay(at=evening) == 0


def test_seed_leaves_last_years_attendance_for_the_map_at_rest(evening: datetime) -> None:
    table = attendance_of(stays(Conference.objects.get(slug="results-of-the-year").pk, at=evening))
    assert table.people == 219  # every eleventh of 240 could not come
    assert table.countries > 40
    assert table.took_part == 219
    assert 100 < table.minutes / table.people < 160


def test_seed_touches_nothing_that_is_there_already(evening: datetime) -> None:
    entries = Entry.objects.count()

    assert seed.seed(evening + timedelta(days=1)) is False
    assert Entry.objects.count() == entries


def test_every_address_of_the_seed_belongs_to_nobody(evening: datetime) -> None:
    addresses = {*User.objects.values_list("email", flat=True), *Mail.objects.values_list("to", flat=True)}
    assert addresses
    assert all(address.endswith("@example.org") for address in addresses)


def test_questions_are_asked_by_people_who_read_that_language(evening: datetime) -> None:
    for question in Question.objects.all():
        asked_by = Registration.objects.get(ref=question.participant)
        assert asked_by.languages[0] == question.language


@pytest.mark.urls("ocaq.demo.tests.urls")
def test_each_tap_as_participant_registers_somebody_new_who_reads_the_pages_language(
    client: Client, evening: datetime
) -> None:
    before = Registration.objects.count()

    for _ in range(2):
        client.cookies.clear()
        response = client.post("/demo/sign-in/?lang=ru", {"role": "participant"})
        assert response["Location"] == "/conferences/solidarity-day/room"
        assert "ocaq_registration" in response.cookies

    newest = Registration.objects.order_by("-pk")[0]
    assert (Registration.objects.count(), newest.languages, newest.state) == (before + 2, ["ru"], "confirmed")


@pytest.mark.urls("ocaq.demo.tests.urls")
def test_nobody_signs_in_as_anything_else(client: Client, evening: datetime) -> None:
    for role in ("", "root", "system", "x" * 10_000):
        assert client.post("/demo/sign-in/", {"role": role}).status_code == 404
        assert "_auth_user_id" not in client.session


@pytest.mark.urls("ocaq.demo.tests.urls")
def test_the_page_offers_every_part_and_place(client: Client, evening: datetime) -> None:
    html = client.get("/demo/").content.decode()

    assert re.findall(r'name="role" value="([a-z-]+)"', html) == [
        "participant",
        "director",
        "second-director",
        "crew",
        "staff",
        "guardian",
        "coordinator",
        "keeper",
    ]
    for place in (
        "/conferences/solidarity-day/room",
        "/conferences/solidarity-day/console",
        "/conferences/solidarity-day/speaker/",
        "/conferences/results-of-the-year/report",
        "/directory/",
        "/demo/outbox/",
        "/demo/start-over/",
    ):
        assert f'href="{place}"' in html
