"""Somebody on a phone registers in Azerbaijani, follows the evening, loses the line, and is heard once all the same."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOM, Visit, Visitor, boot, speaker


def register(page: Page, *, name: str, country: str) -> None:
    """Fill the three short pages."""
    page.locator("input[name=name]").fill(name)
    page.locator("select[name=country]").select_option(country)
    page.locator("form[data-step] button.btn").click()
    page.locator('input[name=capacity][value="school"]').check()
    page.locator("form[data-step='2'] button.btn").click()
    page.locator("form[data-step='3'] button.btn").click()
    page.wait_for_url("**/mine/**")


def questions(visitor: Visitor) -> list[str]:
    """Return every question the director's report counts, by reference."""
    return [
        one["ref"] for one in visitor.house.json("/conferences/solidarity-day/report.json", visitor.cookie)["questions"]
    ]


@pytest.mark.usefixtures("speech")
def test_participant_on_a_phone(visit: Visit) -> None:
    director = visit()
    director.sign_in("director")
    before = questions(director)
    guest = visit(language="az", phone=True, zone="Europe/Istanbul", troubles=True)  # goes offline

    page = guest.open("/conferences/solidarity-day/register/")
    register(page, name="Aynur Çinarlı", country="TR")
    page.locator(f'a[href="{ROOM}"]').first.click()
    expect(page.locator("#who")).to_contain_text(speaker(page))
    expect(page.locator(".words p").first).to_be_visible()
    assert boot(page)["me"]["country"] == "TR"

    vote = page.locator(".asks .vote").first
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")

    asked = "Kitablar nə vaxt gələcək?"
    guest.context.set_offline(True)
    page.locator("#a").fill(asked)
    page.locator("form.ask:has(#a) button").click()
    expect(page.locator("li.waits")).to_contain_text(asked)
    page.wait_for_timeout(1500)
    assert questions(director) == before

    guest.context.set_offline(False)
    expect(page.locator("li.waits")).to_have_count(0, timeout=40_000)
    expect(page.locator("ul.mine li")).to_contain_text(asked)
    page.wait_for_timeout(1500)
    assert len(questions(director)) == len(before) + 1


def test_presence_is_a_person_not_a_tab(visit: Visit) -> None:
    guest = visit(language="ru", phone=True)
    guest.sign_in("participant")
    first = guest.page
    expect(first.locator(".tell .big")).to_contain_text(re.compile(r"\d"))
    ref = boot(first)["me"]["participant"]

    second = guest.context.new_page()
    second.goto(guest.house.url + ROOM)

    assert boot(second)["me"]["participant"] == ref
    expect(second.locator(".tell .big")).to_be_visible()
