"""The pages of the directory, and what scripts are told."""

import csv
import gzip
import io
import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from ocaq.kernel.actor import system
from ocaq.register.commands.finding import keep_findable
from ocaq.register.models import (
    Affiliation,
    Area,
    Change,
    Community,
    Contact,
    Hours,
    Person,
    Place,
    Post,
    StateChange,
    Verification,
)
from ocaq.register.tests import makers
from ocaq.register.tests.network import AT, make_community, make_network

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "az", "ru", "ar")


@pytest.fixture(autouse=True)
def _now():
    cache.clear()  # what was counted of askers
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def bodies() -> dict[str, Community]:
    return make_network()


def _page(path: str, **asked: str) -> str:
    answer = Client().get(path, asked)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_directory_is_there_in_every_language_and_links_each_body_that_is_open(bodies, language) -> None:
    page = _page("/directory/", lang=language)

    assert set(re.findall(r'href="/directory/([\w-]+)/"', page)) - {"data"} == {
        "berlin-house",
        "nar",
        "xezer",
        "heydar",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_there_in_every_language(bodies, language) -> None:
    for slug in ("berlin-house", "gone", "nar"):
        assert "<h1>" in _page(f"/directory/{slug}/", lang=language)


def test_what_was_typed_finds_and_stays_in_the_form(bodies) -> None:
    page = _page("/directory/", q='берлин"><script>')

    assert 'value="берлин&quot;&gt;&lt;script&gt;"' in page
    assert "<script>" not in page.replace("<script src", "")
    assert "/directory/berlin-house/" in _page("/directory/", q="берлин")


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "-1"}, {"page": "9" * 4000}, {"page": "²"}, {"page": "x"}, {"kind": "no-such"}, {"country": "XX"},
        {"place": "'; --"}, {"taught": "%"}, {"q": "a" * 4000}, {"q": "\u202e %_*[]"}, {"q": "🙂"},
        {"q": "東京"}, {"q": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")}, {"closed": "2"},
    ],
)  # fmt: skip
def test_nothing_that_is_asked_is_a_fault(bodies, asked) -> None:
    for path in ("/directory/", "/api/directory/"):
        assert Client().get(path, asked).status_code == 200


def test_a_town_is_one_tap_away_from_its_dot(bodies) -> None:
    ref = bodies["choir"].place.ref
    page = _page("/directory/")
    assert f'<a href="?place={ref}" tabindex="-1"><circle' in page

    page = _page("/directory/", place=ref)

    assert "/directory/xezer/" in page
    assert "/directory/nar/" not in page


def test_the_map_page_weighs_little_however_many_towns_there_are() -> None:
    for i in range(30):
        make_community(f"name-{i}", (f"A name of some length that is number {i}", "en", "original"))
    Place.objects.bulk_create(
        Place(country="DE", name={"en": f"Town {i}"}, latitude=-60 + i % 120 + i / 997, longitude=-170 + i / 2)
        for i in range(670)
    )
    kind = Community.objects.first().kind
    Community.objects.bulk_create(
        Community(
            slug=f"body-{i}", kind=kind, country="DE", place=place, title={"en": f"Cultural house {place.ref} {i}"},
            created_at=AT, changed_at=AT,
        )
        for i, place in enumerate(Place.objects.filter(name__en__startswith="Town"))
    )  # fmt: skip

    page = _page("/directory/")

    assert page.count("<circle") > 1  # of a country, since the towns are many
    assert len(gzip.compress(page.encode(), 6)) < 60_000
    Community.objects.filter(slug__in=[f"body-{i}" for i in range(590, 670)]).delete()
    page = _page("/directory/")
    assert page.count("<circle") > 500
    assert len(gzip.compress(page.encode(), 6)) < 60_000


def test_an_empty_directory_says_so() -> None:
    assert "The directory is empty" in _page("/directory/", lang="en")


