"""The doors of the desk: wiring, not rules."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import Conference, Item
from ocaq.conference.tests.makers import NOON, make_conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    user = User.objects.create_user("staff@ocaq.example")
    RoleGrant.objects.create(user=user, role="staff", starts_at=NOON.replace(year=2020), granted_by="system:test")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _item(conference: Conference, position: int) -> Item:
    return conference.items.get(position=position)


def _form(page: Any) -> dict[str, str]:
    """Return what a browser would send of the item's form, untouched."""
    form = re.search(r'<form[^>]*class="itemform".*?</form>', page.text, re.DOTALL)
    assert form
    sent = dict(
        re.findall(r'<input type="(?:text|hidden|datetime-local)" name="([^"]+)"(?: value="([^"]*)")?', form[0])
    )
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_a_conference_is_made_from_a_template_in_one_page(desk: Client) -> None:
    sent = {
        "template": "solidarity-day", "zone": "Asia/Baku", "starts_at": "2027-12-19T21:00", "doors_open_min": "60",
        "spoken": ["en", "az"], "entry": "open", "floor_budget_s": "120",
    }  # fmt: skip

    answer = desk.post("/desk/conferences/new/", sent)

    assert answer.headers["Location"] == "/desk/conferences/solidarity-day-2027/"
    made = Conference.objects.get()
    assert (made.starts_at.isoformat(), made.title["az"], made.items.count()) == (
        "2027-12-19T17:00:00+00:00", "Həmrəylik Gününə həsr olunmuş videokonfrans", 15)  # fmt: skip
    again = desk.post("/desk/conferences/new/", sent)
    assert again.status_code == 422
    assert again.text.count("Another conference has this address already.") == 2


@pytest.mark.parametrize(
    ("language", "country", "city"),
    [
        ("en", "Azerbaijan", "Baku (GMT+04:00)"),
        ("az", "Azərbaycan", "Bakı (GMT+04:00)"),
        ("ru", "Азербайджан", "Баку (GMT+04:00)"),
    ],
)
def test_zones_are_cities_with_what_their_clocks_are_ahead(
    desk: Client, language: str, country: str, city: str
) -> None:
    page = desk.get(f"/desk/conferences/new/?lang={language}").text

    [group] = re.findall(rf'<optgroup label="{country}">(.*?)</optgroup>', page, re.DOTALL)
    assert group.split() == f'<option value="Asia/Baku" selected>{city}</option>'.split()


def test_the_offsets_of_zones_are_those_of_the_day(desk: Client) -> None:
    conference = make_conference()

    for month, offset in ((1, "GMT+00:00"), (7, "GMT+01:00")):
        Conference.objects.update(starts_at=datetime(2027, month, 10, 12, tzinfo=UTC), zone="Europe/Belfast")
        page = desk.get(f"/desk/conferences/{conference.slug}/change/").text

        assert f"London ({offset})" in page
        assert '<option value="Europe/Belfast" selected>' in page  # an older name stays what it was


def test_every_page_of_the_desk_answers(desk: Client) -> None:
    conference = make_conference()
    item = _item(conference, 0)

    for path in ("", "change/", "publication/", "rundown/", f"rundown/{item.ref}/", "registrations/", "invitations/"):
        assert desk.get(f"/desk/conferences/{conference.slug}/{path}").status_code == 200, path
    assert desk.get("/desk/conferences/").status_code == 200
    assert desk.get("/desk/conferences/nowhere/").status_code == 404
    assert desk.get(f"/desk/conferences/{conference.slug}/rundown/nothing/").status_code == 404


def test_the_desk_is_closed_to_everybody_else(client: Client) -> None:
    conference = make_conference()

    assert (
        client.get(f"/desk/conferences/{conference.slug}/rundown/").headers["Location"].startswith("/accounts/login/")
    )
    assert client.post(f"/desk/conferences/{conference.slug}/rundown/add/").status_code == 403


