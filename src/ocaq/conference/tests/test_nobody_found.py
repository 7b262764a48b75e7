"""Somebody gathers everything that is told of a hall, while it is open and after, and works out what they can."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ocaq.conference.commands import counts, polls, show
from ocaq.conference.models import Conference, PollOption, Registration
from ocaq.conference.queries import channels
from ocaq.conference.tests.makers import DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register
from ocaq.evidence import figures
from ocaq.evidence.models import Entry
from ocaq.evidence.rules.cells import OTHER, SMALLEST, rows_of
from ocaq.kernel.ids import new_ref
from ocaq.report.tests.makers import publish

pytestmark = pytest.mark.django_db
MOMENTS = (100, 300, 500, 860)


@dataclass(frozen=True)
class Guest:
    country: str
    capacity: str
    comes: int  # before which of the moments, and after which they go
    goes: int
    votes: bool

    def is_here(self, moment: int) -> bool:
        return self.comes <= moment <= self.goes


@dataclass
class Told:
    """Everything that anybody can have of a hall."""

    levels: list[dict[str, Any]] = field(default_factory=list)
    page: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)  # value by code
    files: str = ""  # rooms, pages and sheets of figures, entries of the log: as text


GUESTS = st.builds(
    Guest,
    country=st.sampled_from(["DE", "DE", "DE", "KZ", "TR", "MT", "IS"]),
    capacity=st.sampled_from(["house", "house", "council", "guest"]),
    comes=st.integers(0, 1),
    goes=st.integers(1, 3),
    votes=st.booleans(),
)


def _held(guests: Sequence[Guest], monkeypatch: pytest.MonkeyPatch) -> tuple[Conference, Told]:
    """Hold a conference; return it with what was told while it ran."""
    conference, told = make_on_air(f"hall-{new_ref()}"), Told()
    go_to(conference, "address", 30)
    beats = [_beat(conference, guest) for guest in guests]
    for number, second in enumerate(MOMENTS):
        for soon in range(-75, 1, 25):
            here = [beat for guest, beat in zip(guests, beats, strict=True) if guest.is_here(number)]
            counts.be_present(conference=conference.ref, beats=here, by=HOUSE, at=after(second + soon - 10))
        monkeypatch.setattr("ocaq.kernel.clock.now", lambda second=second: after(second))
        public = channels.channel_of(conference.ref, "public")
        told.levels.append(channels.levels(public))
        told.files += channels.snapshot(public, "en").decode()
        gone = [beat for guest, beat in zip(guests, beats, strict=True) if guest.goes == number]
        counts.leave(conference=conference.ref, beats=gone, by=HOUSE, at=after(second + 1))
    _vote(conference, [beat.participant for guest, beat in zip(guests, beats, strict=True) if guest.votes])
    told.levels.append(channels.levels(channels.channel_of(conference.ref, "public")))
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(900))
    monkeypatch.undo()
    conference.refresh_from_db()
    return conference, told


def _beat(conference: Conference, guest: Guest) -> counts.Beat:
    row = register(conference, country=guest.country, capacity=guest.capacity)
    ref = new_ref()
    Registration.objects.filter(pk=row.pk).update(ref=ref)
    return counts.Beat(ref, "phone", guest.country, guest.capacity)


def _vote(conference: Conference, people: Sequence[str]) -> None:
    to = {"slug": conference.slug, "by": DIRECTOR, "at": after(870)}
    poll = polls.create_poll(question={"en": "Which?"}, options=[{"en": "This"}, {"en": "That"}], **to).ref
    polls.open_poll(poll=poll, **to)
    option = PollOption.objects.filter(poll__ref=poll).order_by("position")[0].ref
    votes = [counts.Vote(person, poll, option=option) for person in people]
    counts.vote_in_poll(conference=conference.ref, votes=votes, by=HOUSE, at=after(871))
    polls.show_results(poll=poll, **to)
    polls.close_poll(poll=poll, **to)


def _gather(conference: Conference, told: Told) -> None:
    """Publish the figures and read all that a stranger can."""
    publish(conference)
    stranger = Client()
    told.page = stranger.get(f"/conferences/{conference.slug}/report", {"lang": "en"}).text
    told.report = stranger.get(f"/conferences/{conference.slug}/report.json").json()
    for code, row in figures.published(f"conference:{conference.ref}").items():
        told.figures[code.partition(".")[2]] = row.value
        for end in ("", "figure.json", "figure.csv"):
            told.files += stranger.get(f"/figures/{row.ref}/{end}").text
    bodies = [body for body in Entry.objects.values_list("body", flat=True) if conference.ref in body]
    told.files += "".join(bodies) + stranger.get("/figures/", {"about": f"conference:{conference.ref}"}).text


class Attacker:
    """Knows the rules, and narrows down how many of each country came until nothing moves any more."""

    def __init__(self, told: Told) -> None:
        cells = dict(rows_of(told.figures["by_country"]))
        self.other, self.people = cells.pop(OTHER, 0), told.figures["people"]
        self.shown = {row.upper(): count for row, count in cells.items()}
        lit = {country for level in told.levels for country in level["lights"]}
        known = lit | self.shown.keys() | set(told.report["small_countries"])
        self.hidden = known - self.shown.keys()
        # With their number told, whoever knows as many names knows that there are no others.
        self.is_closed = told.figures.get("countries") == len(known)
        self.low = dict.fromkeys(self.hidden, 1)
        self.high = dict.fromkeys(self.hidden, self.other)
        self.levels = [level for level in told.levels if level["people"] is not None]
        while self._narrow():
            pass

    def _narrow(self) -> bool:
        before = (dict(self.low), dict(self.high))
        for country in self.hidden:
            rest = self.hidden - {country}
            self.high[country] = min(self.high[country], self.other - sum(self.low[each] for each in rest))
            if self.is_closed:
                self.low[country] = max(self.low[country], self.other - sum(self.high[each] for each in rest))
        for level in self.levels:
            self._look(level["people"], level["lights"])
        return before != (self.low, self.high)

    def _look(self, people: int, lights: dict[str, int]) -> None:
        """Use one look at the hall: as many of a country as were there have come."""
        # All countries present are lit unless lights were left dark for want of people.
        if len(lights) >= people - (SMALLEST - 1):
            return
        for country in lights.keys() & self.hidden:
            others = sum(self.high.get(each, self.shown.get(each, self.people)) for each in lights if each != country)
            self.low[country] = max(self.low[country], people - others, lights[country])

    def found(self) -> dict[str, int]:
        return {country: low for country, low in self.low.items() if low == self.high[country]}


@pytest.mark.parametrize(
    ("cells", "small", "found"),
    [
        (("de:7", "other:2"), ["KZ"], {"KZ": 2}),
        (("de:7", "other:3"), ["IS", "KZ", "MT"], {"IS": 1, "KZ": 1, "MT": 1}),
        (("de:7", "other:7"), ["KZ", "TR"], {}),
    ],
)
def test_the_attacker_finds_what_is_badly_hidden(
    cells: tuple[str, ...], small: list[str], found: dict[str, int]
) -> None:
    people = sum(count for _, count in rows_of(cells))
    value = {"by_country": cells, "people": people, "countries": 1 + len(small)}

    assert Attacker(Told(figures=value, report={"small_countries": small})).found() == found


@pytest.mark.slow
# Without shrinking: a hall takes most of a second, and is small enough to be read.
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(guests=st.lists(GUESTS, min_size=5, max_size=22))
def test_nobody_is_found(guests: list[Guest], monkeypatch: pytest.MonkeyPatch) -> None:
    conference, told = _held(guests, monkeypatch)
    _gather(conference, told)

    _countries_stay_hidden(guests, told)
    _moments_stay_hidden(guests, told)
    _parts_stay_hidden(guests, told)
    _polls_stay_hidden(guests, told)


def _countries_stay_hidden(guests: Sequence[Guest], told: Told) -> None:
    came = Counter(guest.country for guest in guests)
    attacker = Attacker(told)

    assert {country for country, count in attacker.found().items() if count < SMALLEST} == set()
    assert attacker.shown == {country: came[country] for country in attacker.shown}
    for country in came.keys() - attacker.shown.keys():
        assert not re.search(rf'"{country}"?:\s*[0-9]|\b{country}:[0-9]', told.files, re.IGNORECASE)
        assert told.report["figures"]["conference.people"]["value"] == len(guests)
    radii = set(re.findall(r'<circle [^>]*r="([0-9.]+)"', told.page))
    assert len(radii) <= 3 * (len(attacker.shown) + 1)  # glow, core and ring; the hidden are drawn alike


def _moments_stay_hidden(guests: Sequence[Guest], told: Told) -> None:
    for number, level in enumerate(told.levels[: len(MOMENTS)]):
        here = Counter(guest.country for guest in guests if guest.is_here(number))
        people = here.total()
        assert level["people"] == (people if people >= SMALLEST else None)
        assert all(here[country] >= least for country, least in level["lights"].items())
        # Any country that is lit could have five people there, or be one of several.
        assert not level["lights"] or people - sum(level["lights"].values()) >= SMALLEST - 1


def _parts_stay_hidden(guests: Sequence[Guest], told: Told) -> None:
    whole = len(guests)
    parts = [count for _, count in rows_of(told.figures.get("by_item", ()))]
    parts += [told.figures["took_part"]] if "took_part" in told.figures else []
    assert all(few == 0 or few >= SMALLEST for part in parts for few in (part, whole - part))
    capacities = Counter(guest.capacity for guest in guests)
    cells = dict(rows_of(told.figures["by_capacity"]))
    hidden = sorted(count for capacity, count in capacities.items() if capacity not in cells)
    assert cells.get(OTHER, 0) == sum(hidden)
    assert len(hidden) != 1 or len(capacities) == 1


def _polls_stay_hidden(guests: Sequence[Guest], told: Told) -> None:
    voices = sum(guest.votes for guest in guests)
    poll = told.levels[-1]["poll"]
    is_told = voices >= SMALLEST

    assert (poll["votes"], bool(poll["options"])) == ((voices, True) if is_told else (None, False))
    assert told.figures["voices"] == (voices if is_told else 0)
    assert ("poll" in told.figures) == is_told
    assert ("Fewer than five people voted" in told.page) != is_told
    bodies = [json.loads(body) for body in re.findall(r'\{"at":.*?"v":1\}', told.files)]
    votes = [body["facts"]["votes"] for body in bodies if "votes" in body["facts"]]
    assert all(sum(each) >= SMALLEST for each in votes)


@pytest.mark.slow
def test_of_fewer_than_five_nothing_is_told_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    guests = [Guest("DE", "house", 0, 3, votes=True)] * 3 + [Guest("MT", "guest", 0, 3, votes=True)]
    conference, told = _held(guests, monkeypatch)

    assert [(level["people"], level["lights"]) for level in told.levels[:4]] == [(None, {})] * 4
    page = Client().get(f"/conferences/{conference.slug}/report", {"lang": "en"}).text
    assert "Fewer than five people sat together" in page
    assert "data-figure" not in page
    assert "Malta" not in page
    told.report = Client().get(f"/conferences/{conference.slug}/report.json").json()
    assert (told.report["figures"], told.report["small_countries"]) == ({}, [])
    assert all(run["present"] is None for run in told.report["runs"])
