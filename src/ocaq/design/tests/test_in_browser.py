"""The frame and the parts in a real browser: the reader's time, narrow screens, both directions, no script."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).resolve().parents[4] / "islands/node_modules/axe-core/axe.min.js"
LANGUAGES = ["en", "az", "ru", "ar"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def a_page(browser: Browser, *, width: int = 1440, script: bool = True, zone: str = "Europe/Berlin") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        timezone_id=zone,
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="en",
    )
    return context.new_page()


def test_first_page_writes_the_readers_time_beside_the_capitals(live_server: LiveServer, browser: Browser) -> None:
    page = a_page(browser)
    page.goto(f"{live_server.url}/style/")
    page.wait_for_selector("[data-when]:not([hidden])")
    assert page.locator(".when").first.inner_text().split()[-6:] == ["your", "time", "21:00", "in", "the", "capital"]
    assert "18:00" in page.locator(".when").first.inner_text()
    assert {"ocaq_zone": "Europe/Berlin"}.items() <= {
        one["name"]: one["value"] for one in page.context.cookies()
    }.items()
    page.reload()
    assert "Berlin" in page.locator(".when").first.inner_text()


def test_first_page_names_the_readers_day(live_server: LiveServer, browser: Browser) -> None:
    page = a_page(browser, zone="Pacific/Auckland")
    page.goto(f"{live_server.url}/style/")
    page.wait_for_selector("[data-when]:not([hidden])")
    first = page.locator(".when").first.inner_text()
    assert page.locator(".clock2 [data-other-day]").is_visible()
    page.reload()
    assert first.replace("your time", "Auckland") == page.locator(".when").first.inner_text()


def test_without_script_the_capitals_time_stands_alone(live_server: LiveServer, browser: Browser) -> None:
    page = a_page(browser, script=False)
    page.goto(f"{live_server.url}/style/")
    said = page.locator(".when").first.inner_text()
    assert "21:00 in the capital" in said
    assert "18:00" not in said
    page.locator(".lang summary").click()
    page.get_by_text("العربية", exact=True).click()
    assert page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leaves_a_narrow_screen(live_server: LiveServer, browser: Browser, language: str) -> None:
    page = a_page(browser, width=320)
    for path in ("/style/", "/zone/", "/no-such-page/"):
        page.goto(f"{live_server.url}{path}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.skipif(not AXE.is_file(), reason="needs `npm ci` in islands/")
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(live_server: LiveServer, browser: Browser, language: str, width: int) -> None:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce"
    ).new_page()
    for path in ("/style/", "/zone/", "/no-such-page/"):
        page.goto(f"{live_server.url}{path}?lang={language}")
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))")
        assert found == [], path


def test_summary_of_errors_takes_the_focus_and_leads_to_the_field(live_server: LiveServer, browser: Browser) -> None:
    page = a_page(browser)
    page.goto(f"{live_server.url}/zone/")
    page.evaluate("document.querySelector('#id_zone').append(new Option('Nowhere', 'Nowhere/Land', true, true))")
    page.get_by_role("button", name="Use this zone").click()
    page.wait_for_selector(".summary:focus")
    assert page.title().startswith("Error:")
    page.locator(".summary a").click()
    assert page.evaluate("document.activeElement.id") == "id_zone"
