"""Attendance: people, not sockets."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ocaq.conference.commands import counts, show
from ocaq.conference.commands.erasing import erase_registration
from ocaq.conference.models import PresenceInterval, Registration
from ocaq.conference.queries.attendance import attendance_of, present_now, stays
from ocaq.conference.rules import attendance as rules
from ocaq.conference.tests.makers import DIRECTOR, HOUSE, make_conference
from ocaq.conference.tests.show_makers import after, make_on_air, register

NOON = datetime(2026, 12, 19, 12, 0, tzinfo=UTC)
MOMENTS = st.integers(0, 300)
INTERVALS = st.lists(st.tuples(MOMENTS, MOMENTS).map(lambda pair: (_at(min(pair)), _at(max(pair)))), max_size=12)


def _at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def _covered(intervals) -> set[int]:
    return {s for start, end in intervals for s in range(301) if start <= _at(s) < end}


@given(INTERVALS)
def test_union_covers_the_same_moments_with_disjoint_intervals_in_order(intervals):
    merged = rules.union(intervals)

    assert _covered(merged) == _covered(intervals)
    assert all(first[1] < second[0] for first, second in pairwise(merged))
    assert rules.length_s(merged) == len(_covered(intervals))
    assert rules.union(merged) == merged


@given(INTERVALS)
def test_peak_is_the_most_that_overlap(intervals):
    most = max((sum(start <= _at(s) < end for start, end in intervals) for s in range(301)), default=0)

    assert rules.peak(intervals) == most


@pytest.mark.django_db
class TestPresence:
    def test_two_devices_are_one_person(self):
        conference = make_on_air()
        _beat(conference, 10, "p1", "phone")
        _beat(conference, 12, "p1", "desk")
        _beat(conference, 12, "p2", "desk", country="KZ")

        present = present_now(conference.pk, after(20))

        assert (present.people, present.by_country, present.countries) == (2, {"DE": 1, "KZ": 1}, 2)

    def test_a_lease_runs_out_by_time_alone(self):
        conference = make_on_air()
        _beat(conference, 10, "p1", "phone")

        assert present_now(conference.pk, after(69.9)).people == 1
        assert present_now(conference.pk, after(70)).people == 0

    def test_beats_lengthen_one_interval_and_a_gap_begins_another(self):
        conference = make_on_air()
        for second in (0, 25, 50, 75):
            _beat(conference, second, "p1", "phone")
        _beat(conference, 300, "p1", "phone")

        assert list(PresenceInterval.objects.order_by("pk").values_list("started_at", "seen_at", "lasting")) == [
            (after(0), after(75), False),
            (after(300), after(300), True),
        ]

    def test_leaving_ends_it_at_once_and_coming_back_begins_again(self):
        conference = make_on_air()
        _beat(conference, 0, "p1", "phone")
        counts.leave(conference=conference.ref, beats=[_lease(conference, "p1", "phone")], by=HOUSE, at=after(10))
        _beat(conference, 20, "p1", "phone")

        [stay] = stays(conference.pk, at=after(30))

        assert stay.intervals == [(after(0), after(10)), (after(20), after(30))]
        assert present_now(conference.pk, after(30)).people == 1

    def test_nothing_is_kept_before_the_doors_open_and_after_the_end(self):
        closed = make_conference("closed-2026")
        conference = make_on_air()
        show.end_show(slug=conference.slug, by=DIRECTOR, at=after(100))

        _beat(closed, 0, "p1", "phone")
        _beat(conference, 200, "p1", "phone")

        assert not PresenceInterval.objects.exists()

    def test_the_table_counts_people_minutes_and_the_peak(self):
        conference = make_on_air()
        for second in range(0, 601, 25):
            _beat(conference, second, "p1", "phone")
            _beat(conference, second, "p1", "desk")
        _beat(conference, 0, "p2", "desk")
        _beat(conference, 300, "p3", "desk", country="KZ")

        told = attendance_of(stays(conference.pk, at=after(600)))

        assert (told.people, told.countries, told.took_part, told.peak) == (3, 2, 1, 2)
        assert told.by_country == [rules.Row("DE", 2, 11, 2), rules.Row("KZ", 1, 1, 1)]
        assert sum(row.people for row in told.by_capacity) == 3

    @pytest.mark.parametrize("people", [1, 60])
    def test_a_batch_costs_the_same_however_many_come(self, people):
        conference = make_on_air()
        beats = [_lease(conference, f"p{n}", "phone") for n in range(people)]

        with CaptureQueriesContext(connection) as queries:
            counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(5))

        assert sum("executemany" not in query["sql"] and "times" not in query["sql"] for query in queries) <= 4
        assert PresenceInterval.objects.count() == people

    def test_present_now_costs_one_query(self, django_assert_num_queries):
        conference = make_on_air()

        with django_assert_num_queries(1):
            present_now(conference.pk, after(0))


def _lease(conference, participant: str, device: str, country: str = "DE") -> counts.Beat:
    if not Registration.objects.filter(ref=participant).exists():
        Registration.objects.filter(pk=register(conference, country=country).pk).update(ref=participant)
    return counts.Beat(participant, device, country, "house")


def _beat(conference, second: float, participant: str, device: str, country: str = "DE") -> None:
    counts.be_present(
        conference=conference.ref, beats=[_lease(conference, participant, device, country)], by=HOUSE, at=after(second)
    )


@pytest.mark.django_db
def test_who_was_erased_leaves_no_lease_from_a_page_still_open():
    conference = make_on_air()
    _beat(conference, 10, "p1", "phone")
    erase_registration(ref="p1", by=HOUSE, at=after(20))

    beat = counts.Beat("p1", "desk", "DE", "house")
    counts.be_present(conference=conference.ref, beats=[beat], by=HOUSE, at=after(30))

    assert not PresenceInterval.objects.filter(participant="p1").exists()
    assert attendance_of(stays(conference.pk, at=after(600))).people == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs its plan by the rows there are")
def test_a_beat_looks_at_open_leases_only():
    conference = make_on_air()
    beat = counts.Beat("p1", "d1", "DE", "house")
    with CaptureQueriesContext(connection) as queries:
        counts.be_present(conference=conference.ref, beats=[beat], by=HOUSE, at=after(10))
    [lapsing] = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {lapsing}")
        plan = cursor.fetchall()

    assert "conference_leases_that_last" in plan[0][-1]
