"""The director calls the show by keyboard, takes a cue back, and finds it where it was after the server died."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import CONSOLE, ROOM, Visit, start_over
from tests.journeys.house import House


def now_title(page: Page) -> str:
    return page.locator(".nowc .cue").inner_text()


def test_director_by_keyboard_through_a_power_cut(visit: Visit, house: House) -> None:
    director = visit(troubles=True)  # the line is cut with the server
    # Whatever other stories did to the show.
    start_over(director)
    director.sign_in("director")
    page = director.open(CONSOLE)
    guest = visit(language="en", phone=True, troubles=True)
    guest.sign_in("participant")
    expect(page.locator(".nowc .cue")).to_contain_text("Rəşad Şəfəqli")
    coming = page.locator(".nextc .cue").inner_text()

    page.keyboard.press("Space")
    expect(page.locator(".nextc h2")).to_contain_text(re.compile("standby", re.IGNORECASE))
    page.wait_for_timeout(900)
    page.keyboard.press("Space")
    expect(page.locator(".nowc .cue")).to_have_text(coming)
    expect(guest.page.locator("#who")).to_contain_text(coming.split(":")[0].split(",")[0][:12])

    page.keyboard.press("u")
    expect(page.locator(".nowc .cue")).to_contain_text("Rəşad Şəfəqli")
    expect(guest.page.locator("#who")).to_contain_text("Rəşad Şəfəqli")

    page.keyboard.press("p")
    expect(page.get_by_role("button", name=re.compile("resume|go on", re.IGNORECASE)).first).to_be_visible()
    page.keyboard.press("p")
    page.wait_for_timeout(900)
    left_before = page.locator(".giant").inner_text()

    house.kill()
    page.wait_for_timeout(1000)
    house.start()

    page = director.open(CONSOLE)
    expect(page.locator(".nowc .cue")).to_contain_text("Rəşad Şəfəqli")
    assert abs(seconds(page.locator(".giant").inner_text()) - seconds(left_before)) < 60
    page.keyboard.press("Space")
    page.wait_for_timeout(900)
    page.keyboard.press("Space")
    expect(page.locator(".nowc .cue")).to_have_text(coming)
    expect(guest.page.locator("#who")).to_contain_text(
        coming.split(":")[0].split(",")[0][:12], timeout=40_000
    )  # without a reload


def seconds(clock: str) -> int:
    """Return the seconds a clock like 12:34 or −1:02:03 shows."""
    sign = -1 if clock[0] in "-−" else 1
    total = 0
    for part in re.findall(r"\d+", clock):
        total = total * 60 + int(part)
    return sign * total


def test_a_page_without_right_is_not_the_console(visit: Visit) -> None:
    guest = visit(troubles=True)
    guest.sign_in("participant")

    page = guest.open(CONSOLE)

    expect(page.locator(".go")).to_have_count(0)
    assert ROOM not in page.url
