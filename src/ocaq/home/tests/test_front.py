from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from ocaq.conference.models import Conference, PresenceInterval
from ocaq.conference.public import front
from ocaq.conference.rules.attendance import CROWD_EVERY_S
from ocaq.conference.tests.makers import EVENING, NOON, make_conference
from ocaq.evidence.figures import Shown, figure
from ocaq.home.views import lit_sentence, resting_sentence
from ocaq.kernel import clock

pytestmark = pytest.mark.django_db


def _present(conference: Conference, countries: list[str], at: Any) -> None:
    for number, country in enumerate(countries):
        PresenceInterval.objects.create(
            conference=conference,
            participant=f"p{number}",
            device="d",
            country=country,
            capacity="self",
            started_at=at,
            seen_at=at,
        )


def test_with_nothing_announced_the_hall_is_at_rest(client: Client) -> None:
    page = client.get("/")

    assert (page.status_code, "The hall is at rest" in page.text, "w-core" in page.text) == (200, True, False)


def test_before_a_conference_the_days_are_counted(client: Client) -> None:
    conference = make_conference(at=clock.now(), starts_at=clock.now() + timedelta(days=12, hours=1))

    page = client.get("/").text

    assert f"/conferences/{conference.slug}/register/" in page
    assert f"/conferences/{conference.slug}/calendar.ics" in page
    assert "National anthem" in page
    assert "w-core" not in page


def test_while_the_hall_is_open_the_page_is_lit(client: Client) -> None:
    conference = make_conference(at=clock.now(), starts_at=clock.now() + timedelta(minutes=30))
    Conference.objects.update(state="doors")
    _present(conference, ["DE"] * 5 + ["KZ"], clock.now() - timedelta(seconds=CROWD_EVERY_S))

    page = client.get("/").text

    assert "People in 2 countries are taking their seats" in strip_tags(page)
    assert "6 people are in the hall" in strip_tags(page)
    assert 'href="/figures/#conference.people_now"' in page
    assert f'href="/conferences/{conference.slug}/room"' in page
    assert "w-core" in page


def test_after_a_conference_its_rings_stay(client: Client) -> None:
    cache.clear()
    conference = make_conference()
    Conference.objects.update(state="ended", ended_at=EVENING)
    _present(conference, ["DE"] * 5 + ["KZ"], EVENING)

    page = client.get("/").text

    assert "6 people came to" in strip_tags(page)
    assert page.count("<circle") >= 2
    assert f"/conferences/{conference.slug}/report" in page


def test_a_draft_and_a_cancelled_one_are_not_announced(client: Client) -> None:
    make_conference("draft", published=False)
    make_conference("off")
    Conference.objects.filter(slug="off").update(state="cancelled")

    assert "The hall is at rest" in client.get("/").text


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (timedelta(0), "We meet today"),
        (timedelta(hours=11), "We meet today"),
        (timedelta(hours=13), "We meet tomorrow"),
        (timedelta(days=12), "12 days until we meet"),
    ],
)
def test_days_are_those_of_the_readers_calendar(after: timedelta, sentence: str) -> None:
    with translation.override("en"):
        assert strip_tags(resting_sentence(NOON + after, NOON, NOON.tzinfo)) == sentence


@pytest.mark.parametrize(
    ("state", "countries", "sentence"),
    [
        ("doors", 0, "The doors are open"),
        ("doors", 1, "People in 1 country are taking their seats"),
        ("on_air", 2, "People in 2 countries are together now"),
    ],
)
def test_one_sentence_says_what_is_so_now(state: str, countries: int, sentence: str) -> None:
    conference = make_conference()
    Conference.objects.update(state=state)
    shown = front(at=NOON).shown
    assert shown is not None
    assert shown.conference.ref == conference.ref

    with translation.override("en"):
        count = Shown(figure("conference.countries_now"), countries) if countries else None
        said = lit_sentence(shown.conference, count)
        assert strip_tags(said) == sentence


def test_the_front_page_costs_at_most_seven_queries(django_assert_num_queries: Any) -> None:
    conference = make_conference()
    Conference.objects.update(state="on_air")
    _present(conference, ["DE"] * 30, NOON)

    with django_assert_num_queries(7):
        front(at=NOON)
