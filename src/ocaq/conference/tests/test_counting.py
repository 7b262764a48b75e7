"""The count after the show: one entry a person, totals, and nobody found by looking at them."""

import json

import pytest

from ocaq.conference.commands.counting import _tables, count_conference
from ocaq.conference.models import Attendance, PresenceInterval, Tally
from ocaq.conference.queries import counting
from ocaq.conference.tests.makers import DIRECTOR, STAFF
from ocaq.conference.tests.over_makers import make_over
from ocaq.conference.tests.show_makers import after, make_on_air
from ocaq.evidence.commitments import commitment
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import public_half
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible

pytestmark = pytest.mark.django_db


def _count(conference, by=STAFF):
    return count_conference(ref=conference.ref, by=by, at=after(1200))


def _bodies(kind):
    return [json.loads(body) for body in Entry.objects.filter(kind=kind).order_by("pk").values_list("body", flat=True)]


def test_each_person_has_an_entry_that_only_their_own_row_opens():
    conference = make_over()

    assert _count(conference) == 1

    kept = _bodies("conference.attendance.kept")
    assert [entry["facts"] for entry in kept] == [{"conference": conference.ref, "round": 1}] * 14
    assert [entry["ref"] for entry in kept] == sorted(entry["ref"] for entry in kept)
    row = Attendance.objects.get(ref=kept[0]["ref"].partition(":")[2])
    told = {
        "participant": row.participant,
        "conference": conference.ref,
        "country": row.country,
        "capacity": "house",
        "minutes": row.minutes,
        "round": 1,
    }
    assert kept[0]["commit"] == commitment(bytes(row.salt), told)
    assert not any(f"who-{number}" in json.dumps(kept) for number in range(14))


def test_totals_tell_small_countries_together():
    conference = make_over()

    _count(conference)

    [people] = _bodies("conference.attendance.counted")
    facts = people["facts"]
    assert people["ref"] == f"conference:{conference.ref}"
    assert (facts["people"], facts["countries"], facts["took_part"], facts["peak"], facts["hours"]) == (
        14,
        3,
        14,
        14,
        3,
    )
    # Two from the third country alone would be found by subtraction: the second joins them.
    told = [entry["facts"] for entry in _bodies("conference.attendance.listed")]
    listed = {name: cells for facts in told for name, cells in facts.items()}
    assert listed["by_country"] == ["de:7", "other:7"]
    assert listed["by_capacity"] == ["house:14"]
    [said] = _bodies("conference.floor.counted")
    assert {"asked", "answered", "voices", "spoke", "spoke_countries", "round"} == set(said["facts"])


def test_counting_again_writes_nothing_until_something_differs():
    conference = make_over()
    _count(conference)
    entries = Entry.objects.count()

    assert _count(conference) == 1
    assert Entry.objects.count() == entries

    salts = {bytes(salt) for salt in Attendance.objects.values_list("salt", flat=True)}
    PresenceInterval.objects.filter(participant="who-0").delete()

    assert _count(conference) == 2
    assert [entry["facts"]["round"] for entry in _bodies("conference.attendance.kept")] == [1] * 14 + [2] * 13
    assert Tally.objects.count() == 2
    assert not salts & {bytes(salt) for salt in Attendance.objects.values_list("salt", flat=True)}


def test_what_is_shown_is_what_was_written():
    conference = make_over()
    shown = counting.tally(conference.ref)
    _count(conference)

    [people] = _bodies("conference.attendance.counted")
    listed = [entry["facts"] for entry in _bodies("conference.attendance.listed")]
    assert shown["conference.by_country"] == tuple(cell for facts in listed for cell in facts.get("by_country", ()))
    assert shown["conference.people"] == people["facts"]["people"]
    assert "conference.questions" not in shown


def test_who_may_not_and_what_cannot_be_counted():
    conference = make_on_air()

    with pytest.raises(NotPossible, match="conference-not-over"):
        _count(conference)
    with pytest.raises(NotAllowed, match="not-allowed"):
        _count(conference, by=DIRECTOR)
    with pytest.raises(NotFound, match="no-such-conference"):
        count_conference(ref="nowhere", by=STAFF, at=after(0))
    assert not Entry.objects.filter(kind__startswith="conference.attendance").exists()


def test_tables_of_the_whole_world_are_told_in_short_entries():
    cells = [f"{first}{second}:12345" for first in "abcdefghij" for second in "klmnopqrstuvwxyzabcd"]

    told = list(_tables({"by_country": cells}, 12))
    bodies = [
        public_half(
            kind="conference.attendance.listed",
            subject="conference:k7mn4pqr2stv",
            by=STAFF,
            moment="2026-12-19 19:20:00",
            facts=facts,
            commit=None,
        )
        for facts in told
    ]

    assert len(cells) == 200
    assert [cell for facts in told for cell in facts["by_country"]] == cells
    assert max(map(len, bodies)) < 1024