def test_a_word_nobody_bears_is_named(bodies) -> None:
    page = _page("/directory/", q="berlin zzyzx", lang="en")

    assert "No entry has this word" in page
    assert "zzyzx</bdi>" in page


def test_a_page_tells_when_it_is_open_what_it_belongs_to_and_what_happened(bodies) -> None:
    house, council = bodies["house"], make_community("council", ("Avropa Şurası", "az", "original"), kind="council")
    Area.objects.create(council=council, country="DE", starts_on=date(2020, 1, 1))
    Area.objects.create(council=council, country="GE", starts_on=date(2019, 1, 1), ends_on=date(2021, 1, 1))
    Affiliation.objects.create(member=house, umbrella=bodies["choir"], starts_on=date(2021, 5, 1))
    StateChange.objects.create(community=house, state="active", since=date(2014, 2, 1), source="Letter", written_at=AT)
    Verification.objects.create(community=house, group="names", at=AT, by="user:1", office="council")

    page = _page("/directory/berlin-house/", lang="en")

    for told in (
        "Open now, until",
        "Avropa Şurası",
        "Xəzər xoru",
        "Letter",
        "Verified by the council",
        "Azərbaycan Evi",
    ):
        assert told in page, told
    assert "Countries it spans" in _page("/directory/council/", lang="en")
    assert (
        "Georgia" not in _page("/directory/council/", lang="en").partition("Countries it spans")[2].partition("band")[0]
    )


def test_its_history_tells_what_was_changed_and_never_by_whom(bodies) -> None:
    def change(group: str, *, before: dict, version: int, state: str = "applied") -> None:
        Change.objects.create(
            key=f"{group} {state}", community=bodies["house"], group=group, before=before, after={"x": 1}, state=state,
            version=version, by="user:4711", at=AT, note="Said by somebody",
        )  # fmt: skip

    change("names", before={}, version=1)  # how it came into the register
    change("hours", before={"hours": []}, version=2)
    change("contacts", before={"email": []}, version=2, state="waiting")

    page = _page("/directory/berlin-house/", lang="en")

    assert page.count("Opening hours changed") == 1
    assert not [word for word in ("state changed", "Contacts changed", "4711", "Said by") if word in page]


def test_a_post_whose_holder_did_not_agree_stands_without_a_name_or_a_day(bodies) -> None:
    person = Person.objects.create(name="Elçin Demədi", created_at=AT, changed_at=AT)
    told = {"community": bodies["house"], "holder": person, "office": "chair", "starts_on": date(1994, 5, 7)}
    post = Post.objects.create(**told)

    page = _page("/directory/berlin-house/")
    assert page.count("held; the name is not public") == 1
    assert "1994" not in page
    Post.objects.filter(pk=post.pk).update(since_until=date(2027, 1, 1))
    assert "1994" in _page("/directory/berlin-house/")
    assert "Elçin" not in _page("/directory/berlin-house/")


def test_people_stand_on_a_page_only_while_they_agree_and_hold_their_post(bodies) -> None:
    def holder(name: str, *, until: date | None, ends: date | None = None) -> None:
        person = Person.objects.create(
            name=name, email="private@example.org", phone="+49301234567", created_at=AT, changed_at=AT
        )
        Post.objects.create(
            community=bodies["house"],
            holder=person,
            office="chair",
            starts_on=date(2020, 1, 1),
            ends_on=ends,
            public_until=until,
        )

    holder("Aynur Razı", until=date(2027, 1, 1))
    holder("Elçin Demədi", until=None)
    holder("Samir Dünən", until=AT.date())
    holder("Nigar Getdi", until=date(2027, 1, 1), ends=date(2026, 1, 1))

    page = _page("/directory/berlin-house/")
    files = [
        _page(path)
        for path in ("/directory.csv", "/directory.json", "/directory.geojson", "/api/directory/", "/directory/")
    ]

    assert "Aynur Razı" in page
    assert "the name is not public" not in page  # an office that somebody is named for is not said again
    for text in (page, *files):
        for private in ("Elçin", "Samir", "Nigar", "private@example.org", "301234567"):
            assert private not in text, private
    assert "Aynur" not in "".join(files)


