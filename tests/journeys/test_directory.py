"""Looking for a house: on a phone, without script, from right to left; and nobody learns where one stands."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Request

from tests.journeys.conftest import Visit, Visitor, sideways, violations

LANGUAGES = ["en", "az", "ru", "ar"]


def _hits(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".dir-cards .dir-name").all_text_contents()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_house_is_found_and_opened_on_a_narrow_phone(visit: Visit, language: str) -> None:
    visitor = visit(language=language, width=320)
    page = visitor.open("/")
    page.locator("form.find input[type=search]").fill("берлин")
    page.locator("form.find button").click()
    page.wait_for_url("**/directory/?q=*")

    assert _hits(visitor)
    assert (sideways(page), violations(page)) == (0, [])
    page.locator(".dir-cards .dir-name").first.click()
    page.wait_for_url("**/directory/*/")
    assert (sideways(page), violations(page)) == (0, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_works_without_script(visit: Visit, language: str) -> None:
    visitor = visit(language=language, script=False)
    page = visitor.open("/directory/")
    everything = page.locator(".dir-said").inner_text()
    page.locator("select[name=country]").select_option("DE")
    page.locator(".dir-find button").click()
    page.wait_for_url("**country=DE**")

    assert page.locator(".dir-said").inner_text() != everything
    assert page.locator(".dir-country").count() == 1
    assert page.locator("[data-near]").is_hidden()


def test_what_is_nearest_is_worked_out_here_and_asked_of_nobody(visit: Visit) -> None:
    visitor = visit(phone=True)
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"latitude": 52.5171, "longitude": 13.3889})
    page = visitor.open("/directory/")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - a built-in cannot be listened with

    page.locator("[data-near] button").click()
    page.locator("[data-near] li").first.wait_for()

    assert "Berlin" in page.locator("[data-near] li").first.inner_text()
    kilometres = [
        int(one.split("\u00a0")[0].replace(",", ""))
        for one in page.locator("[data-near] li > span:last-child").all_text_contents()
    ]
    assert kilometres == sorted(kilometres)
    assert kilometres[0] < 30
    # A browser fetches the icon of the page when it likes.
    assert [one.url for one in asked if not one.url.endswith(".svg")] == []
    page.locator("[data-near] li a").first.click()
    page.wait_for_url("**/directory/*/")
    sent = " ".join(f"{one.url} {one.post_data or ''} {one.headers}" for one in asked)
    assert not [part for part in ("52.51", "13.38") if part in sent or quote(part) in sent]


def test_who_does_not_tell_where_they_are_is_told_what_else_they_can_do(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/directory/")

    page.locator("[data-near] button").click()

    page.locator("[data-near] [role=status] p").wait_for()
    assert page.locator("[data-near] li").count() == 0
