"""What everybody may see of a hall while people come and go: never how many of a country, where they are few."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.conference.commands import counts
from ocaq.conference.queries import channels
from ocaq.conference.queries.attendance import crowd as crowd_of
from ocaq.conference.rules.attendance import CROWD_EVERY_S, LIGHTS, crowd, crowd_at
from ocaq.conference.tests.makers import HOUSE
from ocaq.conference.tests.show_makers import after, make_on_air, register
from ocaq.evidence.rules.cells import SMALLEST

COUNTRIES = ("DE", "KZ", "MT", "TR")
COMINGS = st.lists(st.tuples(st.sampled_from("ABCDEFGHIJKL"), st.booleans()), max_size=60)


def _hall(here: Mapping[str, int], gone: int = 0):
    people = [country for country, count in here.items() for _ in range(count)]
    return crowd(people, so_far=len(people) + gone, first_come=[country for country in here if here[country]])


@pytest.mark.parametrize(("countries", "most"), [(1, 40), (2, 26), (3, 14), (4, 7)])
def test_no_small_country_follows_from_the_lights_and_the_sum(countries: int, most: int) -> None:
    halls: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    names = COUNTRIES[:countries]
    for here in product(range(most + 1), repeat=countries):
        seen = _hall(dict(zip(names, here, strict=True)))
        halls[seen.people, tuple(sorted(seen.lights.items()))].append(here)

    for (people, lights), alike in halls.items():
        for place, name in enumerate(names):
            possible = {here[place] for here in alike}
            if people is not None and name in dict(lights):
                assert max(possible) >= SMALLEST, (people, lights, alike)


@given(COMINGS)
def test_there_are_always_more_people_than_lights(comings: list[tuple[str, bool]]) -> None:
    ever: set[str] = set()
    for number in range(len(comings) + 1):
        so_far = comings[:number]
        here = [country for country, stays in so_far if stays]
        seen = crowd(here, so_far=number, first_come=list(dict.fromkeys(country for country, _ in so_far)))
        ever |= seen.lights.keys()

        present = Counter(here)
        assert all(present[country] >= least for country, least in seen.lights.items())
        assert set(seen.lights.values()) <= {1, *LIGHTS}
        assert seen.people == (len(here) if len(here) >= SMALLEST else None)
        assert not seen.lights or len(here) - sum(seen.lights.values()) >= SMALLEST - 1
        # Also over the whole evening: names gathered from one look after another never come close to the people.
        assert len(ever) <= max(0, number - (SMALLEST - 1))


def test_a_light_grows_in_steps() -> None:
    assert [_hall({"DE": many, "KZ": 60}).lights["DE"] for many in (1, 9, 10, 49, 50, 199, 200, 999)] == [
        1, 1, 10, 10, 50, 50, 200, 200,
    ]  # fmt: skip


def test_where_nearly_everybody_is_from_another_country_some_lights_stay_dark() -> None:
    seen = _hall({f"{first}{second}": 1 for first in "AB" for second in "ABCDEFGHIJ"})

    assert (seen.people, seen.countries) == (20, 16)


def test_who_named_no_country_is_counted_and_lights_nothing() -> None:
    assert _hall({"": 3, "DE": 5}).lights == {"DE": 1}
    assert _hall({"": 3, "DE": 5}).people == 8


def test_moments_are_ten_seconds_apart() -> None:
    noon = datetime(2026, 12, 19, 12, tzinfo=UTC)
    moments = [crowd_at(noon + timedelta(seconds=second)) for second in (0, 9.99, 10, 19)]

    assert moments == [noon, noon, noon + timedelta(seconds=10), noon + timedelta(seconds=10)]


@pytest.mark.django_db
class TestTold:
    def _beats(self, conference, countries: Sequence[str]) -> list[counts.Beat]:
        guests = [(register(conference, country=country), country) for country in countries]
        return [counts.Beat(guest.ref, "phone", country, "house") for guest, country in guests]

    def test_fewer_than_five_are_not_told(self):
        conference = make_on_air()
        beats = self._beats(conference, ["DE"] * 4)
        counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(20))

        seen = crowd_of(conference.ref, after(30))

        assert (seen.people, seen.lights) == (None, {})

    def test_who_comes_or_goes_is_seen_at_the_next_moment_by_every_process(self, monkeypatch):
        conference = make_on_air()
        beats = self._beats(conference, ["DE"] * 6 + ["KZ"])
        counts.be_present(conference=conference.ref, beats=beats[:6], by=HOUSE, at=after(20))
        assert crowd_of(conference.ref, after(21)).lights == {"DE": 1}
        counts.be_present(conference=conference.ref, beats=beats[6:], by=HOUSE, at=after(22))
        counts.leave(conference=conference.ref, beats=beats[:1], by=HOUSE, at=after(31))

        def told(second: float) -> tuple[object, ...]:
            monkeypatch.setattr("ocaq.conference.queries.attendance._kept", {})  # a process that has not looked yet
            seen = crowd_of(conference.ref, after(second))
            return seen.people, seen.lights

        assert told(29) == (6, {"DE": 1})
        assert told(30) == (7, {"DE": 1, "KZ": 1})
        assert told(40) == (6, {"DE": 1, "KZ": 1})

    def test_a_lease_that_ran_out_is_not_there(self):
        conference = make_on_air()
        counts.be_present(conference=conference.ref, beats=self._beats(conference, ["DE"] * 6), by=HOUSE, at=after(20))

        assert crowd_of(conference.ref, after(20 + 60 - CROWD_EVERY_S)).people == 6
        assert crowd_of(conference.ref, after(90)).people is None

    def test_the_crew_is_told_exactly(self, monkeypatch):
        conference = make_on_air()
        counts.be_present(conference=conference.ref, beats=self._beats(conference, ["DE"] * 2), by=HOUSE, at=after(20))
        monkeypatch.setattr("ocaq.kernel.clock.now", lambda: after(31))

        everybody = channels.levels(channels.channel_of(conference.ref, "public"))
        crew = channels.levels(channels.channel_of(conference.ref, "crew"))

        assert (everybody["people"], everybody["countries"], everybody["lights"]) == (None, 0, {})
        assert (crew["people"], crew["countries"]) == (2, 1)

    def test_it_costs_three_queries_in_ten_seconds(self, django_assert_num_queries):
        conference = make_on_air()
        beats = self._beats(conference, ["DE"] * 6)
        counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(5))

        with django_assert_num_queries(3):
            assert crowd_of(conference.ref, after(10)) == crowd_of(conference.ref, after(19))
