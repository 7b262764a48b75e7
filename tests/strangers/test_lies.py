"""The file and the page refuse the same logs; what one of them refuses, the other does."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.strangers.lies import LIES
from tests.strangers.lying import VALUES, Lie, quarter_told, true_log
from tests.strangers.test_in_the_browser import check, draw, page, site  # noqa: F401 - fixtures
from tests.strangers.test_tampering import told


def test_the_log_that_all_of_them_change_is_true(tmp_path: Path) -> None:
    status, text = told(true_log().write(tmp_path))

    assert status == 0, text
    assert "figures     2 publications read back" in text


def test_a_quarter_is_counted_by_its_communities_and_not_by_their_guests(tmp_path: Path) -> None:
    log = true_log()
    quarter_told()(log)

    status, text = told(log.write(tmp_path))

    assert status == 0, text
    assert "figure      register.people of register:2026q3: 50, as stated by entry 42\n" in text
    assert "figure      register.events of register:2026q3: 8\n" in text


@pytest.mark.parametrize("lie", LIES, ids=[lie.name for lie in LIES])
def test_the_verifier_refuses(lie: Lie, tmp_path: Path) -> None:
    lie.write(tmp_path / "before")
    lie.write(tmp_path / "log")  # told again it is the same lie

    status, text = told(tmp_path / "log")

    assert status == 1, text
    assert lie.verifier in "".join(line for line in text.splitlines() if line.startswith("WRONG"))


@pytest.mark.browser
@pytest.mark.slow
def test_the_browser_refuses(page: Page, site: Path) -> None:  # noqa: F811
    """All in one page: a browser for each would take a minute."""
    true_log().write(site / "log")
    for index, value in VALUES.items():
        draw(site, index=index, value=value)
        check(page)
        expect(page.get_by_text("This figure holds.")).to_be_visible()
    quarter = true_log()
    quarter_told()(quarter)
    quarter.write(site / "log")
    page.evaluate("localStorage.clear()")
    draw(site, index=45, value=50)
    check(page)
    expect(page.get_by_text("It contradicts no other total of the same count.")).to_be_visible()
    expect(page.get_by_text("This figure holds.")).to_be_visible()
    expect(page.get_by_text("has an entry of their own")).to_have_count(0)
    for lie in LIES:
        page.evaluate("localStorage.clear()")
        lie.write(site / "log")
        draw(site, index=lie.figure, value=lie.shown)
        check(page)
        expect(page.get_by_text("Something is wrong. Do not rely on this figure."), lie.name).to_be_visible()
        expect(page.get_by_text(lie.browser), lie.name).to_be_visible()
