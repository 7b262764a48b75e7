"""Every page in four languages: axe finds nothing, nothing scrolls sideways at 320 px, nothing fails in the browser."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from tests.architecture.addresses import GETS, ROLES
from tests.journeys.conftest import CONSOLE, ROOM, Visit, Visitor, sideways, stretch, violations
from tests.journeys.pages import NOT_MET, names_for, pages_of
from tests.journeys.steps import STORIES, Steps

LANGUAGES = ["en", "az", "ru", "ar"]


def faults(visitor: Visitor, pages: Iterable[tuple[str, Page]], language: str) -> dict[str, list[str]]:
    """Return what is wrong with each of these pages, and that there were some."""
    found, seen = {}, 0
    for what, page in pages:
        seen += 1
        page.wait_for_timeout(100)
        wrong = [] if _speaks(page, language) else ["is in another language or direction"]
        stretch(page)
        wrong += violations(page)
        if (over := sideways(page)) > 0:
            wrong.append(f"scrolls sideways by {over} px")
        # A page that refuses is an error to the browser.
        wrong += [error for error in visitor.errors if "status of 4" not in error]
        visitor.errors.clear()
        page.set_viewport_size({"width": 320, "height": 780})
        if wrong:
            found[what] = wrong
    assert seen
    return found


def _speaks(page: Page, language: str) -> bool:
    root = page.locator("html")
    direction = "rtl" if language == "ar" else "ltr"
    return (root.get_attribute("lang"), root.get_attribute("dir")) == (language, direction)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", [part for part in ROLES if names_for(part)])
def test_pages_are_accessible_and_fit(visit: Visit, part: str, language: str) -> None:
    visitor = visit(language=language, width=320, troubles=True)
    if part != "anonymous":
        visitor.sign_in(part)

    assert faults(visitor, pages_of(visitor, part), language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_what_steps_lead_to_is_accessible_and_fits(
    visit: Visit, story: Callable[[Visitor], Steps], language: str
) -> None:
    visitor = visit(language=language, width=320, troubles=True)

    assert faults(visitor, story(visitor), language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("part", "path"), [("director", CONSOLE), ("participant", ROOM), ("anonymous", "/")])
def test_wide_screens_are_accessible(visit: Visit, part: str, path: str, language: str) -> None:
    visitor = visit(language=language)
    if part != "anonymous":
        visitor.sign_in(part)

    page = visitor.open(path)
    page.wait_for_timeout(500)

    assert violations(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize(("path", "name"), [("/accounts/login/", "login"), ("/accounts/signup/", "email")])
def test_going_back_to_a_form_with_a_mistake_finds_what_was_written(visit: Visit, path: str, name: str) -> None:
    visitor = visit(troubles=True)
    page = visitor.open(path)
    page.locator(f"input[name={name}]").fill("nobody at all")
    page.locator("main form[novalidate] button").click()
    page.locator(".field.bad, [aria-invalid=true]").first.wait_for()

    visitor.open("/privacy/")
    page.go_back()

    assert page.locator(f"input[name={name}]").input_value() == "nobody at all"


def test_no_page_is_looked_at_by_nobody() -> None:
    seen_by_somebody = {name for name, row in GETS.items() if "200" in row}
    assert seen_by_somebody - NOT_MET.keys() <= {name for part in ROLES for name in names_for(part)}
