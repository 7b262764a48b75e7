"""A guest opens the picture with a tap and sees what everybody sees: the second of the film the programme is at."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import CONSOLE, ROOM, Visit, Visitor, start_over

FILM_S = 480
BEAT_S = 2.5  # a player is put right once a second, when it is more than one off
ACT = """async ([act, item]) => {
    const boot = JSON.parse(document.getElementById("boot").textContent);
    const body = JSON.stringify({act, item, key: crypto.randomUUID()});
    const headers = {"Content-Type": "application/json", "X-CSRFToken": boot.csrf};
    return (await fetch(boot.actsUrl, {method: "POST", headers, body})).status;
}"""
FIRST = """kind => {
    const {programme} = JSON.parse(document.getElementById("boot").textContent).state;
    const alike = Object.entries(programme).filter(([, item]) => item.kind === kind);
    return alike.sort((a, b) => a[1].order - b[1].order)[0][0];
}"""
STANDS = """() => {
    const film = document.querySelector(".pic video");
    const plays = film && film.readyState > 1 && !film.paused && !film.seeking;
    return plays && {at: film.currentTime, of: film.duration, wide: film.videoWidth};
}"""
STILL = """() => {
    const film = document.querySelector(".pic video");
    return film.paused && {at: film.currentTime};
}"""
BEGAN = """() => {
    const {state} = JSON.parse(document.getElementById("boot").textContent);
    return Date.parse(state.now.started_at) / 1000;
}"""


def put_on_stage(director: Visitor, item: str) -> None:
    page = director.page
    assert page.evaluate(ACT, ["standby", item]) == 200
    page.wait_for_timeout(900)
    assert page.evaluate(ACT, ["go", item]) == 200


def when(page: Page, question: str) -> dict[str, float]:
    """Return what the page answers once it answers; the policy of our pages lets nobody wait inside them."""
    deadline = time.monotonic() + 20
    while not (answer := page.evaluate(question)):
        assert time.monotonic() < deadline, page.locator("#stage").inner_text()
        page.wait_for_timeout(100)
    return dict(answer)


@pytest.mark.parametrize("way", ["a file", "fragments"])
def test_the_picture_opens_on_a_tap_where_the_programme_is(visit: Visit, way: str) -> None:
    director = visit()
    start_over(director)
    kind = "film" if way == "a file" else "greeting"
    director.sign_in("director")
    director.open(CONSOLE)
    item = str(director.page.evaluate(FIRST, kind))
    put_on_stage(director, item)
    guest = visit(language="en", phone=True)
    played: list[str] = []
    guest.page.on("request", lambda asked: played.append(asked.url) if "/media/" in asked.url else None)
    guest.sign_in("participant")
    page = guest.open(ROOM)
    page.wait_for_timeout(6_000)  # somebody who comes late

    assert played == []  # nobody pays for a picture they have not asked for
    began = float(page.evaluate(BEGAN))
    page.locator("input[name=mode][value=picture]").check(force=True)

    first = when(page, STANDS)
    assert abs(first["of"] - FILM_S) < 1
    assert first["wide"] == 640
    page.wait_for_timeout(2_000)
    now_s = float(page.evaluate("Date.now() / 1000")) - began
    assert now_s > 6
    assert abs(when(page, STANDS)["at"] - now_s) < BEAT_S
    assert any(re.search(r"/media/demo/film\.(webm|mp4|m3u8)$", url) for url in played)

    page.locator("input[name=mode][value=text]").check(force=True)
    expect(page.locator(".pic video")).to_have_count(0)


def test_a_hold_stops_the_picture_and_going_on_finds_the_place(visit: Visit) -> None:
    director = visit()
    start_over(director)
    director.sign_in("director")
    director.open(CONSOLE)
    put_on_stage(director, str(director.page.evaluate(FIRST, "film")))
    guest = visit(language="en", phone=True)
    guest.sign_in("participant")
    page = guest.open(ROOM)
    page.locator("input[name=mode][value=picture]").check(force=True)
    when(page, STANDS)

    assert director.page.evaluate(ACT, ["hold", ""]) == 200
    stood = when(page, STILL)["at"]
    page.wait_for_timeout(3_000)
    assert director.page.evaluate(ACT, ["resume", ""]) == 200

    after = when(page, STANDS)["at"]
    assert stood - 1 < after < stood + BEAT_S + 1
