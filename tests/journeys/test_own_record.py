"""Holders of posts and their own record, on a phone and without script: told by letter, and everything is theirs."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, Visitor, sideways, violations
from tests.journeys.steps import code_for

LETTER = re.compile(r"/register/letters/[\w-]+/")
HOLDER = re.compile(r"holder-\d+@people\.example")


def told(visitor: Visitor, *, asked: bool, number: int) -> tuple[str, str]:
    """Return the address and the link of a holder whom a letter told, asked something or not; one for each number."""
    request, url = visitor.context.request, visitor.house.url
    found = []
    for mail in visitor.house.rows("SELECT ref FROM mail_mail WHERE template = ? ORDER BY id", "register_told"):
        text = request.get(f"{url}/demo/outbox/{mail['ref']}/").text()
        holder, link = HOLDER.search(text), LETTER.search(text)
        if holder and bool(link) is asked:
            found.append((holder.group(), link.group() if link else ""))
    return found[number]


def open_record(visitor: Visitor, address: str) -> Page:
    """Open the record of an address by the code mailed to it."""
    page = visitor.open("/privacy/record/")
    page.locator("input[name=address]").fill(address)
    page.locator("form[novalidate] button").click()
    page.locator("input[name=code]").fill(code_for(visitor, address))
    page.locator("form[novalidate] button").click()
    page.wait_for_url("**/my/record/")
    return page


def fits(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert sideways(page) <= 0


def test_a_holder_corrects_name_and_telephone_by_a_mailed_code(visit: Visit) -> None:
    # An answer that says what is wrong is an error to a browser.
    holder = visit(language="az", width=320, script=False, troubles=True)
    address, _ = told(holder, asked=True, number=0)
    page = open_record(holder, address)
    fits(page, "az")
    page.locator("a[href^='/my/posts/']").first.click()
    fits(page, "az")
    page.locator("input[name=name]").fill("Nərgiz Badımcanlı")
    page.locator("input[name=phone]").fill("12")
    page.locator("form[novalidate] button").click()
    expect(page.locator("input[name=phone]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=name]")).to_have_value("Nərgiz Badımcanlı")
    page.locator("input[name=phone]").fill("+49307654321")
    page.locator("form[novalidate] button").click()
    expect(page.locator("input[name=phone]")).to_have_value("+49 30 7654321")

    expect(holder.open("/my/record/").locator("main")).to_contain_text("Nərgiz Badımcanlı")


def test_a_holder_says_yes_with_one_tap_and_stands_on_the_page(visit: Visit) -> None:
    holder = visit(language="ru", phone=True, script=False)
    _, link = told(holder, asked=True, number=1)
    page = holder.open(link)
    fits(page, "ru")
    name = page.locator("main bdi").first.inner_text()
    public = page.locator("main a[href^='/directory/']").first.get_attribute("href") or ""
    stranger = visit(language="ru", width=320)
    assert name not in stranger.open(public).locator("main").inner_text()

    page.locator("button[value$=':public:yes']").first.click()
    expect(page.locator("main .st").first).to_be_visible()
    assert name in stranger.open(public).locator("main").inner_text()
    page.locator("button[value$=':public:no']").first.click()
    assert name not in stranger.open(public).locator("main").inner_text()


def test_the_page_of_a_letter_is_accessible_in_each_direction(visit: Visit) -> None:
    for language in ("az", "ar"):
        holder = visit(language=language, width=320)
        page = holder.open(told(holder, asked=True, number=1)[1])
        fits(page, language)
        assert violations(page) == []


def test_a_holder_takes_one_consent_back_and_keeps_the_rest(visit: Visit) -> None:
    holder = visit(language="ar", phone=True, script=False)
    address, _ = told(holder, asked=False, number=0)
    page = open_record(holder, address)
    fits(page, "ar")
    page.locator("a[href^='/my/posts/']").first.click()
    name = page.locator("input[name=name]").input_value()
    public = page.locator("main a[href^='/directory/']").first.get_attribute("href") or ""
    assert name in holder.open(public).locator("main").inner_text()

    receipts = holder.open("/my/record/").locator("#receipts a[href^='/my/record/receipts/']")
    expect(receipts).to_have_count(2)
    for at in (0, 1):  # the name and the day, each by itself
        holder.open("/my/record/").locator("#receipts a[href^='/my/record/receipts/']").nth(at).click()
        fits(page, "ar")
        page.locator("form button.danger").click()
        page.wait_for_url("**/my/record/**")
    assert name not in holder.open(public).locator("main").inner_text()
    expect(holder.open("/my/record/").locator("main")).to_contain_text(name)


def test_a_holder_takes_a_copy_along_for_people_and_for_programs(visit: Visit, tmp_path: Path) -> None:
    holder = visit(language="az", phone=True, script=False)
    address, _ = told(holder, asked=False, number=1)
    open_record(holder, address)
    told_to = holder.context.request

    copy = json.loads(told_to.get(f"{holder.house.url}/my/record/copy.json").text())
    fields = {one["field"]: one["says"] for thing in copy["kept"] for one in thing["fields"]}
    assert fields["register.Person.email"] == address
    file = tmp_path / "record.html"
    file.write_bytes(told_to.get(f"{holder.house.url}/my/record/copy.html").body())
    # It opens from a disk, with nothing from elsewhere.
    alone = visit(language="az", phone=True, script=False)
    alone.page.goto(file.as_uri())
    expect(alone.page.locator("body")).to_contain_text(address)
    assert alone.page.evaluate("performance.getEntriesByType('resource').length") == 0


def test_a_holder_erases_everything_and_nothing_is_left(visit: Visit) -> None:
    holder = visit(language="ru", phone=True, script=False)
    address, _ = told(holder, asked=False, number=2)
    page = open_record(holder, address)
    page.locator("a[href='/my/record/erasure/']").first.click()
    fits(page, "ru")
    page.locator("main form button.danger").click()
    page.wait_for_url(f"{holder.house.url}/**")

    page = open_record(holder, address)
    expect(page.locator("a[href^='/my/posts/']")).to_have_count(0)
