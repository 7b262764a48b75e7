"""Pages that only a step leads to: a code asked for, a form half filled in, a link from a mail, a mistake made."""

import re
import secrets
from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from tests.journeys.conftest import Visitor
from tests.journeys.pages import ON_AIR

Steps = Iterator[tuple[str, Page]]


def newcomer(visitor: Visitor) -> Steps:
    """Open an account, change its address, keep a passkey, give it another name, stop before erasing everything."""
    # A passkey belongs to a name; an address in numbers has none.
    site, page = visitor.house.url.replace("127.0.0.1", "localhost"), visitor.page
    address = f"newcomer-{secrets.token_hex(4)}@people.example"
    _has_a_device_for_passkeys(page)
    page.goto(f"{site}/accounts/signup/")
    _send(page, {})
    yield "opening an account without an address", page
    _send(page, {"email": address})
    page.wait_for_url("**/accounts/confirm/")
    yield "the code for a new account", page
    page.locator("input[name=code]").fill("000000")
    _press(page.locator("form[novalidate] button"))
    yield "a wrong code", page
    page.locator("input[name=code]").fill(code_for(visitor, address))
    page.locator("form[novalidate] button").click()
    page.wait_for_url("**/my/")
    yield "my pages of somebody new", page
    page.goto(f"{site}/accounts/address/")
    yield "the address", page
    page.locator("input[name=email]:not([type=hidden])").fill(f"other-{address}")
    page.locator("button[name=action_add]").click()
    page.wait_for_url("**/accounts/confirm/")
    yield "the code for another address", page
    page.goto(f"{site}/accounts/passkeys/add/")
    yield "adding a passkey", page
    page.locator("input[name=name]").fill("Telefonum")
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/accounts/passkeys/")
    yield "the passkeys", page
    for action in ("remove", "rename"):
        page.goto(f"{site}/accounts/passkeys/")
        page.locator("td a").nth(1 if action == "remove" else 0).click()
        page.wait_for_load_state()
        yield f"to {action} a passkey", page
    page.goto(f"{site}/my/erasure/")
    yield "erasing an account", page


def code(visitor: Visitor) -> Steps:
    page = visitor.open("/accounts/login/")
    page.locator("input[name=login]").fill("no address")
    _press(page.locator("form[novalidate] button"))
    yield "no address", page
    page.locator("input[name=login]").fill(f"code-{secrets.token_hex(4)}@people.example")
    page.locator("form[novalidate] button").click()
    page.wait_for_url("**/confirm/**")
    yield "the code to sign in", page


def guest(visitor: Visitor) -> Steps:
    """Register step by step, look at what is kept, change it, withdraw and come back."""
    page = visitor.open(f"/conferences/{ON_AIR}/register/")
    _press(page.locator("form[data-step] button"))
    yield "registering without a name", page
    page.locator("input[name=name]").fill("Yusif Qaratut")
    page.locator("select[name=country]").select_option("DE")
    page.locator("form[data-step] button").click()
    page.wait_for_url("**/register/part/")
    yield "how to take part", page
    _press(page.locator("form[data-step] button"))
    yield "taking part as nobody", page
    page.locator("[name=capacity]").first.check()
    page.locator("form[data-step] button").click()
    page.wait_for_url("**/register/check/")
    yield "checking what is registered", page
    page.locator("form[data-step] button").click()
    page.wait_for_url("**/mine/?kept=1")
    yield "registered", page
    _press(page.locator("form[action$='/withdrawal/'] button"))
    yield "withdrawn", page


def planner(visitor: Visitor) -> Steps:
    """Make a draft, publish nothing, invite, and see each form with a mistake in it."""
    visitor.sign_in("staff")
    slug = f"next-{secrets.token_hex(4)}"
    page = visitor.open("/desk/conferences/new/")
    page.locator("main form[novalidate] button").last.click()
    yield "a conference without a date", page
    page.locator("input[name=slug]").fill(slug)
    page.locator("input[name^=starts_at]").first.fill("2031-12-31T17:00")
    page.locator("main form[novalidate] button").last.click()
    page.wait_for_url(f"**/{slug}/**")
    yield "a draft", page
    for part in ("change", "rundown", "publication", "invitations", "registrations"):
        yield f"{part} of a draft", visitor.open(f"/desk/conferences/{slug}/{part}/")
    page = visitor.open(f"/desk/conferences/{slug}/rundown/")
    page.locator("tbody th a").first.click()
    page.locator("input[name=length]").fill("long")
    _press(page.locator("form.itemform > .row button"))
    yield "an item with a length that is none", page
    page = visitor.open(f"/desk/conferences/{ON_AIR}/invitations/")
    page.locator("textarea[name=lines]").fill("Nowhere")
    _press(page.locator("main form[novalidate] button"))
    yield "invitations nobody can read", page
    page.locator("textarea[name=lines]").fill(
        f"Elnur Çaylı, elnur-{secrets.token_hex(4)}@people.example, TR, house, az"
    )
    _press(page.locator("main form[novalidate] button"))
    yield "invitations as they were read", page
    _press(page.locator("button[name=send]"))
    yield "invitations sent", page
    page = visitor.open("/desk/people/grant/")
    _press(page.locator("main form[novalidate] button"))
    yield "a role for nobody", page
    page = visitor.open("/desk/people/erasure/")
    _press(page.locator("main form button"))
    yield "erasing nobody", page


def refused(visitor: Visitor) -> Steps:
    """Come where one may not be, with a link that has run out, and with a line that is down."""
    yield "an invitation that is none", visitor.open(f"/conferences/{ON_AIR}/i/{'x' * 32}/")
    yield "a personal link that is none", visitor.open(f"/conferences/{ON_AIR}/mine/{'x' * 32}/")
    yield "an address only acted upon", visitor.open(f"/conferences/{ON_AIR}/register/another/")
    visitor.sign_in("coordinator")
    yield "no right to the console", visitor.open(f"/conferences/{ON_AIR}/console")
    yield "no right to the desk's mail", visitor.open("/desk/mail/")


STORIES = (newcomer, code, guest, planner, refused)


def code_for(visitor: Visitor, address: str) -> str:
    """Return the newest code sent to an address, from the outbox that the demo shows to everybody."""
    outbox = visitor.context.request.get(f"{visitor.house.url}/demo/outbox/?to={address}").text()
    letter = re.search(r"/demo/outbox/\w+/", outbox)
    assert letter is not None, f"no mail to {address}"
    found = re.search(r"\b\d{6}\b", visitor.context.request.get(visitor.house.url + letter.group()).text())
    assert found is not None, f"no code for {address}"
    return found.group()


def _send(page: Page, fields: dict[str, str]) -> None:
    for field, value in fields.items():
        page.locator(f"main input[name={field}]").fill(value)
    _press(page.locator("main form[novalidate] button"))


def _press(button: Locator) -> None:
    """Press a button and wait for the page that answers, which may stand at the same address."""
    page = button.page
    page.evaluate("document.documentElement.dataset.pressed = ''")
    button.click()
    page.locator("html:not([data-pressed])").wait_for(state="attached")
    page.wait_for_load_state("load")


def _has_a_device_for_passkeys(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
