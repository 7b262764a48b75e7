"""The doors of the running conference: wiring, not rules."""

import json
import re

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.commands import show
from ocaq.conference.models import PresenceInterval, Question, Reaction, Run, Show
from ocaq.conference.tests.makers import DIRECTOR
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, make_open, register
from ocaq.kernel import capability
from ocaq.kernel.actor import Actor, Grant

pytestmark = pytest.mark.django_db
ROOM = "/conferences/yearly-2026/room"


@pytest.fixture
def participant(client: Client):
    conference = make_open()
    go_to(conference, "address", 0)
    registration = register(conference)
    client.cookies["ocaq_registration"] = capability.issue("registration", registration.ref)
    return registration


@pytest.fixture
def director(client: Client) -> Client:
    user = User.objects.create_user("director@example.org", name="Nigar T.")
    user.role_grants.create(role="director", starts_at=after(-99_999_999), granted_by="system:test")
    client.force_login(user)
    client.actor = Actor(f"user:{user.pk}", frozenset({Grant("director")}))
    return client


def boot_of(response) -> dict:
    return json.loads(re.search(r'id="boot"[^>]*>(.*?)</script>', response.content.decode(), re.S).group(1))


def test_room_shows_what_is_on_and_keeps_a_lease(client, participant):
    response = client.get(ROOM)

    assert response.status_code == 200
    boot = boot_of(response)
    assert boot["state"]["phase"] == "on_air"
    assert boot["me"]["participant"] == participant.ref
    assert PresenceInterval.objects.filter(participant=participant.ref, country="DE").count() == 1
    assert 'http-equiv="refresh"' in response.content.decode()


def test_who_runs_the_show_finds_their_screens_on_its_page(participant, director):
    page = "/conferences/yearly-2026/"
    screens = [f'href="{page}{screen}"' for screen in ("console", "crew", "speaker/")]

    assert [screen in director.get(page).text for screen in screens] == [True] * 3
    assert [screen in Client().get(page).text for screen in screens] == [False] * 3


def test_room_of_a_stranger_shows_the_way_in(client):
    make_on_air()

    response = client.get(ROOM)

    assert response.status_code == 403
    assert "/conferences/yearly-2026/register/" in response.content.decode()


def test_a_hall_that_is_over_thanks_and_invites_nobody(client):
    conference = make_on_air()
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(60))

    page = client.get(ROOM).content.decode()

    assert "Thank you to everybody who took part." in page
    assert "/register/" not in page
    assert client.get("/conferences/yearly-2026/report").status_code == 200
    assert "/conferences/yearly-2026/report" in page


def test_a_hall_by_invitation_sends_nobody_to_a_closed_form(client):
    conference = make_on_air()
    type(conference).objects.update(entry="invitation")

    page = client.get(ROOM).content.decode()

    assert "open the personal link from your mail" in page
    assert "/register/" not in page


def test_room_ticket_is_renewed_for_who_may(client, participant):
    channel = f"conference/{participant.conference.ref}"

    given = client.post(f"{ROOM}/ticket", {"channel": f"{channel}/public"}, content_type="application/json")
    refused = client.post(
        f"{ROOM}/ticket",
        {"channel": f"{channel}/crew"},
        content_type="application/json",
    )
    nonsense = client.post(f"{ROOM}/ticket", b"\xff\xfe", content_type="application/json")
    nowhere = client.post("/conferences/nowhere/room/ticket", {"channel": channel}, content_type="application/json")

    assert given.status_code == 200
    assert given.json()["ticket"]
    assert (refused.status_code, refused.json()["refused"]) == (403, "crew-only")
    assert (nonsense.status_code, nonsense.json()["refused"]) == (422, "not-understood")
    assert (nowhere.status_code, nowhere.json()["refused"]) == (404, "no-such-conference")


def test_a_hall_open_since_before_signing_in_keeps_its_ticket(participant):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies["ocaq_registration"] = capability.issue("registration", participant.ref)
    asked = {"channel": f"conference/{participant.conference.ref}/public"}

    given = careful.post(f"{ROOM}/ticket", asked, content_type="application/json", headers={"x-csrftoken": "old"})

    assert (given.status_code, list(given.json())) == (200, ["ticket"])


def test_a_console_open_since_before_signing_in_is_told_in_a_sentence(director):
    make_on_air()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = director.cookies

    answer = _act(careful, act="hold")
    form = careful.post("/conferences/yearly-2026/console/acts", {"do": "act=hold"})

    assert (answer.status_code, answer.json()["refused"]) == (403, "page-too-old")
    assert answer.json()["sentence"].startswith("This page was open too long.")
    assert (form.status_code, "This page was open too long" in form.content.decode()) == (403, True)
    assert Show.objects.get().held_at is None


def test_deeds_without_script_are_done_once(client, participant):
    go_to(participant.conference, "speech", 60)
    asked = {"do": "question", "text": "When will the library open?", "key": "abcdefgh2345"}

    first, again = client.post(f"{ROOM}/deeds", asked), client.post(f"{ROOM}/deeds", asked)

    assert (first.status_code, again.status_code) == (302, 302)
    assert list(Question.objects.values_list("text", "name", "country", "state")) == [
        ("When will the library open?", participant.name, "DE", "waiting")
    ]


