"""The server is killed in mid-show while people are connected; afterwards everything acknowledged is there, once."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from ocaq.kernel.places import country_codes
from ocaq.rehearsal.evening import Plan, Rehearsal
from ocaq.rehearsal.http import Origin
from ocaq.rehearsal.outcome import Outcome, table
from ocaq.rehearsal.people import choose_countries, luck_of, make_people
from ocaq.rehearsal.server import OwnServer

PEOPLE, COUNTRIES, SPEED = 60, 12, 240
pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """A server on SQLite, or on a PostgreSQL database of its own where OCAQ_DATABASE names one."""
    server = OwnServer(database=os.environ.get("OCAQ_DATABASE", ""))
    yield server
    server.close()


def hold(server: OwnServer, *, kill_after_s: float, seed: int) -> Outcome:
    slug = str(server.prepare()["slug"])
    server.start()
    people = make_people(PEOPLE, choose_countries(country_codes(), COUNTRIES, luck_of(seed)), seed=seed)
    plan = Plan(
        Origin.of(server.url),
        slug,
        people,
        speed=SPEED,
        seed=seed,
        demo_link="/demo/",
        limit_s=300,
        kill_after_s=kill_after_s,
    )
    return asyncio.run(Rehearsal(plan, server=server, tell=print).hold())


@pytest.mark.parametrize("kill_after_s", [6.0, 13.0])
def test_a_power_cut_in_mid_show_loses_doubles_and_miscounts_nothing(server: OwnServer, kill_after_s: float) -> None:
    outcome = hold(server, kill_after_s=kill_after_s, seed=int(kill_after_s))

    assert outcome.kills == 1
    assert outcome.passed, table(outcome)
    assert outcome.delivery.drops >= PEOPLE // 2  # the lines really broke
    assert outcome.delivery.due > 1000
    assert sum(outcome.deeds_done.values()) > PEOPLE
    assert outcome.happened[-1] == "end_show"  # the show went on to its end
