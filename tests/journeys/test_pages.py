"""Every page in four languages: axe finds nothing, nothing scrolls sideways at 320 px, nothing fails in the browser."""

import pytest

from tests.journeys.conftest import CONSOLE, ROOM, Visit, sideways, stretch, violations

LANGUAGES = ["en", "az", "ru", "ar"]
PUBLIC = [
    "/",
    "/conferences/",
    "/conferences/solidarity-day/",
    "/conferences/results-of-the-year/",
    "/conferences/results-of-the-year/report",
    "/conferences/solidarity-day/register/",
    "/accounts/login/",
    "/accounts/signup/",
    "/style/",
    "/figures/",
    "/check/",
    "/accessibility/",
    "/privacy/",
    "/demo/",
    "/demo/start-over/",
    "/demo/outbox/",
    "/no-such-page/",
    ROOM,
]
BY_PART = {
    "participant": [ROOM, "/conferences/solidarity-day/mine/", "/conferences/solidarity-day/mine/change/"],
    "director": [CONSOLE, "/conferences/solidarity-day/report", "/my/"],
    "crew": ["/conferences/solidarity-day/crew", "/conferences/solidarity-day/speaker/"],
    "staff": [
        "/desk/",
        "/desk/conferences/",
        "/desk/conferences/new/",
        "/desk/conferences/solidarity-day/",
        "/desk/conferences/solidarity-day/change/",
        "/desk/conferences/solidarity-day/rundown/",
        "/desk/conferences/solidarity-day/registrations/",
        "/desk/conferences/solidarity-day/invitations/",
        "/desk/figures/",
        "/desk/people/",
        "/desk/mail/",
        "/my/",
        "/my/sessions/",
        "/accounts/passkeys/",
    ],
}
ALL = [("nobody", path) for path in PUBLIC] + [(part, path) for part, paths in BY_PART.items() for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["nobody", *BY_PART])
def test_pages_are_accessible_and_fit(visit: Visit, part: str, language: str) -> None:
    visitor = visit(language=language, width=320, troubles=True)  # a page that refuses is an error to the browser
    if part != "nobody":
        visitor.sign_in(part)

    found = {}
    for who, path in ALL:
        if who != part:
            continue
        page = visitor.open(path)
        page.wait_for_timeout(150)
        assert page.locator("html").get_attribute("lang") == language, path
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), path
        stretch(page)
        wrong = violations(page)
        if (over := sideways(page)) > 0:
            wrong.append(f"scrolls sideways by {over} px")
        wrong += [error for error in visitor.errors if "status of 4" not in error]
        visitor.errors.clear()
        if wrong:
            found[path] = wrong

    assert found == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("part", "path"), [("director", CONSOLE), ("participant", ROOM), ("nobody", "/")])
def test_wide_screens_are_accessible(visit: Visit, part: str, path: str, language: str) -> None:
    visitor = visit(language=language)
    if part != "nobody":
        visitor.sign_in(part)

    page = visitor.open(path)
    page.wait_for_timeout(500)

    assert violations(page) == []
    assert sideways(page) == 0
