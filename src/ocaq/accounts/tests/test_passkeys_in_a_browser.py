"""A passkey in a real browser: kept on a virtual device, then used to sign in without a code."""

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from ocaq.accounts.models import User
from ocaq.accounts.tests.conftest import make_user
from ocaq.evidence.models import Entry
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed; browser tests need it.")
    # Playwright keeps an event loop running in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """A passkey belongs to a name; an address in numbers has none."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def user() -> User:
    return make_user("aygun@people.example", name="Aygün Lalazarlı")


def virtual_device(page: Page) -> tuple[CDPSession, str]:
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
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in_by_code(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Your mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/confirm/**")
    mail = Mail.objects.filter(to_mark=mark(address)).latest("pk")
    found = re.search(r"\b\d{6}\b", mail.text)
    assert found is not None
    page.get_by_label("The code from our mail").fill(found.group())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/my/")


def complaints(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_a_passkey_is_kept_and_signs_in(browser: Browser, site: str, user: User) -> None:
    page = browser.new_page()
    heard = complaints(page)
    device, device_id = virtual_device(page)
    sign_in_by_code(page, site, user.email)
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey on this device").click()
    page.get_by_label("Name of the passkey").fill("Telefonum")
    page.get_by_role("button", name="Add a passkey on this device").click()
    page.wait_for_url("**/accounts/passkeys/")
    assert page.get_by_role("rowheader", name="Telefonum").is_visible()
    credentials: list[dict[str, Any]] = device.send("WebAuthn.getCredentials", {"authenticatorId": device_id})[
        "credentials"
    ]
    assert [one["isResidentCredential"] for one in credentials] == [True]
    assert credentials[0]["rpId"] == "localhost"
    mail = Mail.objects.filter(to_mark=mark(user.email)).latest("pk")
    assert mail.template == "accounts_passkey_added"

    page.goto(f"{site}/my/")
    page.get_by_role("button", name="Sign out on this device").click()
    page.goto(f"{site}/accounts/login/?next=/my/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Devices signed in").wait_for()
    assert Mail.objects.filter(to_mark=mark(user.email), template="accounts_sign_in_code").count() == 1

    page.goto(f"{site}/accounts/passkeys/add/")
    page.get_by_role("button", name="Add a passkey on this device").click()
    page.get_by_text("This device holds a passkey for this account already.").wait_for()

    page.goto(f"{site}/accounts/passkeys/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove this passkey").click()
    page.get_by_text("You have no passkey yet.").wait_for()
    page.goto(f"{site}/my/")
    page.get_by_role("button", name="Sign out on this device").click()
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This passkey was not accepted").wait_for()
    assert page.url.endswith("/accounts/login/")
    assert heard == []
    assert list(
        Entry.objects.filter(kind__startswith="accounts.passkey").order_by("pk").values_list("kind", "subject")
    ) == [
        ("accounts.passkey.added", user.subject),
        ("accounts.passkey.removed", user.subject),
    ]


def test_without_a_device_the_page_says_what_happened(browser: Browser, site: str, user: User) -> None:
    page = browser.new_page()
    device, device_id = virtual_device(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": device_id, "isUserVerified": False})
    sign_in_by_code(page, site, user.email)
    page.goto(f"{site}/accounts/passkeys/add/")
    page.get_by_role("button", name="Add a passkey on this device").click()
    page.get_by_text("The passkey was not used").wait_for(timeout=70_000)
    assert page.get_by_role("button", name="Add a passkey on this device").is_enabled()


def test_an_address_in_numbers_is_said_to_keep_no_passkeys(browser: Browser, site: str, user: User) -> None:
    site = site.replace("localhost", "127.0.0.1")
    page = browser.new_page()
    virtual_device(page)
    sign_in_by_code(page, site, user.email)
    page.goto(f"{site}/accounts/passkeys/add/")
    page.get_by_role("button", name="Add a passkey on this device").click()
    page.get_by_text("Passkeys work only at the site’s own name").wait_for()

    assert not user.authenticator_set.exists()
