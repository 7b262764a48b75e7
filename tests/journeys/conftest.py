"""What every journey stands on: a house, a browser, people in it, and the two checks made on every page."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, sync_playwright

from tests.journeys.house import House

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "islands/node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ROOM = "/conferences/solidarity-day/room"
CONSOLE = "/conferences/solidarity-day/console"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent.name == "journeys":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("journeys")).start()
    yield house
    house.stop()
    assert house.errors() == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("The journeys need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody at a screen: `phone` is 360 px wide and touched. What their page's console calls an error is kept."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        self.context, self.house = context, house
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.expects_troubles = False  # a cut line is an error to a browser and none to us
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, path: str) -> Page:
        self.page.goto(self.house.url + path, wait_until="load")
        return self.page

    def sign_in(self, part: str) -> Page:
        """Tap the one-tap sign-in of the demo."""
        self.open("/demo/")
        self.page.locator(f'button[name=role][value="{part}"]').click()
        self.page.wait_for_load_state("load")
        return self.page

    @property
    def cookie(self) -> str:
        return "; ".join(f"{one['name']}={one['value']}" for one in self.context.cookies())


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(house: House, browser: Browser) -> Iterator[Visit]:
    """Make visitors; their pages must have called nothing an error when the story ends."""
    visitors: list[Visitor] = []

    def come(
        *,
        language: str = "en",
        phone: bool = False,
        script: bool = True,
        width: int = 0,
        zone: str = "Europe/Berlin",
        troubles: bool = False,
    ) -> Visitor:
        size: ViewportSize = {"width": width or (360 if phone else 1440), "height": 780 if phone or width else 900}
        context = browser.new_context(
            viewport=size,
            is_mobile=phone,
            has_touch=phone,
            locale=language,
            timezone_id=zone,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        visitor = Visitor(context, house)
        visitor.expects_troubles = troubles
        visitors.append(visitor)
        return visitor

    yield come
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        assert visitor.expects_troubles or visitor.errors == []


@pytest.fixture
def speech(visit: Visit) -> None:
    """The chair is speaking, as when the demo began, wherever other stories left the show."""
    somebody = visit(troubles=True)
    if boot(somebody.sign_in("participant"))["state"]["now"]["kind"] != "address":
        start_over(somebody)


def start_over(visitor: Visitor) -> None:
    visitor.open("/demo/start-over/").locator("button.danger").click(timeout=60_000)
    visitor.page.wait_for_url("**/demo/")


def stretch(page: Page) -> None:
    """Make the window as high as its page: what a bar at its edge covers is a matter of scrolling, not of size."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": min(max(height, 780), 8000)})


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, each with the first elements concerned."""
    # In one piece: a page that makes itself anew between two of them would have no axe.
    run = f"axe.run(document, {{runOnly: {json.dumps(TAGS)}}}).then(result => result.violations)"
    look = f"{AXE.read_text('utf-8')}\n;{run}"
    found: list[dict[str, Any]]
    try:
        found = page.evaluate(look)
    except Error as error:
        if "navigation" not in str(error):
            raise
        page.wait_for_load_state("load")  # the next page came a moment late
        found = page.evaluate(look)
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


def sideways(page: Page) -> int:
    """Return by how many pixels the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def speaker(page: Page) -> str:
    """Return the name of whoever is on stage, as the page was told."""
    return str(boot(page)["state"]["now"]["people"][0]["name"])


def boot(page: Page) -> Any:
    return json.loads(page.locator("#boot").text_content() or "{}")
