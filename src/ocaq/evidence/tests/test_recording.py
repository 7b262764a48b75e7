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
ADDED = {"kind": "conference.item.added", "subject": "conference:k7m2", "by": system("demo"), "at": NOON}


@pytest.mark.django_db
def test_an_entry_says_what_who_and_when():
    record(**ADDED, facts={"length_s": 60, "item": "b4n"}, commit="0f" * 32)

    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.by, entry.at) == (*tuple(ADDED.values())[:2], "system:demo", NOON)
    assert entry.facts == {"item": "b4n", "length_s": 60}
    assert entry.body == (
        '{"at":"2026-12-19T12:00:00Z","by":"system:demo","commit":"' + "0f" * 32 + '",'
        '"facts":{"item":"b4n","length_s":60},"ref":"conference:k7m2","type":"conference.item.added","v":1}'
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
    given = ADDED | ({"facts": {"who": ["ok", words]}} if where == "fact" else {"subject": words})

    with pytest.raises(ValueError, match="not a code"):
        record(**given)

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "conference.Added"}, "not a kind"),
        ({"commit": "0f"}, "not a commitment"),
        ({"commit": "0F" * 32}, "not a commitment"),
        ({"facts": {"Who": 1}}, "no name of a fact"),
        ({"facts": {"count": 2**53}}, "not a whole number"),
        ({"facts": {"share": 0.5}}, "not a whole number"),
        ({"facts": {"many": ["x" * 100] * 700}}, "would have 7"),
        ({"by": system('a"b')}, "not a code"),
    ],
)
def test_what_no_reader_could_use_is_refused(given, why):
    with pytest.raises(ValueError, match=why):
        record(**ADDED | given)


codes = st.from_regex(r"[a-z0-9][a-z0-9._:/@+-]{0,99}", fullmatch=True)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
facts = codes | numbers | st.booleans() | st.none() | st.lists(codes) | st.lists(numbers)


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True), facts), codes, st.none() | st.just("0f" * 32))
def test_the_public_half_is_in_the_canonical_spelling(facts, subject, commit):
    body = public_half(
        kind="a.b.c", subject=subject, by=ANONYMOUS, moment="2026-12-19 12:00:00", facts=facts, commit=commit
    )

    assert json.loads(body)["facts"] == facts
    assert body.encode() == rfc8785.dumps(json.loads(body))


@pytest.mark.django_db
def test_an_undone_change_leaves_no_entry():
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        record(**ADDED)
        raise OSError("disk full")

    assert not Entry.objects.exists()


def test_a_digest_keeps_parts_apart():
    assert digest(["ab", "c"]) != digest(["a", "bc"])
