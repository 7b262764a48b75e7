"""Somebody whose browser runs no script registers, follows a page that refreshes itself, votes and asks."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOM, Visit
from tests.journeys.test_participant import questions, register


@pytest.mark.usefixtures("speech")
def test_participant_without_script(visit: Visit) -> None:
    director = visit()
    director.sign_in("director")
    before = questions(director)
    guest = visit(language="ru", phone=True, script=False)

    page = guest.open("/conferences/solidarity-day/register/")
    register(page, name="Оксана Верескова", country="LV")
    guest.open(ROOM)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator('meta[http-equiv="refresh"]').count() == 1

    vote = page.locator(".asks .vote:not([disabled])").first
    was = vote.get_attribute("value") or ""
    vote.click()
    page.wait_for_load_state("load")
    expect(page.locator(f'.asks .vote[value="{was.removesuffix("on")}off"]')).to_have_attribute("aria-pressed", "true")

    page.locator('a[href*="write=question"]').click()
    page.locator("input#a").fill("Можно ли прийти без регистрации?")
    page.locator("form.ask:has(#a) button").click()
    page.wait_for_load_state("load")
    expect(page.locator(".note.good")).to_be_visible()
    assert len(questions(director)) == len(before) + 1
