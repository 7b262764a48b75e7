"""The words the islands ask for and the words they are given are the same."""

import json
from pathlib import Path

import pytest

from ocaq.conference.models import Item
from ocaq.conference.queries.patches import in_language
from ocaq.conference.queries.speaker import speaker_state
from ocaq.conference.tests.show_makers import make_on_air
from ocaq.conference.words.console_words import CONSOLE, CONSOLE_PLURALS
from ocaq.conference.words.room_words import ROOM, ROOM_PLURALS, island_words

CODES = Path(__file__).resolve().parents[4] / "islands" / "shared" / "word-codes.json"


def test_words_are_those_the_islands_ask_for() -> None:
    asked = json.loads(CODES.read_text())

    assert sorted({*ROOM, *CONSOLE}) == asked["plain"]
    assert sorted({*ROOM_PLURALS, *CONSOLE_PLURALS}) == asked["plural"]


def test_a_code_is_declared_once() -> None:
    assert not set(ROOM) & set(CONSOLE)
    assert not set(ROOM_PLURALS) & set(CONSOLE_PLURALS)


@pytest.mark.parametrize(
    ("language", "categories"),
    [
        ("en", {"one", "other"}),
        ("az", {"one", "other"}),
        ("ru", {"one", "few", "many", "other"}),
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
    ],
)
def test_plural_words_have_every_form_of_the_language(language: str, categories: set[str]) -> None:
    words = island_words(language, console=True)

    forms = [word for word in words.values() if isinstance(word, dict)]

    assert len(forms) == len(ROOM_PLURALS) + len(CONSOLE_PLURALS)
    assert all(set(form) == categories for form in forms)


def test_english_plural_forms() -> None:
    words = island_words("en")

    assert words["hush.people"] == {"one": "%(n)s person", "other": "%(n)s people"}


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    assert island_words("az")["language.ru"] == "Rus"
    assert island_words("ru")["language.az"] == "Азербайджанский"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "\u2068Aynur L.\u2069 and \u2068سارة م.\u2069"),
        ("az", "\u2068Aynur L.\u2069 və \u2068سارة م.\u2069"),
        ("ar", "\u2068Aynur L.\u2069 و\u2068سارة م.\u2069"),
    ],
)
def test_people_who_come_next_are_listed_as_the_language_lists(language: str, told: str) -> None:
    conference = make_on_air()
    second: Item = conference.items.get(position=1)
    second.speakers.all().delete()
    for position, name in enumerate(("Aynur L.", "سارة م.")):
        second.speakers.create(position=position, name=name)

    state = in_language(speaker_state(conference.pk), language)

    assert state["next"] == told
