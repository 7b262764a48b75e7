"""The desks of the register and of privacy: roles and what they open, changes overtaken, looks judged and told."""

import secrets

from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from ocaq.kernel.looking import PURPOSES
from ocaq.privacy.words.looks import office_words
from tests.journeys.conftest import Visit, Visitor, sideways, violations
from tests.journeys.steps import code_for
from tests.journeys.test_own_record import fits, open_record

DESK, ROLES = "/desk/register/", "/desk/people/"
HOME, ELSEWHERE = "DE", "TR"
SWEEP = """
import django; django.setup()
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.register.commands.sweeping import find_likenesses
find_likenesses(by=system("worker"), at=clock.now())
"""


def _status(visitor: Visitor, path: str) -> int:
    return visitor.context.request.get(visitor.house.url + path, max_redirects=0).status


def _countries(visitor: Visitor) -> list[str]:
    return [one.get_attribute("value") or "" for one in visitor.open(DESK).locator("select[name=country] option").all()]


def _enter(visitor: Visitor, address: str) -> None:
    """Sign in by a mailed code, with an account or without one yet."""
    page = visitor.open("/accounts/login/")
    page.locator("input[name=login]").fill(address)
    page.locator("form[novalidate] button").click()
    page.wait_for_url("**/confirm/**")
    page.locator("input[name=code]").fill(code_for(visitor, address))
    page.locator("form[novalidate] button").click()
    page.wait_for_url("**/my/**")


def test_a_role_for_a_country_opens_that_country_until_it_ends(visit: Visit) -> None:
    address = f"council-{secrets.token_hex(4)}@people.example"
    staff = visit(language="az", phone=True, script=False)
    staff.sign_in("staff")
    elsewhere = staff.open(f"{DESK}?country={HOME}").locator("main table th a").first.get_attribute("href")
    page = staff.open(f"{ROLES}grant/")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=role][value=coordinator]").check()
    page.locator("input[name=scope][value=country]").check()
    page.locator("select[name=country]").select_option(ELSEWHERE)
    page.locator("form[novalidate] button").click()
    page.wait_for_url(f"**{ROLES}")

    holder = visit(language="ru", width=320, script=False)
    _enter(holder, address)
    assert [code for code in _countries(holder) if code] in ([], [ELSEWHERE])
    own = holder.page.locator("main table th a").first.get_attribute("href")
    assert (_status(holder, str(own)), _status(holder, str(elsewhere))) == (200, 404)
    fits(holder.page, "ru")

    ends = page.locator("tr", has_text=address).locator("a.act")
    ends.click()
    page.locator("input[name=address]").fill(address)
    page.locator("form[novalidate] button").click()
    page.wait_for_url(f"**{ROLES}")
    assert (_status(holder, DESK), _status(holder, str(own))) == (403, 403)


def test_a_change_that_was_overtaken_is_settled_and_no_words_are_lost(visit: Visit) -> None:
    keeper = visit(language="az", width=320, script=False)
    keeper.sign_in("keeper")
    entry = keeper.open(DESK).locator("main table th a").first.get_attribute("href")
    _founded(keeper, f"{entry}edit/names/", "1997-03")
    asked = keeper.open(str(entry)).locator("main .note a").first.get_attribute("href")
    council = visit(language="ar", phone=True)
    council.sign_in("coordinator")
    _founded(council, f"{entry}edit/names/", "1996-11-02")

    page = council.open(str(asked))
    fits(page, "ar")
    assert violations(page) == []
    page.locator("main a[href$='/both/']").click()
    page.wait_for_url("**/both/")
    fits(page, "ar")
    expect(page.locator("input[name=founded]")).to_have_value("1997-03")
    page.locator("input[name=founded]").fill("1995")
    page.locator("form.entry button.btn").click()
    page.wait_for_url("**/changes/")

    held = keeper.open(f"{entry}edit/names/").locator("input[name=founded]")
    expect(held).to_have_value("1995")
    # Both the wish and its answer stay to be read by whoever asked.
    page = keeper.open(str(asked))
    fits(page, "az")
    expect(page.locator("main")).to_contain_text("1997")
    expect(page.locator("main button")).to_have_count(0)


