"""Numbers that scripts draw: each is a declared figure that opens how it is known, or no count at all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from ocaq.evidence import figures
from tests.architecture.numbers import Known, wrong_numbers
from tests.architecture.test_figures_on_pages import NAMES, opens
from tests.journeys.conftest import ROOM, Visit

FIGURES = {"people_now", "countries_now", "poll", "support", "reactions"}  # and hands, when many are raised


@pytest.mark.usefixtures("speech")  # reactions rest at other items
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_room_draws_no_number_that_is_not_a_figure(visit: Visit, language: str) -> None:
    guest = visit(language=language)
    guest.sign_in("participant")
    page = guest.open(ROOM)
    expect(page.locator("#map data").first).to_be_visible(timeout=40_000)

    boot = json.loads(page.locator("script#boot").inner_text())
    known = Known(_words(boot["state"]), _codes(), lambda link: opens({}, link))
    assert wrong_numbers(page.content(), known) == []
    drawn = {one.get_attribute("data-figure") for one in page.locator("data[data-figure]").all()}
    assert drawn >= {f"conference.{code}" for code in FIGURES}


def test_a_check_draws_no_number_that_is_not_a_figure(visit: Visit) -> None:
    reader = visit()
    page = reader.open("/check/")
    page.locator("#check-figure button[type=submit]").click()
    expect(page.locator(".ck-end.good")).to_be_visible(timeout=40_000)

    titles = reader.house.rows("SELECT title FROM conference_conference")
    about = {row["ref"]: row["code"] for row in reader.house.rows("SELECT ref, code FROM report_figure")}
    known = Known([*NAMES, *_words([_read(one["title"]) for one in titles])], _codes(), lambda link: opens(about, link))
    assert wrong_numbers(page.content(), known) == []
    assert page.locator(".ck-steps li").count() > 3


def _read(column: Any) -> Any:
    """Return what a column of JSON holds: SQLite gives its text."""
    return json.loads(column) if isinstance(column, str) else column


def _words(state: Any) -> list[str]:
    """Return what people wrote with a digit in it, longest first."""
    return sorted({text for text in _texts(state) if any(map(str.isdigit, text))}, key=len, reverse=True)


def _texts(state: Any) -> Iterator[str]:
    if isinstance(state, str):
        yield state
    for inside in state.values() if isinstance(state, dict) else state if isinstance(state, list) else []:
        yield from _texts(inside)


def _codes() -> set[str]:
    return {one.code for one in figures.figures()}