def test_a_street_is_shown_only_where_the_body_shows_it(bodies) -> None:
    house = Community.objects.filter(pk=bodies["house"].pk)
    house.update(street="Lindenhof 14", postcode="20099", latitude=52.111, longitude=13.222)
    everywhere = ("/directory/berlin-house/", "/directory.csv", "/directory.json", "/directory.geojson", "/directory/")

    assert not any(hidden in _page(path) for path in everywhere for hidden in ("Lindenhof", "52.111", "20099"))
    house.update(shown="street")
    assert "Lindenhof 14" in _page("/directory/berlin-house/")
    assert "52.111" in _page("/directory.geojson")


def test_machines_read_what_a_page_says_and_nothing_can_break_out_of_it(bodies) -> None:
    Community.objects.filter(slug="nar").update(about={"en": "</script><script>alert(1)</script>"})

    page = _page("/directory/nar/", lang="en")
    told = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])

    assert (told["@type"], told["address"]["addressCountry"]) == ("EducationalOrganization", "DE")
    assert told["description"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in page
    for language in LANGUAGES:
        assert f'hreflang="{language}"' in page
    assert '<link rel="canonical" href="http' in page


def test_what_closed_keeps_its_page_and_says_so(bodies) -> None:
    StateChange.objects.create(
        community=bodies["closed"], state="closed", since=date(2025, 1, 1), source="Act", written_at=AT
    )

    page = _page("/directory/gone/", lang="en")

    assert "This community has closed" in page
    assert '"dissolutionDate":"2025-01-01"' in page
    assert Client().get("/directory/gone/calendar.ics").status_code == 404
    assert Client().get("/directory/no-such/").status_code == 404


def test_an_entry_greys_after_a_year_and_its_page_says_so(bodies) -> None:
    assert "Verified" in _page("/directory/nar/", lang="en")
    Community.objects.filter(slug="nar").update(verified_at=AT - timedelta(days=365))

    assert "Not verified for a year" in _page("/directory/nar/", lang="en")
    assert re.search(r'<li class="grey"><div>\s*<a class="dir-name" href="/directory/nar/"', _page("/directory/"))


def test_opening_hours_go_into_a_calendar_and_repeat_each_week(bodies) -> None:
    answer = Client().get("/directory/berlin-house/calendar.ics")

    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar")
    assert (event.decoded("dtstart").strftime("%a %H:%M"), str(event.decoded("dtstart").tzinfo)) == (
        "Wed 10:00",
        "Europe/Berlin",
    )
    assert event["rrule"]["freq"] == ["WEEKLY"]
    assert event["transp"] == "TRANSPARENT"
    assert calendar.walk("VTIMEZONE")
    assert Client().get("/directory/nar/calendar.ics").status_code == 404


def test_a_table_holds_every_column_and_no_formula(bodies) -> None:
    bodies["far"].names.update(text="\uff1dHYPERLINK(1)")
    Contact.objects.create(community=bodies["far"], way="phone", value="+61400000000")

    answer = Client().get("/directory.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert len(rows) == 5
    far = next(row for row in rows if row["address"].endswith("/heydar/"))
    assert (far["name"], far["phone"]) == ("'\uff1dHYPERLINK(1)", "'+61400000000")
    assert (far["country"], far["latitude"], far["grey"], far["verified_on"]) == ("AU", "-33.87", "no", "2026-11-18")
    about = _page("/directory/data/")
    assert [name for name in rows[0] if f"<code>{name}</code>" not in about] == []


def test_what_has_not_changed_is_not_sent_again(bodies) -> None:
    for path in ("/directory.csv", "/directory.json", "/directory.geojson"):
        first = Client().get(path)
        assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304

    Community.objects.filter(slug="nar").update(version=2)
    assert Client().get("/directory.csv", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_files_hold_points_and_records(bodies) -> None:
    points = json.loads(_page("/directory.geojson"))["features"]
    records = json.loads(_page("/directory.json"))["communities"]

    assert {tuple(one["geometry"]["coordinates"]) for one in points} >= {(13.41, 52.52), (151.21, -33.87)}
    assert {one["ref"] for one in records} == {body.ref for body in bodies.values()} == {one["id"] for one in points}
    assert "slug" not in records[0]


def test_scripts_ask_as_people_do(bodies) -> None:
    told = json.loads(_page("/api/directory/", q="берлин", language="de"))

    assert (told["total"], told["pages"], told["next"]) == (1, 1, None)
    (record,) = told["results"]
    assert record["title"]["az"] == "Azərbaycan Evi"
    assert json.loads(_page(f"/api/directory/{record['ref']}")) == record
    missing = Client().get("/api/directory/nosuchref")
    assert (missing.status_code, missing.json()["refused"]) == (404, "no-such-community")


def test_who_asks_too_often_waits_a_minute(bodies) -> None:
    browser = Client(REMOTE_ADDR="198.51.100.7")
    answers = [browser.get("/api/directory/") for _ in range(62)]

    assert [one.status_code for one in answers[58:]] == [200, 200, 429, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert answers[-1].json()["refused"] == "asked-too-often"
    assert Client(REMOTE_ADDR="198.51.100.8").get("/api/directory/").status_code == 200


def test_near_stands_what_is_active_within_reach(bodies) -> None:
    make_community("spandau", ("Spandau", "de", "original"))

    page = _page("/directory/berlin-house/").partition('id="near"')[2]

    assert "/directory/spandau/" in page
    assert not any(f"/directory/{slug}/" in page for slug in ("gone", "nar", "xezer"))


def test_a_door_is_open_from_its_first_minute_to_before_its_last(bodies) -> None:
    Hours.objects.create(community=bodies["choir"], weekday=2, opens=time(9), closes=time(10))
    for hour, is_open in ((4, False), (5, True), (6, False)):  # Tbilisi is four hours ahead
        with time_machine.travel(datetime(2026, 11, 18, hour, 0, tzinfo=UTC), tick=False):
            assert ("Open now" in _page("/directory/xezer/", lang="en")) is is_open


def test_what_was_absorbed_is_out_of_sight_and_its_address_leads_to_what_stands_for_it(bodies) -> None:
    Community.objects.filter(slug="nar").update(absorbed_into=bodies["choir"])
    Community.objects.filter(slug="xezer").update(absorbed_into=bodies["house"])

    answer = Client().get("/directory/nar/")

    assert (answer.status_code, answer["Location"]) == (302, "/directory/berlin-house/")
    assert json.loads(_page(f"/api/directory/{bodies['school'].ref}"))["ref"] == bodies["house"].ref
    for path in ("/directory/", "/directory.csv", "/directory.json", "/directory.geojson", "/api/directory/"):
        assert not any(gone in _page(path) for gone in ("/directory/nar/", "/directory/xezer/")), path
    assert "/directory/nar/" not in _page("/directory/", q="nar")


def test_what_was_founded_at_the_desk_has_a_page_and_is_found() -> None:
    place = makers.town("Hamburg", latitude=53.55, longitude=9.99)
    body = makers.community(
        "Data", place=place, hours=[[2, "10:00", "18:00"]], taught=["az"], email=["office@data.example"]
    )
    keep_findable(by=system("test"), at=AT)

    page = _page(f"/directory/{body.slug}/", lang="en")

    assert body.slug != "data"
    assert "office@data.example" in page
    assert "Open now" in page
    assert f"/directory/{body.slug}/" in _page("/directory/", q="Гамбург дата")
    assert f"/directory/{body.slug}/" in _page("/directory/", taught="az")
