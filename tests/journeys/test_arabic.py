"""Somebody reads everything from right to left, and the page keeps its own script for each person."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit, boot, speaker
from tests.journeys.test_participant import register


@pytest.mark.usefixtures("speech")
def test_participant_in_arabic(visit: Visit) -> None:
    guest = visit(language="ar", phone=True, zone="Africa/Cairo")

    page = guest.open("/conferences/solidarity-day/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    guest.open("/conferences/solidarity-day/register/")
    register(page, name="سلمى الياسمين", country="EG")
    expect(page.locator("bdi", has_text="سلمى الياسمين").first).to_be_visible()
    guest.open("/conferences/solidarity-day/room")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert boot(page)["language"] == "ar"
    expect(page.locator("#who bdi").first).to_have_text(speaker(page))
    start, end = page.evaluate(
        "(() => { const mark = document.querySelector('.onstage .meta .left').getBoundingClientRect();"
        " const first = document.querySelector('.onstage .meta .now').getBoundingClientRect();"
        " return [first.left, mark.left]; })()"
    )
    assert start > end  # what comes first stands on the right
