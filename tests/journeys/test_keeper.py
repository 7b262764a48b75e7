"""A coordinator on a phone, in Azerbaijani: looks the entry through by a mailed link, reports on a quarter offline."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, Visitor, sideways, stretch, violations

GROUPS = ("names", "place", "contacts", "work", "posts")


def _entry(keeper: Visitor) -> str:
    keeper.sign_in("keeper")
    href = keeper.open("/desk/register/").locator("main table th a").first.get_attribute("href")
    assert href is not None
    return href


def _accessible(page: Page) -> None:
    stretch(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 780})


def _mailed_link(visitor: Visitor) -> str:
    """Return the newest link to look an entry through, as the mail says it."""
    outbox = visitor.context.request.get(f"{visitor.house.url}/demo/outbox/").text()
    for letter in re.findall(r'href="(/demo/outbox/\w+/)"', outbox):
        found = re.search(r"/register/renew/[\w-]+/", visitor.context.request.get(visitor.house.url + letter).text())
        if found is not None:
            return found.group()
    raise AssertionError("no mail asks anybody to look an entry through")


def test_a_keeper_looks_the_entry_through_on_a_phone(visit: Visit) -> None:
    keeper = visit(language="az", phone=True)
    page = keeper.open(_entry(keeper))
    _accessible(page)
    page.locator("form[action$='/renewal/'] button").click()
    page.wait_for_load_state("load")
    link = _mailed_link(keeper)

    # An answer that says what is wrong is an error to a browser.
    holder = visit(language="az", phone=True, script=False, troubles=True)
    page = holder.open(link)
    expect(page.locator("html")).to_have_attribute("lang", "az")
    page.locator("#hours a.btn").click()
    page.locator("input[name=day_0]").fill("sabah")
    page.locator("form.entry button.btn").click()
    expect(page.locator("input[name=day_0]")).to_have_value("sabah")
    page.locator("input[name=day_0]").fill("11-19")
    page.locator("form.entry button.btn").click()
    page.wait_for_url(f"**{link}")
    expect(page.locator("#hours")).to_contain_text("11:00–19:00")
    for group in GROUPS:
        page.locator(f"#{group} button[value={group}]").click()
        page.wait_for_load_state("load")
    expect(page.locator("button[form=still]")).to_have_count(0)


def test_the_page_of_the_link_is_accessible_and_answered_in_every_direction(visit: Visit) -> None:
    keeper = visit(language="ar", phone=True)
    page = keeper.open(_entry(keeper))
    page.locator("form[action$='/renewal/'] button").click()
    page.wait_for_load_state("load")
    link = _mailed_link(keeper)

    for path in (link, f"{link}names/", f"{link}hours/", f"{link}work/"):
        page = keeper.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        _accessible(page)

    # An answer that says what is wrong is an error to a browser.
    holder = visit(language="ar", width=320, script=False, troubles=True)
    page = holder.open(f"{link}hours/")
    page.locator("input[name=day_1]").fill("غدًا")
    page.locator("form.entry button.btn").click()
    expect(page.locator("input[name=day_1]")).to_have_value("غدًا")
    expect(page.locator("input[name=day_1]")).to_have_attribute("aria-invalid", "true")
    page.locator("input[name=day_1]").fill("9:30-12")
    page.locator("form.entry button.btn").click()
    page.wait_for_url(f"**{link}")
    expect(page.locator("#hours")).to_contain_text("09:30–12:00")
    while (left := page.locator("button[form=still]")).count():
        left.first.click()
        page.wait_for_load_state("load")
    assert (sideways(page), page.locator(".look .st").count()) == (0, len(GROUPS) + 1)


def test_a_report_typed_without_a_line_goes_out_once_when_it_is_back(visit: Visit) -> None:
    keeper = visit(language="az", phone=True, troubles=True)
    at = f"{_entry(keeper)}report/"
    page = keeper.open(at)
    _accessible(page)
    page.locator("select[name=quarter]").select_option(index=2)
    page.locator("input[name=events]").fill("17")
    page.locator("textarea[name=words]").fill("Novruz şənliyi.")
    keeper.context.set_offline(True)
    page.locator("form[data-keep] button").click()
    waiting = page.locator("[data-kept]").get_attribute("data-waiting")
    expect(page.locator("[data-kept]")).to_have_text(waiting or "")
    keeper.context.set_offline(False)
    expect(page.locator("main .lines")).to_contain_text("Novruz şənliyi.", timeout=20_000)
    told = page.locator("main .lines > li", has_text="Novruz şənliyi.")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("17")
    assert keeper.open(at).locator("textarea[name=words]").input_value() == ""
