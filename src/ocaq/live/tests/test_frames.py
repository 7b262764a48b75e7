from datetime import UTC, datetime, timedelta, timezone

import msgspec

from ocaq.live import frames

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_texts_come_in_the_language_or_in_english_and_all_else_stays():
    patch = {
        "set": {"title": {"@": {"az": "Himn", "en": "Anthem"}}, "next": None},
        "put": {"programme": {"k7": {"title": {"@": {"en": "Film"}}, "people": [{"@": {"az": "Bir"}}, 2]}}},
    }

    assert frames.in_language(patch, "az") == {
        "set": {"title": "Himn", "next": None},
        "put": {"programme": {"k7": {"title": "Film", "people": ["Bir", 2]}}},
    }


def test_an_empty_text_becomes_an_empty_string():
    assert frames.in_language({"@": {}}, "az") == ""


def test_an_event_is_what_the_page_expects():
    at = NOON.astimezone(timezone(timedelta(hours=4)))

    event = frames.event_json(seq=3, kind="cue.went", at=at, patch={"set": {"a": 1}}, language="en")

    assert msgspec.json.decode(event) == {
        "seq": 3,
        "kind": "cue.went",
        "at": "2026-11-22T12:00:00Z",
        "patch": {"set": {"a": 1}},
    }


def test_a_line_feed_in_a_text_cannot_end_the_event():
    event = frames.event_json(
        seq=1, kind="k", at=NOON, patch={"set": {"a": "x\n\nid: 9\ndata: forged\n\n"}}, language="en"
    )

    assert frames.patch_payload(1, event).count(b"\n") == 4


def test_wire_is_one_chunk():
    assert frames.Frame(b"x" * 26).wire == b"1a\r\n" + b"x" * 26 + b"\r\n"


def test_changed_gives_whole_keys_that_differ():
    before = {"people": 1, "lights": {"DE": 1}, "votes": {}}

    assert frames.changed(None, before) == before
    assert frames.changed(before, {"people": 1, "lights": {"DE": 1, "FR": 2}, "votes": {}}) == {
        "lights": {"DE": 1, "FR": 2}
    }
    assert frames.changed(before, before) == {}
