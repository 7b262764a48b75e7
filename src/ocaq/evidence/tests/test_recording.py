from datetime import UTC, datetime

import pytest
from django.db import transaction

from ocaq.evidence.models import Entry
from ocaq.evidence.recording import digest, record
from ocaq.kernel.actor import system

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_an_entry_says_what_who_and_when():
    record(
        kind="conference.item.added",
        subject="conference:k7m2",
        by=system("demo"),
        at=NOON,
        facts={"item": "b4n", "length_s": 60},
    )

    assert list(Entry.objects.values_list("kind", "subject", "by", "at", "facts")) == [
        ("conference.item.added", "conference:k7m2", "system:demo", NOON, {"item": "b4n", "length_s": 60}),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Aygün Lalazarlı", "a sentence with spaces", "Name", "ə", "x" * 101])
def test_words_of_a_person_are_refused_as_facts(words):
    with pytest.raises(ValueError, match="is not a code"):
        record(
            kind="conference.item.added",
            subject="conference:k7m2",
            by=system("demo"),
            at=NOON,
            facts={"who": ["ok", words]},
        )

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_undone_change_leaves_no_entry():
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        record(kind="conference.item.added", subject="conference:k7m2", by=system("demo"), at=NOON)
        raise OSError("disk full")

    assert not Entry.objects.exists()


def test_a_digest_keeps_parts_apart():
    assert digest(["ab", "c"]) != digest(["a", "bc"])
