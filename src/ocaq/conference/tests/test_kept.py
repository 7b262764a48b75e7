"""One drawing of the room for many readers: each finds what is theirs in it, and nothing of anybody else."""

import gzip
import json
import re

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from ocaq.conference.commands import show
from ocaq.conference.tests.makers import DIRECTOR
from ocaq.conference.tests.show_makers import after, go_to, make_open, register
from ocaq.conference.views import room_page
from ocaq.conference.views.kept import Gap, Kept
from ocaq.kernel import capability

ROOM = "/conferences/yearly-2026/room"
GAPS = {"short": Gap("[[s]]", length=5), "long": Gap("[[l]]", length=70), "any": Gap("[[a]]")}
part = st.one_of(st.sampled_from(["[[s]]", "[[l]]", "[[a]]", "<li>again and again</li>"]), st.text(max_size=40))


@given(st.lists(part, max_size=60), st.text(max_size=200))
@example(["000", "[[s]]", "00", "\0"], "")
def test_packed_and_whole_are_the_same_page(parts: list[str], anything: str):
    text = "".join(parts)
    values = {"short": b"12345", "long": b"x" * 70, "any": anything.encode()}

    kept = Kept(text, GAPS)

    for _ in range(2):  # the second is packed from what the first has kept
        assert gzip.decompress(kept.packed(values)) == kept.whole(values)
    filled = text.replace("[[s]]", "12345").replace("[[l]]", "x" * 70)
    assert "[[a]]" in filled or kept.whole(values) == filled.encode()


def test_what_has_another_length_than_was_said_is_packed_anew():
    kept = Kept("before [[s]] after " * 40, GAPS)
    values = {"short": b"123456789", "long": b"", "any": b""}

    assert gzip.decompress(kept.packed(values)) == ("before 123456789 after " * 40).encode()


def test_the_length_says_nothing_of_what_fills_a_gap():
    kept = Kept("<p>the token of this page is [[l]]</p>" * 20, GAPS)
    alike, other = b"the token of this page is ".ljust(70, b"x"), bytes(range(70))

    packed = [kept.packed({"short": b"12345", "long": value, "any": b""}) for value in (alike, other)]

    assert len(packed[0]) == len(packed[1])


@pytest.fixture
def readers():
    conference = make_open()
    go_to(conference, "address", 0)
    made = []
    for name, zone in (("Aynur Ləkili", "Europe/Berlin"), ("Murad </script>", "America/Toronto")):
        client, registration = Client(headers={"Accept-Encoding": "gzip"}), register(conference, name)
        client.cookies["ocaq_registration"] = capability.issue("registration", registration.ref)
        client.cookies["ocaq_zone"] = zone
        made.append((client, registration))
    room_page._kept.clear()
    return made


def text_of(response) -> str:
    assert response["Content-Encoding"] == "gzip"
    return gzip.decompress(response.content).decode()


def boot_of(text: str) -> dict:
    return json.loads(re.search(r'id="boot"[^>]*>(.*?)</script>', text, re.S).group(1))


@pytest.mark.django_db
def test_two_readers_share_a_drawing_and_nothing_of_their_own(readers, monkeypatch):
    monkeypatch.setattr(room_page, "KEPT_S", 1_000_000_000)

    said = [client.get(ROOM) for client, _ in readers]

    assert len(room_page._kept) == 1
    pages = [text_of(one) for one in said]
    boots = [boot_of(page) for page in pages]
    assert [boot["me"]["name"] for boot in boots] == [registration.name for _, registration in readers]
    assert [boot["zone"] for boot in boots] == ["Europe/Berlin", "America/Toronto"]
    assert [boot["city"] for boot in boots] == ["Berlin", "Toronto"]
    for name in ("ticket", "csrf", "now"):
        assert boots[0][name] != boots[1][name]
    for (_, mine), (_, other), page in zip(readers, reversed(readers), pages, strict=True):
        assert mine.ref in page
        assert other.ref not in page
        assert room_page._SECRET not in page
    for response, page in zip(said, pages, strict=True):
        nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"]).group(1)
        assert set(re.findall(r'nonce="([^"]+)"', page)) == {nonce}
    assert "</script> " not in pages[1].split('id="boot"')[1].split("</script>")[0]


@pytest.mark.django_db
def test_times_are_each_readers_own(readers, monkeypatch):
    monkeypatch.setattr(room_page, "KEPT_S", 1_000_000_000)

    berlin, toronto = (text_of(client.get(ROOM)) for client, _ in readers)

    row = r'<time datetime="2026-12-19T17:00\+00:00">([^<]*)</time>'
    assert re.findall(row, berlin)[0] == "18:00"
    assert re.findall(row, toronto)[0] == "12:00"
    assert "Berlin" in berlin.split('id="clock"')[1].split("</header>")[0]


@pytest.mark.django_db
def test_what_changes_the_show_is_drawn_anew_at_once(readers, monkeypatch):
    monkeypatch.setattr(room_page, "KEPT_S", 1_000_000_000)
    client, _ = readers[0]
    before = boot_of(text_of(client.get(ROOM)))["state"]["seq"]

    show.go(slug="yearly-2026", by=DIRECTOR, at=after(60))

    assert boot_of(text_of(client.get(ROOM)))["state"]["seq"] > before


@pytest.mark.django_db
def test_who_asked_for_another_address_is_drawn_alone(readers):
    client, _ = readers[0]

    page = gzip.decompress(client.get(f"{ROOM}?next=%22%3E%3Cscript%3Ehere").content).decode()

    assert len(room_page._kept) == 0
    assert "<script>here" not in page
