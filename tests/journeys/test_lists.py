"""Whoever looks after a country brings in a list with faults, reads why, takes it back; and parts what was merged."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Visit, Visitor, sideways, stretch, violations

DESK = "/desk/register/"
# As such lists are: two languages in the headings' words, no name in one row, no country, a number that is none.
LIST = """Təşkilatın adı;Ölkə;Şəhər;Növ;Telefon
Qızılgül Mədəniyyət Cəmiyyəti;Almaniya;Köln;cəmiyyət;+49 30 23125 771
Дом «Ромашка»;Германия;Мюнхен;ev;12
;Almaniya;Hamburq;ev;
Bənövşə Evi;Atlantida;Bakı;ev;
"""


def _file() -> FilePayload:
    return {"name": "siyahı.csv", "mimeType": "text/csv", "buffer": LIST.encode()}


def _found(visitor: Visitor, words: str) -> int:
    return visitor.open(f"{DESK}?words={words}").locator("main tbody tr").count()


def _whole(page: Page) -> None:
    size = page.viewport_size
    assert size is not None
    assert sideways(page) == 0
    stretch(page)
    assert violations(page) == []
    page.set_viewport_size(size)


@pytest.mark.parametrize("script", [True, False])
def test_a_list_with_faults_is_read_applied_and_taken_back(visit: Visit, script: bool) -> None:
    keeper = visit(language="az", phone=True, script=script)
    keeper.sign_in("coordinator")
    page = keeper.open(f"{DESK}lists/new/")
    page.locator("input[type=file]").set_input_files(_file())
    page.locator("main form button.btn").click()
    page.wait_for_url(re.compile(r"/lists/\w+/$"))
    _until_done(page)

    rows = page.locator(".listrows > li")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("12")
    for faulty in (2, 3):
        expect(rows.nth(faulty).locator(".st.bad")).to_have_count(1)
        expect(rows.nth(faulty).locator(".why li")).not_to_have_count(0)
    expect(rows.nth(3)).to_contain_text("Atlantida")
    if script:
        _whole(page)
    address = page.url.removeprefix(keeper.house.url)
    assert _found(keeper, "Qızılgül") == 0

    keeper.open(address).locator("form[action$='/application/'] button").click()
    _until_done(page)
    assert (_found(keeper, "Qızılgül"), _found(keeper, "Ромашка")) == (1, 1)

    keeper.open(address).locator("form[action$='/undoing/'] button").click()
    _until_done(page)
    assert (_found(keeper, "Qızılgül"), _found(keeper, "Ромашка")) == (0, 0)


def _until_done(page: Page) -> None:
    """Rows are worked on beside the page; without script one looks again."""
    page.wait_for_load_state("load")
    for _ in range(60):
        if not page.locator("#work").count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(page.locator("#work").inner_text())


@pytest.mark.parametrize(("language", "part"), [("ar", "coordinator"), ("en", "staff")])
def test_two_that_are_one_are_merged_and_parted_again(visit: Visit, language: str, part: str) -> None:
    council = visit(language=language, phone=True)
    council.sign_in(part)
    page = council.open(f"{DESK}likeness/")
    _whole(page)
    pairs = page.locator("a[href*='/likeness/']:not([href*='?'])")
    before = pairs.count()
    assert before
    pairs.last.click()  # what was parted once is not offered again: each takes a pair of its own
    page.wait_for_url(re.compile(r"/likeness/\w+/$"))
    _whole(page)
    kept, other = (side.get_attribute("href") or "" for side in page.locator("table.sides thead a").all())
    public = council.context.request.get(council.house.url + other).text()
    gone = re.search(r'href="(/directory/[\w-]+/)"', public)
    assert gone is not None

    page.locator("table.sides tfoot button").first.click()
    page.wait_for_url("**/likeness/")
    expect(pairs).to_have_count(before - 1)
    assert council.open(gone.group(1)).url.endswith(_address(council, kept))

    page = council.open(f"{DESK}likeness/")
    page.locator("form[action*='/merges/'] button").first.click()
    page.wait_for_url("**/likeness/")
    assert council.open(gone.group(1)).url.endswith(gone.group(1))


def _address(visitor: Visitor, desk: str) -> str:
    found = re.search(r'href="(/directory/[\w-]+/)"', visitor.context.request.get(visitor.house.url + desk).text())
    assert found is not None
    return found.group(1)