def test_a_reaction_without_script_goes_to_whom_its_page_showed(client, participant):
    page = client.get(ROOM).content.decode()
    [do] = re.findall(r'name="do" value="(reaction:applause:on:[^"]*)"', page)
    spoke = Show.objects.get().current
    go_to(participant.conference, "speech", 60)

    client.post(f"{ROOM}/deeds", {"do": do, "key": "abcdefgh2345"})

    assert list(Reaction.objects.values_list("kind", "item")) == [("applause", spoke.pk)]


def test_deeds_while_everything_rests_are_refused_with_a_sentence(client, participant):
    go_to(participant.conference, "anthem", 60)

    response = client.post(f"{ROOM}/deeds", {"do": "question", "text": "Now?", "key": "abcdefgh2345"}, follow=True)

    assert "During the anthem everything else rests." in response.content.decode()
    assert not Question.objects.exists()


def test_a_flood_of_forms_is_held_back_with_a_sentence(client, participant):
    go_to(participant.conference, "speech", 60)

    for n in range(60):
        asked = {"do": "question", "text": f"Question {n}?", "key": f"flood-of-forms-{n:03}"}
        response = client.post(f"{ROOM}/deeds", asked, follow=True)

    assert "That was too much in a short time." in response.content.decode()
    assert 0 < Question.objects.count() < 60


@pytest.mark.parametrize("do", ["", "dance", "reaction:love:on", "question-vote::on", "poll-vote:"])
def test_deeds_nobody_knows_are_not_valid(client, participant, do):
    assert client.post(f"{ROOM}/deeds", {"do": do}).status_code == 422


def test_console_draws_and_acts(director):
    make_on_air()
    Show.objects.update(baton_seen_at=None)

    page = director.get("/conferences/yearly-2026/console")
    taken = _act(director, act="take_baton", confirmed=True, key="k-1")
    gone = _act(director, act="go", version=taken.json()["version"], key="k-2")
    again = _act(director, act="go", version=taken.json()["version"], key="k-2")
    stale = _act(director, act="go", version=1, key="k-3")

    assert page.status_code == 200
    assert boot_of(page)["me"]["may_direct"] is True
    assert (taken.status_code, gone.status_code) == (200, 200)
    assert again.json() == gone.json()
    assert (stale.status_code, stale.json()["refused"], stale.json()["version"]) == (
        409,
        "show-changed",
        gone.json()["version"],
    )
    assert Run.objects.count() == 2


def test_console_form_acts_without_script(director):
    make_on_air()
    Show.objects.update(baton="")
    _act(director, act="take_baton")

    response = director.post("/conferences/yearly-2026/console/acts", {"do": "act=stretch&seconds=60"})

    assert response.status_code == 302
    assert Show.objects.get().added_s == 60


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"act": "dance"}', b'{"act": "go", "seconds": "x"}', b"\xff", b'{"act": 1}']
)
def test_acts_nobody_knows_are_not_valid(director, body):
    make_on_air()

    response = director.post("/conferences/yearly-2026/console/acts", body, content_type="application/json")

    assert response.status_code == 422
    assert response.json()["sentence"]


@pytest.mark.parametrize("path", ["console", "crew", "speaker/", "report"])
def test_screens_of_the_house_are_shut_to_participants(client, participant, path):
    assert client.get(f"/conferences/yearly-2026/{path}", headers={"accept": "application/json"}).status_code == 403


@pytest.mark.parametrize("path", ["room", "console", "crew", "speaker/", "report", "report.json"])
def test_screens_of_the_house_open_to_a_director(director, path):
    make_on_air()

    assert director.get(f"/conferences/yearly-2026/{path}").status_code == 200


@pytest.mark.parametrize("path", ["console", "crew", "speaker/"])
def test_staff_look_on_and_press_nothing(client, path):
    make_on_air()
    _sign_in(client, "staff")

    page = client.get(f"/conferences/yearly-2026/{path}")
    refused = _act(client, act="hold")

    assert page.status_code == 200
    me = boot_of(page)["me"]
    assert (me["looks_on"], me["may_direct"], me["departments"]) == (True, False, [])
    assert (refused.status_code, refused.json()["refused"]) == (403, "not-allowed")
    body = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<button" not in body or '<fieldset class="looking" disabled>' in body


def test_the_crew_press_what_is_theirs(client):
    make_on_air()
    _sign_in(client, "crew")

    page = client.get("/conferences/yearly-2026/crew")

    assert boot_of(page)["me"]["looks_on"] is False
    assert 'class="looking"' not in page.content.decode()


def test_staff_of_one_country_see_no_screen_of_the_house(client):
    make_on_air()
    _sign_in(client, "staff", scope="country", place="DE")

    for path in ("console", "crew", "speaker/"):
        assert client.get(f"/conferences/yearly-2026/{path}").status_code == 403


def _sign_in(client, role, **where):
    user = User.objects.create_user(f"{role}@example.org", name="Nigar T.")
    user.role_grants.create(role=role, starts_at=after(-99_999_999), granted_by="system:test", **where)
    client.force_login(user)


def _act(client, **body):
    return client.post("/conferences/yearly-2026/console/acts", body, content_type="application/json")


def test_hostile_words_stay_words(client, participant):
    item = Show.objects.get().current
    item.title = {"en": "</script><script>alert(1)</script>&<!--"}
    item.save()

    response = client.get(ROOM)

    assert b"<script>alert(1)" not in response.content
    assert boot_of(response)["state"]["now"]["title"] == "</script><script>alert(1)</script>&<!--"
