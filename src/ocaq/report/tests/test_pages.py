"""What everybody may open, and what staff see before they publish."""

import csv
import hashlib
import io
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client

from ocaq.conference.models import Conference, PresenceInterval
from ocaq.conference.tests.makers import HOUSE
from ocaq.conference.tests.over_makers import make_over
from ocaq.conference.tests.show_makers import after
from ocaq.evidence import figures
from ocaq.evidence.keeping import correct_entry
from ocaq.evidence.sequencer import place
from ocaq.report.models import Figure, Publication
from ocaq.report.queries.figures import entries_of, figure_by_ref
from ocaq.report.tests.makers import member, publish, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def over() -> Conference:
    conference = make_over()
    publish(conference)
    return conference


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(member("staff"))
    return client


def _ref(conference: Conference, name: str) -> str:
    return figures.published(f"conference:{conference.ref}")[f"conference.{name}"].ref


def _text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return text_of(page)


def test_every_published_figure_is_listed_with_the_way_to_it(client, over):
    page = client.get("/figures/").text

    for row in figures.published(f"conference:{over.ref}").values():
        assert f'href="/figures/{row.ref}/"' in page
    assert 'id="conference.people_now"' in page


def test_figures_of_one_conference_can_be_chosen(client, over):
    other = make_over("other", ["DE"] * 6, guests="yon")
    publish(other)

    page = client.get("/figures/", {"about": f"conference:{over.ref}"}).text

    assert f"/figures/{_ref(over, 'people')}/" in page
    assert f"/figures/{_ref(other, 'people')}/" not in page
    assert client.get("/figures/", {"about": "nonsense:'\""}).status_code == 200


def test_a_figure_says_what_it_means_how_it_was_counted_and_that_it_still_is_so(client, over):
    text = _text(client, f"/figures/{_ref(over, 'people')}/")

    assert "14 people came" in text
    assert "the same" in text
    assert "Everybody whose page or sound was open" in text
    assert "conference.attendance.kept" in text
    assert "14 entries" in text
    assert "Published for the first time" in text


def test_a_figure_that_the_log_does_not_come_to_is_said_to_be_wrong(client, over):
    Publication.objects.filter(figure__code="conference.people").update(value=15)

    text = _text(client, f"/figures/{_ref(over, 'people')}/")

    assert "the log does not come to this figure" in text


def test_the_history_shows_what_was_published_before(client, over):
    PresenceInterval.objects.filter(participant="who-0").delete()
    publish(over, seconds=2000)

    text = _text(client, f"/figures/{_ref(over, 'people')}/")

    assert "13 people came" in text
    assert text.index("Counted again,") < text.index("Published for the first time")
    assert "14 Published for the first time" in text


def test_a_table_is_drawn_and_never_tells_few_people_apart(client, over):
    text = _text(client, f"/figures/{_ref(over, 'by_country')}/")

    assert "Germany 7" in text
    assert "Countries with few people each 7" in text
    assert "Kazakhstan" not in text


def test_rows_that_are_called_the_same_have_bars_of_their_own(client, over):
    ref = _ref(over, "by_country")
    Figure.objects.filter(ref=ref).update(code="conference.support")
    Publication.objects.filter(figure__ref=ref).update(cells=["1:8", "2:6", "3:2"])

    page = client.get(f"/figures/{ref}/").text

    assert page.count('<th scope="row">A question whose words are no longer kept</th>') == 3
    assert re.findall(r"inline-size:(\d+)%", page) == ["100", "75", "25"]


def test_an_entry_that_is_said_to_be_wrong_since_is_told_until_it_is_published_anew(client, over):
    page = figure_by_ref(_ref(over, "people"))
    wrong = entries_of(page.last)[0].index
    assert "has said since" not in _text(client, f"/figures/{page.ref}/")

    cache.clear()
    correct_entry(index=wrong, reason="test-device", by=HOUSE, at=after(1500))
    place()

    assert f"has said since that entry {wrong} is wrong. The figure has" in _text(client, f"/figures/{page.ref}/")
    publish(over, seconds=2000)
    assert "has said since" not in _text(client, f"/figures/{page.ref}/")
    assert "13 people came" in _text(client, f"/figures/{page.ref}/")


def test_the_same_as_data_with_the_entries_and_nothing_personal(client, over):
    told = client.get(f"/figures/{_ref(over, 'people')}/figure.json").json()

    assert told["releases"][0]["facts"]["value"] == len(told["entries"]) == 14
    assert {entry["type"] for entry in told["entries"]} == {"conference.attendance.kept"}
    assert told["releases"][0]["proof"] == f"/log/proof/{told['releases'][0]['index']}"
    assert "who-" not in str(told)


