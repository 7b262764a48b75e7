"""A show that is over: whoever ran it reads what ran, and finds no key that does nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit, sideways, violations

OVER = "/conferences/results-of-the-year"


@pytest.mark.parametrize(("screen", "part"), [("console", "director"), ("crew", "crew")])
@pytest.mark.parametrize("width", [1440, 360])
def test_an_ended_show_is_calm(visit: Visit, screen: str, part: str, width: int) -> None:
    visitor = visit(width=width)
    visitor.sign_in(part)
    page = visitor.open(f"{OVER}/{screen}")
    page.locator(".endc").wait_for()
    page.wait_for_timeout(500)  # the island has taken over from the server's drawing

    expect(page.get_by_role("heading", name="The conference has ended.")).to_be_visible()
    expect(page.locator(".endc")).to_contain_text("10 items ran.")
    assert page.get_by_role("button").count() == 0
    assert violations(page) == []
    assert sideways(page) == 0

    for key in ("Space", "s", "i", "m", "?", "/", "+"):
        page.keyboard.press(key)
    assert page.locator("dialog, input, [role=alert]:visible").count() == 0

    page.get_by_role("link", name="Report of the day").click()
    expect(page).to_have_url(f"{visitor.house.url}{OVER}/report")
