"""Lateness goes on while nothing happens."""

from datetime import datetime, timedelta

import pytest

from ocaq.conference.commands import show
from ocaq.conference.queries.channels import channel_of, state_now
from ocaq.conference.queries.patches import in_language
from ocaq.conference.rules.pace import paced
from ocaq.conference.tests.makers import DIRECTOR
from ocaq.conference.tests.show_makers import after, make_on_air

pytestmark = pytest.mark.django_db


def test_who_overruns_makes_the_evening_late_at_once() -> None:
    conference = make_on_air()
    state = in_language(state_now(channel_of(conference.ref, "crew")), "en")
    seconds = state["now"]["seconds"]
    assert paced(state, at=after(seconds)) is state

    late = paced(state, at=after(seconds + 240))

    assert late["running_late_s"] == state["running_late_s"] + 240
    assert datetime.fromisoformat(late["programme"][state["next"]]["expected_at"]) == after(seconds + 240)
    ends = [datetime.fromisoformat(one["projected_end"]) for one in (state, late)]
    assert ends[0] < ends[1] <= ends[0] + timedelta(seconds=240)
    assert state["programme"][state["next"]]["expected_at"] != late["programme"][state["next"]]["expected_at"]


def test_a_hold_counts_from_its_first_second() -> None:
    conference = make_on_air()
    show.hold(slug=conference.slug, by=DIRECTOR, at=after(10))
    state = in_language(state_now(channel_of(conference.ref, "crew")), "en")

    assert paced(state, at=after(70))["running_late_s"] == state["running_late_s"] + 60
