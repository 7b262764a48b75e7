"""Who believes nothing opens a figure, checks it in the browser, takes the program away and checks everything."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import Visit, sideways, violations
from tests.journeys.house import House


def test_a_stranger_checks_a_figure_and_then_all_of_them(visit: Visit, house: House, tmp_path: Path) -> None:
    stranger = visit(phone=True)
    page = stranger.open("/figures/")
    of_conference = page.locator("section", has=page.locator('h2 a[href^="/conferences/"]'))
    of_conference.locator(".fg-open").first.click()
    page.get_by_role("link", name="Check this figure").click()

    page.get_by_role("button", name="Check this figure").click()
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    assert page.locator(".ck-steps > li").count() == 5
    assert violations(page) == []
    assert sideways(page) == 0

    page.reload()
    page.get_by_role("button", name="Check this figure").click()
    expect(page.get_by_text("The log still begins as it did when this browser checked it on")).to_be_visible()

    with page.expect_download() as taken:
        page.get_by_role("link", name="ocaq_verify.py").click()
    program = tmp_path / "ocaq_verify.py"
    taken.value.save_as(program)
    done = subprocess.run(
        [sys.executable, "-I", "-S", program, house.url], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All of this holds." in done.stdout


def test_a_table_is_checked_in_arabic(visit: Visit) -> None:
    stranger = visit(language="ar")
    page = stranger.open("/check/?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    options = page.locator("#figure option")
    page.locator("#figure").select_option(index=options.count() - 1)
    page.locator("form:has(#figure) button").click()

    page.locator(".ck-go button").click()
    expect(page.locator(".ck-end.good")).to_be_visible()
    assert violations(page) == []
