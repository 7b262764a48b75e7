"""The made-up institution: believable, complete, and absent where real people are."""

import io
import re
import unicodedata
import wave
from datetime import UTC, datetime

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.models import Conference
from ocaq.demo import names, seed, sound

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
        monkeypatch.setattr(seed, "_build", lambda *_: None)
        monkeypatch.setattr(seed.network, "publish", lambda **_: None)


@pytest.fixture
def network() -> None:
    """Build the communities too."""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_the_demo_is_there_outside_demo_mode(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"role": "director"}).status_code == 404


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