def test_an_item_is_moved_by_its_buttons(desk: Client) -> None:
    conference = make_conference()
    item = _item(conference, 0)
    address = f"/desk/conferences/{conference.slug}/rundown/{item.ref}/place/"

    answer = desk.post(address, {"position": "1", "version": conference.version})

    assert answer.headers["Location"].endswith(f"#item-{item.ref}")
    assert _item(conference, 1).ref == item.ref
    stale = desk.post(address, {"position": "0", "version": conference.version})
    assert (stale.status_code, "Somebody else changed this" in stale.text) == (409, True)
    assert desk.post(address, {"position": "x", "version": "1"}).status_code == 422
    assert desk.post(address, {"position": "9" * 400, "version": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("state", "said"),
    [("on_air", "The conference is on air."), ("ended", "its rundown is kept as it was")],
)
def test_a_rundown_that_cannot_be_changed_offers_no_changes(desk: Client, state: str, said: str) -> None:
    conference = make_conference()
    address = f"/desk/conferences/{conference.slug}/rundown/"
    assert all(sign in desk.get(address).text for sign in ("data-handle", "data-place", "rundown.js", "/add/"))
    Conference.objects.update(state=state)

    page = desk.get(address).text

    assert not any(sign in page for sign in ("data-handle", "data-place", "rundown.js", "/add/", "/place/"))
    assert said in page


def test_times_of_the_rundown_are_those_of_a_city_in_the_readers_language(desk: Client) -> None:
    conference = make_conference()

    for path in ("rundown/", f"rundown/{_item(conference, 0).ref}/"):
        page = desk.get(f"/desk/conferences/{conference.slug}/{path}", headers={"accept-language": "az"}).text
        assert "<bdi>Bakı</bdi>" in page
        assert "Asia/Baku" not in page


def test_an_item_is_saved_with_its_people_and_a_fixed_start_of_the_zone(desk: Client) -> None:
    conference = make_conference()
    address = f"/desk/conferences/{conference.slug}/rundown/{_item(conference, 3).ref}/"
    sent = _form(desk.get(address)) | {
        "title_en": "Address of the chair", "length": "1:05:00", "fixed_start_at": "2026-12-19T21:30",
        "speaker0_name": "Aygün Lalazarlı", "speaker0_country": "AZ", "speaker0_role_en": "Chair",
        "speaker1_name": "Günel Heyvalı", "cue_stream": "Close",
    }  # fmt: skip

    assert desk.post(address, sent).status_code == 302

    item = _item(conference, 3)
    assert (item.length_s, item.fixed_start_at.isoformat() if item.fixed_start_at else "") == (
        3900,
        "2026-12-19T17:30:00+00:00",
    )
    assert [(one.name, one.country, dict(one.role)) for one in item.speakers.order_by("position")] == [
        ("Aygün Lalazarlı", "AZ", {"en": "Chair"}), ("Günel Heyvalı", "", {})]  # fmt: skip
    # A language the conference does not show is not lost.
    assert item.title["ru"] == "Обращение председателя"


def test_a_second_editor_sees_both_texts_and_decides(desk: Client) -> None:
    conference = make_conference()
    address = f"/desk/conferences/{conference.slug}/rundown/{_item(conference, 3).ref}/"
    first = second = _form(desk.get(address))
    desk.post(address, first | {"title_en": "Word of the chair"})

    answer = desk.post(address, second | {"title_en": "Speech of the chair"})

    assert answer.status_code == 409
    assert "Word of the chair" in answer.text
    assert 'value="Speech of the chair"' in answer.text
    assert desk.post(address, _form(answer)).status_code == 302
    assert _item(conference, 3).title["en"] == "Speech of the chair"


@pytest.mark.parametrize(("length", "seconds"), [("5", 300), ("5:30", 330), ("1:05:00", 3900), ("0:45", 45)])
def test_lengths_are_read_as_people_write_them(desk: Client, length: str, seconds: int) -> None:
    conference = make_conference(template="", published=False)

    desk.post(
        f"/desk/conferences/{conference.slug}/rundown/add/", {"kind": "speech", "title": "A speech", "length": length}
    )

    assert conference.items.get().length_s == seconds


def test_a_line_that_cannot_be_added_is_kept_with_its_reason(desk: Client) -> None:
    conference = make_conference(template="", published=False)

    answer = desk.post(
        f"/desk/conferences/{conference.slug}/rundown/add/", {"kind": "speech", "title": "A speech", "length": "long"}
    )

    assert answer.status_code == 422
    assert 'value="A speech"' in answer.text
    assert answer.text.count("Write a length like") == 2


def test_counts_are_exported_and_name_nobody(desk: Client) -> None:
    conference = make_conference()

    answer = desk.get(f"/desk/conferences/{conference.slug}/registrations/counts.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.lstrip("\ufeff").splitlines() == ["Country code,Country,Capacity,People"]


def test_invitations_are_read_shown_and_only_then_sent(desk: Client) -> None:
    conference = make_conference()
    address, lines = (
        f"/desk/conferences/{conference.slug}/invitations/",
        "Aygün, a@post.example, DE, school, az\nРауф; r@post.example",
    )

    shown = desk.post(address, {"lines": lines})
    assert (shown.status_code, "2 people were read" in shown.text, conference.invitations.count()) == (200, True, 0)
    wrong = desk.post(address, {"lines": "nobody"})
    assert (wrong.status_code, "Line 1 has no name or no mail address" in wrong.text) == (422, True)
    desk.post(address, {"lines": lines, "send": "1"})

    assert sorted(conference.invitations.values_list("name", "country")) == [("Aygün", "DE"), ("Рауф", "")]
    link = conference.invitations.first()
    assert link
    assert desk.post(f"{address}{link.ref}/withdrawal/").status_code == 302


def test_publishing_and_cancelling_from_the_desk(desk: Client) -> None:
    conference = make_conference(published=False)
    base = f"/desk/conferences/{conference.slug}/"
    assert desk.get(f"/conferences/{conference.slug}/").status_code == 404

    desk.post(f"{base}publication/")
    assert desk.get(f"/conferences/{conference.slug}/").status_code == 200
    desk.post(f"{base}cancellation/")

    assert "Cancelled" in desk.get(f"/conferences/{conference.slug}/").text
    assert desk.get(f"/conferences/{conference.slug}/calendar.ics").text.count("STATUS:CANCELLED") == 1


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_the_calendar_is_refused(desk: Client, moment: str) -> None:
    conference = make_conference(published=False)
    item = _item(conference, 0)
    address = f"/desk/conferences/{conference.slug}/rundown/{item.ref}/"

    answer = desk.post(address, {**_form(desk.get(address)), "fixed_start_at": moment})

    assert answer.status_code == 422
    assert "Enter a valid date/time." in answer.text


def test_cues_keep_their_own_direction(desk: Client) -> None:
    conference = make_conference()
    Item.objects.filter(pk=_item(conference, 0).pk).update(cues={"line": "2 dəq əvvəl"})

    page = desk.get(f"/desk/conferences/{conference.slug}/rundown/?lang=ar")

    assert "<bdi>2 dəq əvvəl</bdi>" in page.text
