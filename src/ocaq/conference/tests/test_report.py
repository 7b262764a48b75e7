"""The report of the day: live until it is published, then as published; names for the house alone."""

import pytest
from django.test import Client

from ocaq.conference.models import PresenceInterval, Question
from ocaq.conference.tests.over_makers import make_over
from ocaq.conference.tests.show_makers import after
from ocaq.evidence import figures
from ocaq.report.tests.makers import member, publish, text_of

pytestmark = pytest.mark.django_db
ASKED = "When does the next school open?"


def _over():
    conference = make_over()
    for country, name in (("DE", "Aynur Ləkili"), ("KZ", "Timur Çinarlı")):
        Question.objects.create(
            conference=conference,
            participant="who-1",
            name=name,
            country=country,
            language="en",
            text=f"{ASKED} {country}",
            state="answered",
            votes=3,
            key=f"asked.{country}",
            asked_at=after(300),
        )
    return conference


def _text(client, conference) -> str:
    page = client.get(f"/conferences/{conference.slug}/report", {"lang": "en"})
    assert page.status_code == 200
    return text_of(page)


def test_names_of_who_asked_are_for_the_house_alone(client):
    conference = _over()

    text = _text(client, conference)
    assert f"{ASKED} DE Germany. 3 voices" in text
    # Two people came from there: their country would point at them.
    assert f"{ASKED} KZ 3 voices" in text
    assert "Aynur" not in text
    assert "Aynur" not in client.get(f"/conferences/{conference.slug}/report.json").text

    house = Client()
    house.force_login(member("staff"))
    assert "Aynur Ləkili , Germany" in _text(house, conference)
    assert "Timur Çinarlı , Kazakhstan" in _text(house, conference)


def test_until_they_are_published_figures_are_counted_live(client):
    conference = make_over()

    text = _text(client, conference)
    assert "counted live and not yet published" in text
    assert "14 people sat together, from 3 countries" in text

    PresenceInterval.objects.filter(participant="who-0").delete()
    assert "13 people sat together" in _text(client, conference)


def test_once_published_figures_stand_as_published_and_open(client):
    conference = make_over()
    publish(conference)
    PresenceInterval.objects.filter(participant="who-0").delete()

    page = client.get(f"/conferences/{conference.slug}/report", {"lang": "en"})
    assert "14 people sat together" in text_of(page)
    for row in figures.published(f"conference:{conference.ref}").values():
        if row.code != "conference.by_item":
            assert f'href="/figures/{row.ref}/"' in page.text


def test_the_data_for_everybody_tells_no_small_country_apart(client):
    conference = make_over()
    publish(conference)

    told = client.get(f"/conferences/{conference.slug}/report.json").json()

    assert told["figures"]["conference.by_country"]["value"] == ["de:7", "other:7"]
    assert told["figures"]["conference.people"]["address"].startswith("/figures/")
    assert told["small_countries"] == ["KZ", "TR"]


def test_only_staff_see_the_way_to_publish(client):
    conference = make_over()
    way = f"/desk/figures/conference/{conference.ref}/"
    address = f"/conferences/{conference.slug}/report"
    assert way not in client.get(address).text

    client.force_login(member("staff"))
    assert way in client.get(address).text
