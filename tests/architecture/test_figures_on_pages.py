"""Every number on a public page that counts something is a declared figure, and opens how it is known."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import translation

from ocaq.conference.commands import counts, polls
from ocaq.conference.models import Conference, Item, Poll, PollOption, Registration, Show
from ocaq.conference.rules.attendance import CROWD_EVERY_S
from ocaq.evidence import figures
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.erasure import clear_caches
from ocaq.kernel.text import Text, TextColumn
from ocaq.report.models import Figure
from tests.architecture.addresses import GETS, ROLES
from tests.architecture.numbers import Known, anchor_of, wrong_numbers
from tests.architecture.town import SLUG, Town, build

OVER = "results-of-the-year"
NAMES = ["c2sp.org", "SHA-256", "WCAG 2.2", "EN 301 549", "BCP 47", "ISO 3166-1"]
CODES = {"conference.people": "figure1", "conference.hands": "figure2"}
# Pages that hold no figure because of what they are.
BESIDE = {
    "style": "shows every part of pages with made-up numbers",
    "accessibility": "says how wide a screen has to be",
    "privacy": "says for how many days what is kept",
    "conference:register": "a form that says until when what is kept",
    "register:renewal": "one entry, to be looked through by whoever has the link",
    "register:renewal_group": "a form of one part of an entry",
    "register:data": "says how files are written, and how often they may be asked for",
    "conference:calendar": "a file",
    "register:photo": "a file",
}


def _words() -> list[str]:
    """Return everything with a digit that people wrote into the demo, in every language, longest first."""
    found: set[str] = set()
    for label in ("conference", "register"):
        for model in apps.get_app_config(label).get_models():
            for column in model._meta.fields:
                if isinstance(column, TextColumn):
                    texts: list[Text] = list(model._default_manager.values_list(column.name, flat=True))
                    found |= {words for text in texts for words in text.values()}
    return sorted((words for words in found if any(map(str.isdigit, words))), key=len, reverse=True)


def _periods(language: str) -> list[str]:
    """Return what the quarters are called that figures are about."""
    of_register = Figure.objects.filter(about__startswith="register:").values_list("about", flat=True).distinct()
    refs = [about.partition(":")[2] for about in of_register]
    with translation.override(language):
        return [str(named.title) for named in figures.subjects("register").named(refs).values()]


def opens(about: dict[str, str], address: str) -> str:
    """Return the code of the figure that an address opens."""
    path, query, fragment = anchor_of(address)
    if path == "/figures/" and fragment:
        return fragment
    ref = path.removeprefix("/figures/").strip("/") if path.startswith("/figures/") else query.removeprefix("figure=")
    return about.get(ref, "")


def _wrong(browser: Client, paths: list[str]) -> Iterator[tuple[str, str, object]]:
    """Yield what is wrong on pages in every language, by their address."""
    about = dict(Figure.objects.values_list("ref", "code"))
    codes = {figure.code for figure in figures.figures()}
    names = {language: [*NAMES, *_words(), *_periods(language)] for language, _ in settings.LANGUAGES}
    for path in paths:
        for language, words in names.items():
            page = browser.get(path, {"lang": language})
            assert page.status_code == 200, path
            if not page.headers["Content-Type"].startswith("text/html"):
                continue

            known = Known(words, codes, lambda link: opens(about, link), here=opens(about, path))
            for each in wrong_numbers(page.text, known):
                yield path, language, each


def _public(town: Town) -> list[str]:
    """Return every page that anybody may see, with the conference of tonight and with the one that is over."""
    found = {
        path
        for address in town.addresses
        if GETS[address.name].split()[ROLES.index("anonymous")] == "200" and address.name not in BESIDE
        for path in (address.path, address.path.replace(SLUG, OVER))
    }
    shown = {f"/figures/{ref}/" for ref in Figure.objects.values_list("ref", flat=True)}
    over = {f"/conferences/{OVER}/report"}
    return sorted(path for path in found | shown | over if Client().get(path).status_code == 200)


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The demo with people in its hall, who vote."""
    town = build()
    conference = Conference.objects.get(slug=SLUG)
    guests = list(Registration.objects.filter(conference=conference, state="confirmed").order_by("pk")[:40])
    beats = [counts.Beat(guest.ref, "phone", guest.country, guest.capacity) for guest in guests]
    at, by = clock.now(), system("test")
    counts.be_present(conference=conference.ref, beats=beats, by=by, at=at - timedelta(seconds=CROWD_EVERY_S))
    _vote(conference, [guest.ref for guest in guests[:7]])
    return town


