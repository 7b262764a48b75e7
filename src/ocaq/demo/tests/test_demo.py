"""The made-up institution: believable, complete, and absent where real people are."""

import io
import re
import unicodedata
import wave
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.models import Conference, Question, Registration
from ocaq.conference.queries.attendance import attendance_of, present_now, stays
from ocaq.conference.queries.patches import in_language
from ocaq.conference.queries.room import room_state
from ocaq.demo import company, names, seed, sound, texts
from ocaq.evidence.models import Entry
from ocaq.mail.models import Mail

AT = datetime(2026, 11, 22, 15, 7, tzinfo=UTC)
ADDRESSES = [
    "/demo/",
    "/demo/sign-in/",
    "/demo/start-over/",
    "/demo/guests/",
    "/demo/outbox/",
    "/media/demo/60.wav",
    "/media/demo/film.webm",
]


@pytest.fixture(autouse=True)
def _without_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the 441 communities, which take longest and have tests of their own."""
    if "network" not in request.fixturenames:
        monkeypatch.setattr(seed, "Network", lambda **_: SimpleNamespace(build=lambda: None))


@pytest.fixture
def network() -> None:
    """Build the communities too."""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_the_demo_is_there_outside_demo_mode(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"role": "director"}).status_code == 404


@pytest.mark.django_db
def test_seed_builds_an_evening_on_the_air_and_one_that_is_over() -> None:
    assert seed.seed(AT) is True

    tonight, over = Conference.objects.get(slug="solidarity-day"), Conference.objects.get(slug="results-of-the-year")
    state = in_language(room_state(tonight.pk), "en")
    assert (tonight.state, over.state) == ("on_air", "ended")
    assert (state["now"]["kind"], state["mode"], len(state["words"])) == ("address", "open", 3)
    assert len(state["questions"]) == len(texts.QUESTIONS)
    assert state["poll"]["state"] == "open"
    assert len(state["queue"]) == len(texts.HAND_TOPICS)
    assert abs(state["running_late_s"]) < 60
    assert Registration.objects.filter(conference=tonight, state="confirmed").count() == 180
    assert present_now(tonight.pk, AT).people == 0  # nobody is pretended to be there


@pytest.mark.django_db
def test_made_up_people_stay_in_the_hall_and_come_and_go() -> None:
    seed.seed(AT)
    tonight = Conference.objects.get(slug="solidarity-day")
    entries = Entry.objects.count()

    here = [company.stay(at=AT + timedelta(minutes=minute)) for minute in range(60)]

    assert 70 < min(here) < max(here) < 96
    end = AT + timedelta(minutes=59)
    assert present_now(tonight.pk, end).people == here[-1]
    # Everybody who came when the doors opened, and nobody else, however often they go and return.
    assert attendance_of(stays(tonight.pk, at=end)).people == 96
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_nobody_stays_who_was_erased_or_when_the_hall_has_closed() -> None:
    seed.seed(AT)
    here = company.stay(at=AT)
    Registration.objects.filter(key__startswith="solidarity-day.").exclude(key="solidarity-day.3").delete()
    assert company.stay(at=AT) <= 1 < here

    Conference.objects.filter(slug="solidarity-day").update(state="ended")
    assert company.stay(at=AT) == 0


@pytest.mark.django_db
def test_seed_leaves_last_years_attendance_for_the_map_at_rest() -> None:
    seed.seed(AT)

    table = attendance_of(stays(Conference.objects.get(slug="results-of-the-year").pk, at=AT))
    assert table.people == 219  # every eleventh of 240 could not come
    assert table.countries > 40
    assert table.took_part == 219
    assert 100 < table.minutes / table.people < 160


@pytest.mark.django_db
def test_seed_touches_nothing_that_is_there_already() -> None:
    seed.seed(AT)
    entries = Entry.objects.count()

    assert seed.seed(AT + timedelta(days=1)) is False
    assert Entry.objects.count() == entries


@pytest.mark.django_db
@pytest.mark.slow
def test_every_address_of_the_seed_belongs_to_nobody() -> None:
    seed.seed(AT)

    addresses = {*User.objects.values_list("email", flat=True), *Mail.objects.values_list("to", flat=True)}
    assert addresses
    assert all(address.endswith("@example.org") for address in addresses)


@pytest.mark.django_db
def test_questions_are_asked_by_people_who_read_that_language() -> None:
    seed.seed(AT)

    for question in Question.objects.all():
        asked_by = Registration.objects.get(ref=question.participant)
        assert asked_by.languages[0] == question.language


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
@pytest.mark.usefixtures("network")
def test_one_tap_signs_in() -> None:
    seed.seed()

    for role, lands in (
        ("director", "/conferences/solidarity-day/console"),
        ("staff", "/desk/"),
        ("coordinator", "/desk/register/"),
        ("keeper", "/desk/register/"),
    ):
        client = Client()
        response = client.post("/demo/sign-in/", {"role": role})

        assert (response.status_code, response["Location"]) == (302, lands)
        assert User.objects.get(pk=client.session["_auth_user_id"]).email == f"{role}@example.org"
        assert client.get("/my/sessions/").text.count("<tr>") == 2  # the head, and this device
        assert client.get(lands).status_code == 200


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
def test_each_tap_as_participant_registers_somebody_new_who_reads_the_pages_language(client: Client) -> None:
    seed.seed()
    before = Registration.objects.count()

    for _ in range(2):
        client.cookies.clear()
        response = client.post("/demo/sign-in/?lang=ru", {"role": "participant"})
        assert response["Location"] == "/conferences/solidarity-day/room"
        assert "ocaq_registration" in response.cookies

    newest = Registration.objects.order_by("-pk")[0]
    assert (Registration.objects.count(), newest.languages, newest.state) == (before + 2, ["ru"], "confirmed")


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
def test_nobody_signs_in_as_anything_else(client: Client) -> None:
    seed.seed()

    for role in ("", "root", "system", "x" * 10_000):
        assert client.post("/demo/sign-in/", {"role": role}).status_code == 404
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
def test_the_page_offers_every_part_and_place(client: Client) -> None:
    seed.seed()

    html = client.get("/demo/").content.decode()

    assert re.findall(r'name="role" value="([a-z-]+)"', html) == [
        "participant",
        "director",
        "second-director",
        "crew",
        "staff",
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("ocaq.demo.tests.urls")
@pytest.mark.slow
def test_starting_over_asks_first_then_erases_and_signs_out(client: Client) -> None:
    seed.seed()
    first = Conference.objects.get(slug="solidarity-day").ref
    client.post("/demo/sign-in/", {"role": "staff"})

    assert "Erase" in client.get("/demo/start-over/").content.decode()
    assert Conference.objects.get(slug="solidarity-day").ref == first
    assert client.post("/demo/start-over/")["Location"] == "/demo/"

    assert Conference.objects.get(slug="solidarity-day").ref != first
    assert "_auth_user_id" not in client.session


def test_a_sound_is_a_wav_file_of_its_length_however_it_is_cut() -> None:
    total = sound.length_bytes(9)
    whole = sound.piece(9, 0, total)

    with wave.open(io.BytesIO(whole)) as file:
        assert (file.getframerate(), file.getnframes()) == (8000, 72_000)
    assert b"".join(sound.piece(9, at, min(at + 7_777, total)) for at in range(0, total, 7_777)) == whole


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ("", 200, 80_044),
        ("bytes=0-99", 206, 100),
        ("bytes=80000-", 206, 44),
        ("bytes=90000-", 416, 0),
        ("nonsense", 200, 80_044),
    ],
)
def test_players_may_jump_in_a_sound(client: Client, asked: str, status: int, length: int) -> None:
    response = client.get("/media/demo/10.wav", headers={"Range": asked} if asked else {})

    assert (response.status_code, len(response.content)) == (status, length)


@pytest.mark.django_db
@pytest.mark.urls("ocaq.demo.tests.urls")
def test_the_film_is_whole_in_each_form(client: Client) -> None:
    whole = {kind: client.get(f"/media/demo/film.{kind}").content for kind in ("webm", "mp4", "m3u8")}

    assert whole["webm"].startswith(b"\x1aE\xdf\xa3")
    assert whole["mp4"][4:8] == b"ftyp"
    parts = re.findall(rb"BYTERANGE[:=]\"?(\d+)@(\d+)", whole["m3u8"])
    ends = [int(start) + int(length) for length, start in parts]
    assert [int(start) for _, start in parts] == [0, *ends[:-1]]
    assert ends[-1] == len(whole["mp4"])
    assert sum(map(len, whole.values())) <= 400_000
    jumped = client.get("/media/demo/film.webm", headers={"Range": "bytes=1000-1999"})
    assert (jumped.status_code, jumped.content) == (206, whole["webm"][1000:2000])
    assert client.get("/media/demo/film.exe").status_code == 404


def test_people_are_the_same_each_time_and_live_all_over_the_world() -> None:
    crowd = names.people(240, seed=1)

    assert crowd == names.people(240, seed=1)
    assert {somebody.home.code for somebody in crowd} == {home.code for home in names.HOMES}
    scripts = {unicodedata.name(somebody.name[0]).split()[0] for somebody in crowd}
    assert scripts == {"LATIN", "CYRILLIC", "ARABIC"}
