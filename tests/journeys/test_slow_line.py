"""What a phone on a thin line must fetch before it can show the room, as the browser itself reckons it.

How long it takes is measured by `./ocaq bench pages`; a test that looks at a clock fails on a busy machine.
"""

from typing import Any

import pytest

from tests.journeys.conftest import ROOM, Visit, boot

LINE_BYTES_PER_S = 150_000 / 8
ROUND_TRIP_S = 0.3
FIRST_VIEW_S = 3.5
SLOW_PROCESSOR_S = 0.9  # of those, for parsing and painting on a processor six times slower
BEFORE_PAINTING = """() => {
    const page = performance.getEntriesByType("navigation")[0];
    const blocking = performance.getEntriesByType("resource").filter(one => one.renderBlockingStatus === "blocking");
    return {page: page.transferSize, blocking: blocking.map(one => ({name: one.name, bytes: one.transferSize}))};
}"""


@pytest.mark.parametrize("language", ["en", "az", "ru", "ar"])
def test_the_room_is_shown_before_much_has_come(visit: Visit, language: str) -> None:
    known = visit(language=language, phone=True)
    known.sign_in("participant")
    guest = visit(language=language, phone=True)  # the same person, with nothing in the cache
    guest.context.add_cookies(known.context.cookies())  # type: ignore[arg-type]
    guest.open(ROOM)

    before: dict[str, Any] = guest.page.evaluate(BEFORE_PAINTING)

    names = [one["name"].rpartition("/")[2] for one in before["blocking"]]
    assert [name for name in names if not name.split("?")[0].endswith(".css")] == []  # no script, no font
    assert len(names) <= 4, names
    assert before["page"] > 5_000
    assert all(one["bytes"] > 0 for one in before["blocking"]), before
    carried = before["page"] + sum(one["bytes"] for one in before["blocking"])
    # One round trip for the line, one for the page, one for all its styles together.
    on_the_line_s = 3 * ROUND_TRIP_S + carried / LINE_BYTES_PER_S
    assert on_the_line_s + SLOW_PROCESSOR_S <= FIRST_VIEW_S, before


@pytest.mark.usefixtures("speech")
def test_the_stage_stands_in_the_page_itself(visit: Visit) -> None:
    guest = visit(phone=True, script=False)
    guest.sign_in("participant")

    page = guest.open(ROOM)

    title = boot(page)["state"]["now"]["people"][0]["name"]
    shown = page.locator("#who").bounding_box()
    assert title in page.locator("#who").inner_text()
    assert shown is not None
    assert shown["y"] < 780 - shown["height"]  # without scrolling