@pytest.mark.parametrize("name", ["people", "took_part", "by_country", "questions"])
def test_who_has_the_data_makes_its_digests_again(client, over, name):
    """Of the definition's words and of the query, with nothing but what is published and docs/log-format.md."""
    told = client.get(f"/figures/{_ref(over, name)}/figure.json").json()
    facts = told["releases"][0]["facts"]
    query = {part: facts[part] for part in ("how", "of_type", "of_ref", "of_facts") if part in facts}
    spelled, words = (
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for said in (query, told["definition"]["words"])
    )

    assert hashlib.sha256(spelled.encode()).hexdigest() == facts["query"]
    assert hashlib.sha256(words.encode()).hexdigest() == facts["meaning"]
    assert set(told["definition"]["words"]) == {"az", "en", "ru", "ar"}
    assert (told["figure"], told["about"], told["unit"]) == (facts["figure"], facts["about"], facts["unit"])
    assert told["about"] in {facts.get("of_ref"), *facts.get("of_facts", [])}


@pytest.mark.parametrize(("name", "rows", "first"), [("people", 14, "index"), ("by_country", 2, "row")])
def test_the_same_as_a_sheet(client, over, name, rows, first):
    page = client.get(f"/figures/{_ref(over, name)}/figure.csv")

    table = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert table[0][0] == first
    assert len(table) == rows + 1
    assert "attachment" in page.headers["Content-Disposition"]


@pytest.mark.parametrize("end", ["", "figure.json", "figure.csv"])
def test_an_unknown_figure_is_not_there(client, end):
    assert client.get(f"/figures/k7mn4pqr2stv/{end}").status_code == 404


def test_a_figure_of_a_conference_that_is_hidden_is_not_there(client, over):
    ref = _ref(over, "people")
    Conference.objects.update(state="cancelled")

    assert client.get(f"/figures/{ref}/").status_code == 404
    assert ref not in client.get("/figures/").text


def test_the_way_to_check_names_the_figure_and_carries_what_the_script_needs(client, over):
    page = client.get("/check/", {"figure": _ref(over, "countries")}).text

    assert 'data-figure="conference.countries"' in page
    assert 'id="check-figure"' in page
    assert '"log": "/log"' in page
    assert client.get("/check/", {"figure": "nonsense"}).status_code == 200


def test_with_nothing_published_the_pages_say_so(client):
    assert "Nothing is published yet" in client.get("/figures/").text
    assert "Nothing is published yet" in client.get("/check/").text


def test_the_list_costs_as_much_for_two_conferences_as_for_one(client, over, django_assert_max_num_queries):
    publish(make_over("other", ["DE"] * 6, guests="yon"))

    with django_assert_max_num_queries(3):
        assert client.get("/figures/").status_code == 200


def test_staff_read_what_would_be_published_then_publish_it(staff):
    conference = make_over()
    address = f"/desk/figures/conference/{conference.ref}/"

    page = staff.get(address)
    seen = page.context["seen"]
    assert "Count for good and publish" in page.text
    assert not Publication.objects.exists()

    done = staff.post(address, {"seen": seen}, follow=True)
    assert "are published." in done.text
    assert "Counted again just now: nothing differs" in done.text
    assert figures.published(f"conference:{conference.ref}")["conference.people"].value == 14
    assert "published" in _text(staff, "/desk/figures/")


def test_what_changed_meanwhile_is_not_published_unread(staff):
    conference = make_over()
    address = f"/desk/figures/conference/{conference.ref}/"
    seen = staff.get(address).context["seen"]
    PresenceInterval.objects.filter(participant="who-0").delete()

    page = staff.post(address, {"seen": seen})

    assert page.status_code == 409
    assert "Read them again" in page.text
    assert not Publication.objects.exists()


def test_nobody_else_publishes(client):
    conference = make_over()
    address = f"/desk/figures/conference/{conference.ref}/"

    assert client.post(address).status_code in {302, 403}
    client.force_login(member("director"))
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert not Publication.objects.exists()


def test_what_is_not_over_is_not_there(staff):
    assert staff.get("/desk/figures/conference/k7mn4pqr2stv/").status_code == 404
    assert staff.get("/desk/figures/nonsense/k7mn4pqr2stv/").status_code == 404
    assert "Nothing is over yet" in staff.get("/desk/figures/").text


def test_in_what_a_figure_counts_and_below_which_number_it_is_silent(client, over):
    assert "Unit People Smallest Fewer than 5 are never told" in _text(client, f"/figures/{_ref(over, 'people')}/")
    assert "Unit: Hours." in _text(client, "/figures/")
    told = client.get(f"/figures/{_ref(over, 'by_country')}/figure.json").json()
    assert (told["unit"], told["smallest"]) == ("person", 5)
    assert told["releases"][0]["facts"]["unit"] == "person"
    sheet = client.get(f"/figures/{_ref(over, 'by_country')}/figure.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[:2] == ["row,name,count,unit,smallest", "de,Germany,7,person,5"]


@pytest.mark.parametrize("end", ["figure.json", "figure.csv"])
def test_who_has_the_data_is_not_sent_it_again(client, over, end, monkeypatch):
    address = f"/figures/{_ref(over, 'people')}/{end}"
    etag = client.get(address).headers["ETag"]

    def unread(*_, **__):
        raise AssertionError("entries were read")

    with monkeypatch.context() as patched:
        patched.setattr("ocaq.report.queries.figures.entries_of", unread)
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    PresenceInterval.objects.filter(participant="who-0").delete()
    publish(over, seconds=2000)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
