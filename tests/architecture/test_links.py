"""Ways that others make: forms sent from elsewhere, ways that lead out, secrets of links that are forged or over."""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ocaq.conference.models import Invitation
from ocaq.kernel import clock, links
from ocaq.mail.models import Mail
from ocaq.register.models import Letter, Renewal
from tests.architecture.addresses import ROLES
from tests.architecture.test_fuzz import forms_of
from tests.architecture.town import Address, Town, build

# Whose POST another site may send: each says why it does no harm.
FROM_ELSEWHERE = {"conference:room_ticket": "changes nothing, and another site cannot read the answer"}
OUT = ["//evil.example/x", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)", "https:///evil.example"]
LEAD_ON = {"account_again", "account_login", "account_logout", "privacy:reason", "zone"}
NEXT = ("next", "url", "back", "to", "return", "redirect")
SECRETS = (
    "conference:invitation",
    "conference:mine_by_link",
    "register:letter",
    "register:renewal",
    "register:renewal_group",
)
pytestmark = pytest.mark.slow


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build()


def test_no_form_sent_from_elsewhere_does_anything(town: Town) -> None:
    """Neither a browser that is signed in nor one that holds a place takes a form without our own mark in it."""
    taken = set()
    for role in ROLES:
        browser = town.browsers[role]
        browser.handler.enforce_csrf_checks = True
        taken |= {each.name for each in town.addresses if browser.post(each.path).status_code != 403}

    assert taken == FROM_ELSEWHERE.keys()


def test_every_form_carries_its_mark(town: Town) -> None:
    forms = [form for role in ("anonymous", "participant", "staff") for form in forms_of(town.browsers[role], town)]

    assert [action for action, fields in forms if "csrfmiddlewaretoken" not in fields] == []
    assert len(forms) > 50


def test_no_way_leads_out(town: Town) -> None:
    """Each address is tried with one way out, those that lead on with every one."""
    ways = []
    for number, address in enumerate(town.addresses):
        for out in OUT if address.name in LEAD_ON else [OUT[number % len(OUT)]]:
            for role, method in product(("anonymous", "staff"), ("get", "post")):
                answer = _asked(town, role, method, address.path, dict.fromkeys(NEXT, out))
                ways += [f"{role} {method} {address.name}: {way}" for way in _out(answer)]

    assert ways == []
    assert {address.name for address in town.addresses} >= LEAD_ON


def test_signing_in_leads_where_it_was_meant_or_home(town: Town) -> None:
    led = {}
    for onward in ("/desk/", OUT[0], OUT[2]):  # more letters nobody is sent at once
        browser = Client()
        browser.post("/accounts/login/", {"login": "staff@example.org", "next": onward})
        letter = Mail.objects.filter(template="accounts_sign_in_code").latest("pk")
        code = re.search(r"\b\d{6}\b", letter.text)
        assert code is not None
        led[onward] = browser.post("/accounts/login/code/confirm/", {"code": code[0], "next": onward}).headers[
            "Location"
        ]

    assert led == {"/desk/": "/desk/", OUT[0]: "/my/", OUT[2]: "/my/"}


@pytest.mark.parametrize("language", ["az", "ar"])
def test_a_forged_link_says_so_in_the_readers_language(town: Town, language: str) -> None:
    """Cut, another's or nobody's: one answer, which does not repeat what was sent."""
    for address in _secret_links(town):
        secret = next(part for part in address.path.split("/") if len(part) == links.SECRET_LENGTH)
        forged = (
            secret[:-1] + "~",
            secret[:-1],
            secret.swapcase(),
            "x",
            "a" * 3000,
            "%F0%9F%8C%B3",
            secret + "=",
        )
        answers = [
            _asked(town, "anonymous", method, address.path.replace(secret, one), {}, HTTP_ACCEPT_LANGUAGE=language)
            for one, method in product(forged, ("get", "post"))
        ]
        found = {(answer.status_code, _said(answer)) for answer in answers if answer.status_code != 405}
        assert len(found) == 1, (address.name, found)
        status, said = found.pop()
        assert status == 404
        assert f'lang="{language}"' in answers[0].text
        assert len(said) > 50


def test_a_link_that_is_over_says_so_in_the_readers_language(town: Town) -> None:
    past = clock.now() - timedelta(days=1)
    Letter.objects.update(expires_at=past)
    Renewal.objects.update(expires_at=past)
    Invitation.objects.update(withdrawn_at=past)
    seen = {
        each.name: _asked(town, "anonymous", "get", each.path, {}, HTTP_ACCEPT_LANGUAGE="az")
        for each in _secret_links(town)
    }

    over = dict.fromkeys(SECRETS, 410) | {"conference:mine_by_link": 302}  # a place that is kept, as long as it is
    assert {name: answer.status_code for name, answer in seen.items()} == over
    assert all('lang="az"' in answer.text for answer in seen.values() if answer.status_code == 410)


def _secret_links(town: Town) -> list[Address]:
    return [one for one in town.addresses if one.name in SECRETS]


def _asked(town: Town, role: str, method: str, path: str, asked: dict[str, str], **headers: str) -> Any:
    """Return the answer somebody gets, who holds afterwards what they held before."""
    browser = town.browsers[role]
    held = {name: morsel.value for name, morsel in browser.cookies.items()}
    answer = getattr(browser, method)(path, asked, **headers)
    answer.getvalue()
    browser.cookies = SimpleCookie(held)
    return answer


def _out(answer: Any) -> list[str]:
    """Return the ways out of the house that an answer offers."""
    ways = [answer.headers.get("Location", "")]
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        ways += re.findall(r'(?:href|action|formaction)="([^"]*)"', answer.getvalue().decode())
    return [way for way in ways if way in OUT or urlsplit(way).hostname == "evil.example"]


def _said(answer: Any) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.getvalue().decode().partition("<main")[2]).split())
