"""The client's own parsers: whatever way the bytes are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Origin, Unchunk, read_head
from ocaq.rehearsal.pages import boot_of, read_page
from ocaq.rehearsal.people import choose_countries, make_people
from ocaq.rehearsal.stream import EventParser
from ocaq.rehearsal.truth import Line

EVENTS = (
    b': hello\n\nretry: 3000\n\nid: 7\nevent: patch\ndata: {"a": 1}\n\nevent: levels\ndata: {}\n\n'
    b"id:8\nevent:patch\ndata:x\ndata:y\n\n"
)


@given(st.lists(st.integers(0, len(EVENTS)), max_size=12))
def test_events_are_the_same_however_the_bytes_are_cut(cuts: list[int]) -> None:
    heard: list[tuple[str, int | None, bytes]] = []
    parser = EventParser(lambda *event: heard.append(event))

    edges = [0, *sorted(cuts), len(EVENTS)]
    for start, end in pairwise(edges):
        parser.feed(EVENTS[start:end])

    assert heard == [("patch", 7, b'{"a": 1}'), ("levels", None, b"{}"), ("patch", 8, b"x\ny")]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.lists(st.integers(0, 400), max_size=12))
def test_chunks_are_the_same_however_the_bytes_are_cut(pieces: list[bytes], cuts: list[int]) -> None:
    raw = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    unchunk = Unchunk()

    edges = [0, *sorted(min(cut, len(raw)) for cut in cuts), len(raw)]
    body = b"".join(unchunk.feed(raw[start:end]) for start, end in pairwise(edges))

    assert body == b"".join(pieces)
    assert unchunk.done


def test_head_keeps_every_cookie() -> None:
    head = read_head(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2")

    assert (head.status, head.headers["location"], head.cookies) == (302, "/a", ["a=1; Path=/", "b=2"])


@pytest.mark.parametrize("address", ["ftp://host/", "nothing", "http://"])
def test_only_addresses_of_servers_are_taken(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Origin.of(address)


PAGE = """<form method=post action="/go"><input type=hidden name=key value=k1><input name=name value="">
<select name=country><option value="">…</option>
<option value=DE selected>Germany</option><option value=TR>Türkiye</option></select>
<input type=radio name=capacity value=house><input type=radio name=capacity value=school checked>
<input type=checkbox name=needs value=captions checked><textarea name=note>as it was</textarea>
<button name=step value=next>Go on</button>
</form><script type="application/json" id="boot">{"ticket": "t\\u003C/script"}</script>"""


def test_a_form_sends_what_a_browser_would() -> None:
    form = read_page(PAGE).forms[0]

    sent = form.filled({"name": "Aygün", "capacity": "house", "needs": []}, button=("step", "next"))

    assert sent == [
        ("key", "k1"),
        ("name", "Aygün"),
        ("country", "DE"),
        ("capacity", "house"),
        ("note", "as it was"),
        ("step", "next"),
    ]


def test_boot_block_is_found_and_absent_when_absent() -> None:
    assert boot_of(PAGE) == {"ticket": "t</script"}
    assert boot_of("<p>nothing</p>") is None


def test_the_same_seed_makes_the_same_people_from_every_country() -> None:
    countries = choose_countries(
        [chr(65 + a) + chr(65 + b) for a in range(10) for b in range(10)], 86, make_people(1, ["DE"], seed=1)[0].luck
    )
    people = make_people(1000, countries, seed=3)

    assert people == make_people(1000, countries, seed=3)
    assert people != make_people(1000, countries, seed=4)
    assert {person.country for person in people} == set(countries)
    assert len({person.email for person in people}) == 1000


def test_the_hall_applies_events_in_order_even_when_a_later_one_is_seen_first() -> None:
    hall = Hall()
    hall.begin({"seq": 4, "mode": "open", "questions": {"a": {"state": "shown"}}})
    line = Line(1, "en", "stream", 4, 0.0)

    hall.saw(line, 6, b'{"seq": 6, "kind": "question.closed", "at": "", "patch": {"del": {"questions": ["a"]}}}', 1.0)
    assert hall.seq == 4
    hall.saw(
        line,
        5,
        b'{"seq": 5, "kind": "cue.went", "at": "", "patch": {"set": {"mode": "anthem", "now": {"ref": "x"}}}}',
        1.1,
    )

    assert (hall.seq, hall.mode, hall.questions, hall.cues) == (6, "anthem", [], {"x": [5]})
