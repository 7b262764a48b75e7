"""A reader follows a number to its figure; staff look at what would be published. Each page in four languages."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit, sideways, violations

REPORT = "/conferences/results-of-the-year/report"


def test_a_number_of_the_report_opens_its_figure_and_the_figure_its_data(visit: Visit) -> None:
    reader = visit()
    page = reader.open(REPORT)
    number = page.locator("h1 a.counted").first
    said = number.inner_text()
    number.click()

    expect(page.locator("h1 data")).to_have_text(said)
    expect(page.locator(".fg-state.good")).to_be_visible()
    told = reader.context.request.get(page.url + "figure.json").json()
    assert told["releases"][0]["facts"]["value"] == len(told["entries"]) == int(said)
    proof = reader.context.request.get(reader.house.url + told["releases"][0]["proof"])
    assert proof.text().startswith("c2sp.org/tlog-proof@v1\n")


@pytest.mark.parametrize("language", ["en", "az", "ru", "ar"])
def test_figures_and_what_staff_see_of_them_bar_nobody(visit: Visit, language: str) -> None:
    reader = visit(language=language, phone=True)
    page = reader.open(f"/figures/?lang={language}")
    number, table = page.locator(".fg-open").first, page.locator(".fg-tables a").first
    for address in [one.get_attribute("href") for one in (number, table)]:
        page = reader.open(f"{address}?lang={language}")
        assert violations(page) == []
        assert sideways(page) == 0

    staff = visit(language=language, phone=True)
    page = staff.sign_in("staff")
    page = staff.open(f"/desk/figures/?lang={language}")
    page.locator("tbody a[href*=conference]").first.click()
    expect(page.locator(".note.good")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
