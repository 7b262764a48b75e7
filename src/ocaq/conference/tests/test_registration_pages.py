"""The doors of registration, as a person without an account walks through them."""

import re
from typing import Any

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.commands.invitation import invite
from ocaq.conference.models import Registration
from ocaq.conference.rules.entries import InvitationEntry
from ocaq.conference.tests.makers import NOON, STAFF, make_conference
from ocaq.kernel import clock
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db
STEP_1 = {"name": "Aygün Lalazarlı", "address_as": "Aygün xanım", "email": "aygun@post.example", "country": "DE"}
STEP_2 = {"capacity": "school", "organisation": "Nar", "languages": "az", "needs": ["captions"]}


def _fill(client: Client, slug: str, **changes: Any) -> Any:
    base = f"/conferences/{slug}/register/"
    client.get(base)
    assert client.post(base, {**STEP_1, **changes}).headers["Location"] == f"{base}part/"
    assert client.post(f"{base}part/", STEP_2).headers["Location"] == f"{base}check/"
    return client.post(f"{base}check/")


def test_a_person_registers_in_three_pages_and_gets_a_mail(client: Client) -> None:
    conference = make_conference()

    answer = _fill(client, conference.slug)

    assert answer.headers["Location"] == f"/conferences/{conference.slug}/mine/?kept=1"
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "Aygün xanım" in page.text
    one = Registration.objects.get()
    assert (one.state, one.name, one.country, one.capacity, one.languages, one.needs, one.zone) == (
        "confirmed",
        "Aygün Lalazarlı",
        "DE",
        "school",
        ["az"],
        ["captions"],
        "Europe/Berlin",
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.language) == ("aygun@post.example", "az")
    assert bytes(mail.attachments.get().content).startswith(b"BEGIN:VCALENDAR")
    assert f"/conferences/{conference.slug}/mine/" in mail.text


def test_every_repetition_has_the_same_end(client: Client) -> None:
    conference = make_conference()
    base = f"/conferences/{conference.slug}/register/"
    _fill(client, conference.slug)

    again = [
        client.post(f"{base}check/"),
        client.post(base, STEP_1),
        client.post(f"{base}part/", STEP_2),
        client.get(base),
        client.get(f"{base}check/"),
    ]

    assert [answer.headers["Location"].partition("?")[0] for answer in again] == [
        f"/conferences/{conference.slug}/mine/"
    ] * 5
    assert (Registration.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_draft_is_kept_and_found_again(client: Client) -> None:
    conference = make_conference()
    base = f"/conferences/{conference.slug}/register/"
    client.get(base)
    client.post(base, STEP_1)

    page = client.get(base)

    assert 'value="Aygün Lalazarlı"' in page.text
    assert Registration.objects.get().state == "draft"


def test_what_is_missing_is_said_above_and_at_the_field(client: Client) -> None:
    conference = make_conference()

    answer = client.post(f"/conferences/{conference.slug}/register/", {"name": " ", "email": "nobody", "country": "XX"})

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert answer.text.count("Choose the country you will join from.") == 2
    assert answer.text.count("Enter your name.") == 2


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>x", "\u202eAygün\u202c", "Ay\u0000gün", "A" * 201, "A" * 1_000_000, "🙂", "\u200b"],
)
def test_hostile_names_are_tidied_or_refused(client: Client, name: str) -> None:
    conference = make_conference()
    base = f"/conferences/{conference.slug}/register/"

    answer = client.post(base, {**STEP_1, "name": name})

    assert answer.status_code in {302, 422}
    shown = client.get(base).text
    assert "<script>alert(1)" not in shown
    assert "\u202e" not in shown


def test_a_personal_link_fills_in_what_is_known_and_hides_itself(client: Client) -> None:

    conference = make_conference(entry="invitation")
    invite(
        slug=conference.slug,
        people=[InvitationEntry("Ильхам Чинарлы", "ilham@post.example", "KZ", "house", "ru")],
        by=STAFF,
        at=clock.now(),
    )
    found = re.search(r"https?://[^/]+(/conferences/\S+/i/\S+/)", Mail.objects.get().text)
    assert found

    assert client.get(f"/conferences/{conference.slug}/register/").status_code == 409
    answer = client.get(found[1])

    assert answer.headers["Location"] == f"/conferences/{conference.slug}/register/?lang=ru"
    page = client.get(answer.headers["Location"])
    assert "Ильхам Чинарлы" in page.text
    _fill(client, conference.slug, name="Ильхам Чинарлы", email="ilham@post.example", country="KZ")
    assert client.get(found[1]).headers["Location"].startswith(f"/conferences/{conference.slug}/mine/")