def _founded(visitor: Visitor, path: str, day: str) -> None:
    page = visitor.open(path)
    page.locator("input[name=founded]").fill(day)
    page.locator("form.entry button.btn").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def test_a_guardian_judges_a_look_and_everybody_reads_the_count(visit: Visit) -> None:
    guardian = visit(language="en", phone=True, script=False)
    before = _reviewed(guardian)
    guardian.sign_in("guardian")
    page = guardian.open("/desk/privacy/review/")
    fits(page, "en")
    rows = page.locator("main table").first.locator("tbody tr")
    waiting = rows.filter(has=page.locator("button")).count()
    said = rows.filter(has=page.locator("button")).filter(has_text="A storm has shut a house there").first
    expect(said).to_contain_text("Lena Birkenquell")
    said.locator("button[value=holds]").click()
    page.wait_for_url("**/review/")

    expect(rows.filter(has=page.locator("button"))).to_have_count(waiting - 1)
    assert _reviewed(guardian) == before + 1


def _reviewed(visitor: Visitor) -> int:
    counted = visitor.open("/privacy/counts/").locator("tr:has(a[href$='#privacy.reviews'])").first
    return int(counted.locator("td").first.inner_text())


def test_who_looked_is_told_in_plain_words_to_whom_it_concerns(visit: Visit) -> None:
    coordinator = visit(language="az", phone=True, script=False)
    coordinator.sign_in("coordinator")
    entry = coordinator.open(f"{DESK}?kind=house").locator("main table th a").first.get_attribute("href")
    address = _holder(coordinator.open(str(entry)))

    holder = visit(language="ar", width=320, script=False)
    page = open_record(holder, address)
    fits(page, "ar")
    newest = page.locator("#looks li").first
    with _in("ar"):
        expect(newest).to_contain_text(office_words(f"coordinator:country:{HOME}"))
        expect(newest).to_contain_text(str(PURPOSES["post"]))
    assert "Birkenquell" not in page.content()


def test_in_an_emergency_a_reason_is_asked_and_everybody_knows(visit: Visit) -> None:
    # An answer that asks for a reason is an error to a browser.
    coordinator = visit(language="en", phone=True, troubles=True)
    coordinator.sign_in("coordinator")
    page = coordinator.open(f"{DESK}emergency/")
    page.locator("select[name=country]").select_option(ELSEWHERE)
    page.locator("form[novalidate] button").click()
    expect(page.locator("input[name=reason]")).to_have_attribute("aria-invalid", "true")
    assert (violations(page), sideways(page)) == ([], 0)
    page.locator("input[name=reason]").fill("An earthquake, and the lines of the house are dead")
    page.locator("form[novalidate] button").click()
    page.wait_for_url(f"**?country={ELSEWHERE}")
    bodies = [str(one.get_attribute("href")) for one in page.locator("main .lines a[href*='/emergency/']").all()]
    address = next(found for body in bodies if (found := _holder(coordinator.open(body))))
    assert (violations(page), sideways(page)) == ([], 0)

    letters = coordinator.context.request.get(f"{coordinator.house.url}/demo/outbox/?to=guardian@example.org").text()
    assert "/demo/outbox/" in letters
    holder = visit(language="ru", phone=True, script=False)
    newest = open_record(holder, address).locator("#looks li").first
    with _in("ru"):
        expect(newest).to_contain_text(office_words(f"coordinator:country:{HOME}"))
        expect(newest).to_contain_text(str(PURPOSES["emergency"]))


def test_two_people_who_are_not_the_same_are_not_offered_again(visit: Visit) -> None:
    coordinator = visit(language="ru", width=320, script=False)
    coordinator.sign_in("coordinator")
    page = coordinator.open(f"{DESK}likeness/?about=people")
    fits(page, "ru")
    pairs = page.locator(".listrows a[href*='/likeness/']")
    before = pairs.count()
    assert before
    words = pairs.first.inner_text()
    pairs.first.click()
    fits(page, "ru")
    page.locator("button[name=answer][value=two]").click()
    page.wait_for_url("**/likeness/**")

    coordinator.house.python("-c", SWEEP)
    coordinator.open(f"{DESK}likeness/?about=people")
    expect(pairs).to_have_count(before - 1)
    expect(pairs.filter(has_text=words)).to_have_count(0)


def _holder(page: Page) -> str:
    """Return the mail address of the first who holds a post there, empty when nobody does."""
    address: Locator = page.locator(".ltr", has_text="holder-")
    return address.first.inner_text() if address.count() else ""


def _in(language: str) -> translation.override:
    return translation.override(language)
