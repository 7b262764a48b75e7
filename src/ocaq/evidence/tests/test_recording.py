import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import rfc8785
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ocaq.evidence.models import Entry
from ocaq.evidence.recording import digest, public_half, record
from ocaq.kernel.actor import ANONYMOUS, Actor, system

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)
ADDED = {
    "kind": "conference.registration.changed",
    "subject": "registration:k7m2",
    "by": system("demo"),
    "at": NOON,
    "facts": {"conference": "b4n"},
    "commit": "0f" * 32,
}
POLL = {"kind": "conference.poll.closed", "subject": "conference:k7m2", "by": system("demo"), "at": NOON}
COUNTED = POLL | {"kind": "conference.attendance.counted"}
LISTED = POLL | {"kind": "conference.attendance.listed"}


@pytest.mark.django_db
def test_an_entry_says_what_who_and_when():
    record(**ADDED)

    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.by, entry.at) == (*tuple(ADDED.values())[:2], "system:demo", NOON)
    assert entry.facts == {"conference": "b4n"}
    assert entry.body == (
        '{"at":"2026-12-19T12:00:00Z","by":"system:demo","commit":"' + "0f" * 32 + '",'
        '"facts":{"conference":"b4n"},"ref":"registration:k7m2","type":"conference.registration.changed","v":1}'
    )
    assert (entry.index, entry.leaf) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "public"),
    [
        (Actor(ref="user:12"), "account"),
        (Actor(ref="registration:k7m2p4"), "participant"),
        (ANONYMOUS, "guest"),
        (Actor(ref="renewal:k7m2p4"), "keeper"),
        (system("intake"), "system:intake"),
    ],
)
def test_the_public_half_says_only_what_kind_of_actor(by, public):
    record(**ADDED | {"by": by})

    entry = Entry.objects.get()
    assert entry.by == by.ref
    assert f'"by":"{public}"' in entry.body
    assert by.ref not in entry.body or by.ref.startswith("system:")


@pytest.mark.django_db
def test_the_moment_is_whole_seconds_of_utc():
    baku = datetime(2026, 12, 19, 16, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=4)))

    record(**ADDED | {"at": baku})

    assert Entry.objects.get().body.startswith('{"at":"2026-12-19T12:00:00Z"')
    assert Entry.objects.get().at == NOON


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["Aygün Lalazarlı", "a sentence with spaces", "Name", "ə", "x" * 101, "", "a\n", 'a"']
)
@pytest.mark.parametrize("where", ["fact", "subject"])
def test_words_of_a_person_are_refused(words, where):
    many = {"kind": "conference.readiness.asked", "facts": {"item": "b4n", "departments": ["ok", words]}}
    given = POLL | (many if where == "fact" else {"subject": f"conference:{words}", "facts": {"poll": "b4n"}})

    with pytest.raises(ValueError, match=r"not a code|not what the vocabulary says"):
        record(**given)

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (ADDED | {"kind": "conference.Added"}, "say in src/ocaq/evidence/vocabulary.toml"),
        (ADDED | {"kind": "conference.registration.dreamed"}, "say in src/ocaq/evidence/vocabulary.toml"),
        (ADDED | {"subject": "conference:k7m2"}, "not a code that begins with registration:"),
        (ADDED | {"commit": "0f"}, "not a commitment"),
        (ADDED | {"commit": "0F" * 32}, "not a commitment"),
        (ADDED | {"commit": None}, "lacks the commitment"),
        (POLL | {"facts": {"poll": "b4n"}, "commit": "0f" * 32}, "nothing to seal"),
        (POLL, "lacks the facts poll"),
        (POLL | {"facts": {"poll": "b4n", "who": 1}}, "no fact 'who'"),
        (POLL | {"facts": {"poll": "b4n", "votes": [2**53]}}, "fact 'votes' is not"),
        (POLL | {"facts": {"poll": "b4n", "votes": [0.5]}}, "fact 'votes' is not"),
        (POLL | {"facts": {"poll": "b4n", "votes": [True]}}, "fact 'votes' is not"),
        (POLL | {"facts": {"poll": "b4n", "votes": 7}}, "fact 'votes' is not"),
        (POLL | {"facts": {"poll": "b4n", "votes": [10**15] * 90}}, "would have 1"),
        (ADDED | {"by": system('a"b')}, "its actor is none"),
    ],
)
def test_what_the_vocabulary_does_not_know_is_refused(given, why):
    with pytest.raises(ValueError, match=why):
        record(**given)


