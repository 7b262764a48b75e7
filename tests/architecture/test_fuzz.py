"""Hostile input: every form of every page, field by field, and every address as everybody; never a failure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from tests.architecture.addresses import GETS, ROLES
from tests.architecture.town import Town, build, how_late

MARK = "<script>alert(1)</script>"
HOSTILE = {
    "words": MARK
    + "'\"--;{{7*7}}{% debug %} \u202e\u2066gnp.exe\u2069\u200f\u2028 ../../etc/passwd\\..\\//evil.example",
    "nul": "a\x00b",
    "lines": "a\r\nX-Forged: 1",
    "surrogate": "\ud800\udfff\ud83d",
    "digits": "9" * 10_000,
    "megabyte": "ə" * 500_000,
    "nothing": "",
}
# What no form of a page carries: sent by scripts, or by buttons of the demo's other states.
SCRIPTED = """
    act address_as answer back capacity channel code country credential device do email entry hand ids item key
    kind language languages length length_s lines message name needs next note notes option options organisation
    owner participant place poll position question reaction ref role scope starts_at state step text title
    title_az title_en topic user user_id version zone lang page q before to about
"""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Form(HTMLParser):
    """The forms of one page: where each is sent, and what each of its fields holds before anybody types."""

    address: str
    forms: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append((has.get("action") or self.address, {}) if has.get("method") == "post" else ("", {}))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if tag in {"input", "textarea", "button"} and "name" in has:
            fields.setdefault(has["name"], has.get("value", ""))
        self._select = has.get("name", "") if tag == "select" else self._select
        if tag == "option" and self._select and not fields.get(self._select):
            fields[self._select] = has.get("value", "")


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build()


def send(browser: Client, path: str, fields: dict[str, str]) -> int:
    body = "&".join(f"{quote(name)}={quote(value, errors='surrogatepass')}" for name, value in fields.items())
    return int(browser.post(path, body, content_type=FORM).status_code)


def forms_of(browser: Client, town: Town) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each form that is sent to an address of its own, as somebody sees it who may."""
    seen = set()
    for address in town.addresses:
        page = browser.get(address.path)
        body = page.getvalue().decode("utf-8", "replace")
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            read = Form(address.path)
            read.feed(body)
            for action, fields in read.forms:
                kind = urlsplit(action).path, frozenset(fields)
                if action and kind not in seen:
                    seen.add(kind)
                    yield action, fields


def still_stands(town: Town) -> list[str]:
    """Return the addresses that fail now, and the pages that show what was typed as if it were ours."""
    broken = []
    for address in town.addresses:
        answer = town.browsers["staff"].get(address.path)
        body = answer.getvalue()
        ours = answer.headers.get("Content-Type", "").startswith("text/html") and MARK.encode() in body
        if answer.status_code >= 500 or ours:
            broken.append(f"GET {address.name}: {answer.status_code}")
    return broken


@pytest.mark.slow
@pytest.mark.parametrize("role", ["anonymous", "participant", "staff"])
def test_no_field_of_any_form_breaks_anything(town: Town, role: str) -> None:
    browser = town.browsers[role]
    broken, sent = [], 0
    for number, (action, fields) in enumerate(sorted(forms_of(browser, town), key=lambda one: how_late(one[0]))):
        for place, name in enumerate(fields):
            for what, hostile in HOSTILE.items():
                # It is long wherever it stands: once a form is enough.
                if what == "megabyte" and place != number % len(fields):
                    continue
                sent += 1
                if (status := send(browser, action, fields | {name: hostile})) >= 500:
                    broken.append(f"{action} {name}={what}: {status}")

    assert broken == []
    assert sent > 100
    assert still_stands(town) == []


@pytest.mark.slow
def test_nobody_breaks_any_address(town: Town) -> None:
    """Everything at once, from everybody, in the form and in the address; then 1 MB in one field."""
    # A form or an address with a NUL leads nowhere, before anybody reads it.
    short = [text for text in HOSTILE.values() if len(text) < 1000 and "\0" not in text]
    many = {name: short[place % len(short)] for place, name in enumerate(SCRIPTED.split())}
    query = "&".join(f"{name}={quote(text, errors='surrogatepass')}" for name, text in many.items())
    broken = []
    for address in town.addresses:
        for role in ROLES:
            browser = town.browsers[role]
            answer = browser.get(f"{address.path}?{query}")
            answer.getvalue()  # files are closed when they have been read
            statuses = [answer.status_code]
            statuses.append(send(browser, address.path, many))
            if role in {"anonymous", "staff"}:
                statuses.append(send(browser, address.path, {"text": HOSTILE["megabyte"]}))
            if max(statuses) >= 500:
                broken.append(f"{role} {address.name}: {statuses}")

    assert broken == []
    assert still_stands(town) == []


def _room_for(value: object) -> list[str]:
    return ["text"] if len(str(value)) > 100_000 else SCRIPTED.split()


@pytest.mark.slow
def test_no_script_breaks_what_takes_json(town: Town) -> None:
    """Shapes that are none, values of every type in every field, for each address and for who may most."""
    odd: list[object] = [*HOSTILE.values(), None, -1, 10**400, 1e308, True, [], {}, [[[]]], {"@": {"az": 1}}]
    bodies = [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"act":"\xed\xa0\x80"}', b"[" * 50_000, b'{"a":' * 50_000]
    acts = ("standby", "go", "insert", "stretch", "message", "poll_create", "ask_ready", "light", "say", "shown")
    # 1 MB stands in one field of them.
    bodies += [
        json.dumps({"act": "say", "key": "k" * 12} | dict.fromkeys(_room_for(value), value)).encode() for value in odd
    ]
    bodies += [json.dumps({"key": "k" * 12, "act": act, "item": HOSTILE["nul"], "text": MARK}).encode() for act in acts]
    broken = []
    for address in town.addresses:
        for role in ("participant", "staff"):
            for body in bodies:
                status = town.browsers[role].post(address.path, body, content_type=JSON).status_code
                if status == 405:
                    break
                if status >= 500:
                    broken.append(f"{role} {address.name}: {status} for {body[:60]!r}")

    assert broken == []
    assert still_stands(town) == []


@pytest.mark.slow
def test_no_forged_or_outdated_ticket_opens_anything(town: Town) -> None:
    """A capability or a session that is cut, changed or somebody else's is nobody's."""
    guest, stranger = town.browsers["participant"], town.browsers["anonymous"]
    (name, held), *_ = ((name, morsel.value) for name, morsel in guest.cookies.items())
    wanted = {one.name: one.path for one in town.addresses}
    forged = [
        held[:-1],
        held[:-1] + ("A" if held[-1] != "A" else "B"),
        held[::-1],
        "",
        "\ud800".encode("utf-8", "replace").decode(),
        "x" * 4000,
    ]
    for value in forged:
        stranger.cookies[name] = value
        stranger.cookies["sessionid"] = value
        assert stranger.get(wanted["conference:room"]).status_code == 403, value
        assert stranger.get(wanted["conference:mine_change"]).status_code == 302, value
        assert stranger.get(wanted["desk"]).status_code == 302, value
    assert guest.get(wanted["conference:room"]).status_code == int(GETS["conference:room"].split()[1])
