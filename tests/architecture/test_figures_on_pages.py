"""Every number on a public page that counts something is a declared figure, and opens how it is known."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.test import Client

from ocaq.conference.commands import counts
from ocaq.conference.models import Conference, Registration
from ocaq.demo.seed import seed
from ocaq.evidence import figures
from ocaq.kernel import capability, clock
from ocaq.kernel.actor import system
from ocaq.kernel.text import Text, TextColumn
from ocaq.report.models import Figure

TONIGHT, OVER = "solidarity-day", "results-of-the-year"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What holds digits and counts nothing: moments and lengths, what is typed, code, pictures, what a script reads.
NO_COUNT = {"time", "input", "select", "textarea", "code", "svg", "script", "style", "title", "noscript"}
# Digits that are no figures, by the class of what holds them.
EXEMPT = {
    "when": "a moment in two zones",
    "key": "the legend of the map: sizes of lights, not people",
    "queue": "places in the queue, and the time each is given",
    "prog": "when an item ran",
    "fg-how": "how a figure is made: indexes and digests of the log",
    "fg-entry": "an index of the log",
}
# Digits in people's own words, wherever they stand.
WORDS = "data-words"
NAMES = ["c2sp.org", "SHA-256"]


class Digits(HTMLParser):
    """Gathers text with a digit that stands in nothing that may hold one, and which figures a page shows."""

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self.words, self.open, self.loose, self.shown, self.links = words, [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "data":
            self.shown.append(given.get("data-figure"))
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        text = data
        for words in self.words:
            text = text.replace(words, "")
        if any(letter.isdigit() for letter in text) and not any(_may_hold(*each) for each in self.open):
            self.loose.append((" > ".join(f"{tag}.{given.get('class') or ''}" for tag, given in self.open[-3:]), text))


def _may_hold(tag, given) -> bool:
    classes = set((given.get("class") or "").split())
    return tag in NO_COUNT or "data-figure" in given or WORDS in given or bool(classes & EXEMPT.keys())


def _read(page: str, words: list[str]) -> Digits:
    digits = Digits(words)
    digits.feed(page)
    return digits


def _words() -> Iterator[str]:
    """Yield everything that people wrote into the demo, in every language, longest first."""
    found = set()
    for model in apps.get_app_config("conference").get_models():
        for field in model._meta.fields:
            if isinstance(field, TextColumn):
                texts: list[Text] = list(model._default_manager.values_list(field.name, flat=True))
                found |= {words for text in texts for words in text.values()}
    return iter(sorted((words for words in found if any(map(str.isdigit, words))), key=len, reverse=True))


def _addresses() -> list[str]:
    return [
        "/",
        "/conferences/",
        f"/conferences/{TONIGHT}/",
        f"/conferences/{OVER}/",
        f"/conferences/{OVER}/report",
        "/figures/",
        *(f"/figures/{ref}/" for ref in Figure.objects.values_list("ref", flat=True)),
        "/check/",
    ]


@pytest.fixture
def town(transactional_db: None) -> Client:
    """The demo with people in its hall, seen by a participant."""
    assert seed()
    conference = Conference.objects.get(slug=TONIGHT)
    guests = list(Registration.objects.filter(conference=conference, state="confirmed").order_by("pk")[:40])
    beats = [counts.Beat(guest.ref, "phone", guest.country, guest.capacity) for guest in guests]
    counts.be_present(conference=conference.ref, beats=beats, by=system("test"), at=clock.now())
    browser = Client()
    browser.cookies[capability.cookie_name("registration")] = capability.issue("registration", guests[0].ref)
    return browser


def _wrong(browser: Client, addresses: list[str], language: str) -> dict[str, object]:
    words, known = [*NAMES, *_words()], {figure.code for figure in figures.figures()}
    wrong: dict[str, object] = {}
    for address in addresses:
        page = browser.get(address, {"lang": language})
        assert page.status_code == 200, address
        digits = _read(page.text, words)
        if digits.loose:
            wrong[address] = digits.loose
        if set(digits.shown) - known:
            wrong[f"{address} undeclared"] = set(digits.shown) - known
        if digits.shown and not any(link.startswith(("/figures/", "?figure=")) for link in digits.links):
            wrong[f"{address} opens nothing"] = digits.shown
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_hold_no_number_that_is_not_a_figure(town: Client, language: str) -> None:
    assert _wrong(Client(), _addresses(), language) == {}
    assert _wrong(town, [f"/conferences/{TONIGHT}/room"], language) == {}
    for browser, address in ((Client(), "/"), (town, f"/conferences/{TONIGHT}/room")):
        assert "conference.people_now" in _read(browser.get(address).text, []).shown


@pytest.mark.slow
def test_the_front_page_at_rest_and_the_report_before_it_is_published(transactional_db: None) -> None:
    assert seed()
    Conference.objects.filter(slug=TONIGHT).update(state="ended", ended_at=clock.now())

    assert _wrong(Client(), ["/", f"/conferences/{TONIGHT}/report"], "en") == {}


def test_a_loose_number_is_seen() -> None:
    page = '<p>240 people</p><p><data value="3" data-figure="x.y">3</data> <time>12:00</time> Room 7</p>'

    digits = _read(page, ["Room 7"])

    assert [text for _, text in digits.loose] == ["240 people"]
    assert digits.shown == ["x.y"]