@pytest.mark.parametrize("few", [1, 2, 3, 4])
@pytest.mark.parametrize("fact", ["people", "took_part", "peak"])
def test_few_people_are_no_number_in_the_log(fact, few):
    told = {"round": 1, "people": 20, "hours": 3}

    with pytest.raises(ValueError, match=f"fact '{fact}' is not what the vocabulary says"):
        record(**COUNTED, facts=told | {fact: few})
    with pytest.raises(ValueError, match="fact 'by_country' is not what the vocabulary says"):
        record(**LISTED, facts={"round": 1, "by_country": ["de:8", f"tr:{few}"]})


@pytest.mark.django_db
def test_nobody_and_five_are_numbers_in_the_log():
    record(**COUNTED, facts={"round": 1, "people": 5, "hours": 3, "took_part": 0})
    record(**LISTED, facts={"round": 1, "by_country": ["de:8", "tr:0"]})

    assert Entry.objects.count() == 2


codes = st.from_regex(r"[a-z0-9][a-z0-9._:/@+-]{0,99}", fullmatch=True)


@settings(deadline=None)
@given(st.lists(codes), st.integers(-(2**53) + 1, 2**53 - 1), st.none() | st.just("0f" * 32))
def test_the_public_half_is_in_the_canonical_spelling(departments, seconds, commit):
    kind, facts = "conference.readiness.asked", {"item": "b4n", "departments": departments}
    if commit:
        kind, facts = "conference.words.said", {"languages": departments}
    given = {"by": ANONYMOUS, "moment": "2026-12-19 12:00:00", "subject": "conference:k7m2"}

    for body in (
        public_half(**given, kind=kind, facts=facts, commit=commit),
        public_half(**given, kind="conference.turn.ended", facts={"seconds": seconds}, commit=None),
    ):
        assert body.encode() == rfc8785.dumps(json.loads(body))


@pytest.mark.django_db
def test_an_undone_change_leaves_no_entry():
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        record(**ADDED)
        raise OSError("disk full")

    assert not Entry.objects.exists()


def test_a_digest_keeps_parts_apart():
    assert digest(["ab", "c"]) != digest(["a", "bc"])


PUBLISHED = dict.fromkeys(["as_of", "definition", "number", "of_from", "of_to", "smallest"], 1) | {
    "about": "conference:k7m2",
    "figure": "conference.people",
    "how": "join:by_country",
    "meaning": "0f" * 32,
    "of_type": "conference.attendance.listed",
    "query": "0f" * 32,
    "reason": "first",
    "unit": "person",
}


@pytest.mark.parametrize(
    ("kind", "subject", "facts", "fact", "longest"),
    [
        ("conference.readiness.asked", "conference:k7m2", {"item": "b4n"}, "departments", 1_023),
        ("report.figure.published", "figure:k7m2", PUBLISHED, "cells", 65_535),
    ],
    ids=["act", "table"],
)
def test_an_entry_stays_under_1_kb_and_a_published_table_under_64(kind, subject, facts, fact, longest):
    def length(rows: list[str]) -> int:
        given = {"kind": kind, "subject": subject, "by": system("demo"), "moment": "2026-12-19 12:00:00"}
        return len(public_half(**given, facts=facts | {fact: rows}, commit=None))

    full = ["c" * 95 + ":5"] * ((longest - length([])) // 100 - 1)
    rest = longest - length(full) - 8
    full = [*full, "c" * (rest // 2) + ":5", "c" * (rest - rest // 2 - 2) + ":5"]
    full[-1] = "c" * (len(full[-1]) - 2 + longest - length(full)) + ":5"

    assert length(full) == longest
    with pytest.raises(ValueError, match=f"it would have {longest + 1:d} bytes"):
        length([*full[:-1], "c" + full[-1]])