def _vote(conference: Conference, guests: list[str]) -> None:
    director, at = Actor(ref="user:2", grants=frozenset({Grant("director")})), clock.now()
    to = {"slug": conference.slug, "by": director, "at": at}
    open_now = Poll.objects.filter(conference=conference, state="open").first()
    if open_now is None:
        ref = polls.create_poll(question={"en": "Which?"}, options=[{"en": "This"}, {"en": "That"}], **to).ref
        polls.open_poll(poll=ref, **to)
        open_now = Poll.objects.get(ref=ref)
    option = PollOption.objects.filter(poll=open_now).order_by("position")[0].ref
    votes = [counts.Vote(guest, open_now.ref, option=option) for guest in guests]
    with transaction.atomic():
        counts.vote_in_poll(conference=conference.ref, votes=votes, by=system("test"), at=at)
    polls.show_results(poll=open_now.ref, **to)


@pytest.mark.slow
def test_public_pages_hold_no_number_that_is_not_a_figure(town: Town) -> None:
    pages = _public(town)
    assert {"/", "/figures/", "/check/", f"/conferences/{OVER}/report"} <= set(pages)
    room = f"/conferences/{SLUG}/room"
    assert 'data-figure="conference.people_now"' in town.browsers["participant"].get(room).text

    assert list(_wrong(Client(), pages)) == []
    assert list(_wrong(town.browsers["participant"], [room])) == []
    Item.objects.filter(pk__in=Show.objects.filter(conference__slug=SLUG).values("current")).update(kind="silence")
    clear_caches()
    assert 'class="hush"' in town.browsers["participant"].get(room).text
    assert list(_wrong(town.browsers["participant"], [room])) == []


@pytest.mark.slow
def test_the_front_page_at_rest_and_the_report_before_it_is_published(town: Town) -> None:
    Conference.objects.filter(slug=SLUG).update(state="ended", ended_at=clock.now())

    assert list(_wrong(Client(), ["/", f"/conferences/{SLUG}/report"])) == []


RIGHT = """<section><p>In Room 7 <time>12:00</time> <a href="/figures/figure1/"><data value="3"
data-figure="conference.people">3</data> people came</a></p><svg aria-label="3 lights"></svg></section>"""
PLANTED = [
    ("<p>240 people</p>", "no figure: 240 people"),
    ("<p>٢٤٠ people</p>", "no figure: ٢٤٠ people"),
    ('<p><a href="/figures/figure1/">240 people</a></p>', "no figure: 240 people"),
    ('<data value="240" data-figure="conference.other">240</data>', "conference.other is not declared"),
    ('<data value="9" data-figure="conference.hands">9</data>', "conference.hands does not open"),
    ('<svg aria-label="Map with 240 lights"></svg>', "no figure: aria-label=Map with 240 lights"),
    ("<svg><g><title>Berlin: 240</title></g></svg>", "no figure: title=Berlin: 240"),
    ("<svg><desc>240 lights</desc></svg>", "no figure: desc=240 lights"),
    ("<noscript><p>240 people</p></noscript>", "no figure: 240 people"),
]


def _read(page: str) -> list[str]:
    refs = {ref: code for code, ref in CODES.items()}
    known = Known(["Room 7"], set(CODES), lambda link: opens(refs, link))
    return [why for _, why in wrong_numbers(page, known)]


def test_a_page_of_figures_alone_is_right() -> None:
    assert _read(RIGHT) == []


@pytest.mark.parametrize(("planted", "why"), PLANTED)
def test_a_planted_number_is_found(planted: str, why: str) -> None:
    assert _read(RIGHT.replace("</section>", f"{planted}</section>")) == [why]


def test_a_way_elsewhere_on_the_page_is_no_way() -> None:
    elsewhere = RIGHT + '<section><data value="3" data-figure="conference.people">3</data></section>'

    assert _read(elsewhere) == ["conference.people does not open"]


def test_the_way_to_another_figure_is_no_way() -> None:
    assert _read(RIGHT.replace("figure1", "figure2")) == ["conference.people does not open"]