def test_pasted_lines_are_marked_before_they_are_sent(client: Client) -> None:
    conference = make_conference()
    user = User.objects.create_user("staff@ocaq.example")
    user.role_grants.create(role="staff", starts_at=NOON.replace(year=2020), granted_by="system:test")
    client.force_login(user)
    address = f"/desk/conferences/{conference.slug}/invitations/"
    good = "Aygün Lalazarlı, aygun@post.example, DE, school, az"
    bad = "Ильхам Чинарлы; Aygun@post.example; ZZ; foo; qq"

    clean = client.post(address, {"lines": f"{good}\nNar Bağlı, nar@post.example"}).text
    marked = client.post(address, {"lines": f"{good}\n{bad}"}).text

    explained = "What is unknown here is left out of the invitation; an address written twice gets one mail."
    assert (clean.count("unknown"), clean.count("written twice"), explained in clean) == (0, 0, False)
    row = marked[marked.index("Ильхам") : marked.index("</tbody>")]
    assert (row.count("unknown"), row.count("written twice"), explained in marked) == (3, 1, True)


def test_withdrawing_and_coming_after_all(client: Client) -> None:
    conference = make_conference()
    _fill(client, conference.slug)

    client.post(f"/conferences/{conference.slug}/mine/withdrawal/")
    assert Registration.objects.get().state == "withdrawn"
    assert "You have withdrawn" in client.get(f"/conferences/{conference.slug}/mine/").text
    client.post(f"/conferences/{conference.slug}/mine/withdrawal/undo/")

    assert Registration.objects.get().state == "confirmed"
    assert Mail.objects.count() == 3


def test_forged_links_lead_to_a_clear_page(client: Client) -> None:
    conference = make_conference()

    for path in ("i/nonsense/", "mine/nonsense/", f"mine/{'x' * 3000}/"):
        answer = client.get(f"/conferences/{conference.slug}/{path}")
        assert answer.status_code == 404


def test_somebody_else_registers_on_the_same_device(client: Client) -> None:
    conference = make_conference()
    base = f"/conferences/{conference.slug}/register/"
    _fill(client, conference.slug)
    assert client.get(base).headers["Location"] == f"/conferences/{conference.slug}/mine/"

    assert client.post(f"{base}another/").headers["Location"] == base
    page = client.get(base)
    assert (page.status_code, "Aygün" in page.text) == (200, False)
    assert client.post(base, {"name": ""}).status_code == 422
    _fill(client, conference.slug, name="Tural Lalazarlı")

    assert sorted(Registration.objects.values_list("name", "state")) == [
        ("Aygün Lalazarlı", "confirmed"),
        ("Tural Lalazarlı", "confirmed"),
    ]


def test_on_a_shared_device_the_link_opened_last_says_who_acts(client: Client) -> None:
    conference = make_conference()
    base = f"/conferences/{conference.slug}/"
    _fill(client, conference.slug)
    link = re.search(rf"{base}mine/[^/\s]+/", Mail.objects.get().text)
    assert link
    client.post(f"{base}register/another/")
    _fill(client, conference.slug, name="Tural Lalazarlı", email="tural@post.example")

    client.get(link[0])
    client.post(f"{base}mine/withdrawal/")

    assert dict(Registration.objects.values_list("name", "state")) == {
        "Aygün Lalazarlı": "withdrawn",
        "Tural Lalazarlı": "confirmed",
    }


def test_an_account_is_one_person(client: Client) -> None:
    conference = make_conference()
    user = User.objects.create_user("aygun@post.example")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    _fill(client, conference.slug)

    answer = client.post(f"/conferences/{conference.slug}/register/another/")

    assert answer.headers["Location"] == f"/conferences/{conference.slug}/mine/"
    assert "Register somebody else" not in client.get(answer.headers["Location"]).text
    assert Registration.objects.get().user == user
