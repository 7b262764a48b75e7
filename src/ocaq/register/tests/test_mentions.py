"""Names in what others wrote."""

import unicodedata

import pytest

from ocaq.register.rules.mentions import Mentions

NAME = "Aynur Çinarlı"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Aynur Çinarlı razıdır", "… razıdır"),
        ("AYNUR ÇİNARLI, 2026", "…, 2026"),
        ("Aynur Cinarli, 2026", "…, 2026"),
        (unicodedata.normalize("NFD", "von Aynur Çinarlı"), "von …"),
        ("Çinarlı Aynur gəldi", "… gəldi"),
        ("Aynur Çinarlının sözü", "… sözü"),
        ("Председатель Айнур Чинарлы, Берлин", "Председатель …, Берлин"),
        ("Aynur Chinarli and Aynur Çinarlı", "… and …"),
        ("(Aynur Çinarlı)", "(…)"),
    ],
)
def test_a_whole_name_goes_in_any_spelling(text: str, left: str) -> None:
    assert Mentions([NAME]).without(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Aynur gəldi",
        "Çinarlı küçəsi 7",
        "Aynur Çinarsız",
        "Aytən Çinarlı",
        "Aynur və Kamal Çinarlı",
        "18:30, 12 m²",
    ],
)
def test_anybody_else_stays(text: str) -> None:
    assert Mentions([NAME]).without(text) == text


def test_one_word_is_no_whole_name() -> None:
    assert Mentions(["Aynur", ""]).without("Aynur gəldi") == "Aynur gəldi"


def test_a_name_with_more_parts_goes_without_the_fathers_too() -> None:
    assert Mentions(["Aynur Kamal qızı Çinarlı"]).without("Aynur Kamal qızı Çinarlı; Aynur Çinarlı") == "…; …"


def test_a_long_text_takes_no_time() -> None:
    assert Mentions([NAME]).without("Aynur " * 500 + "Çinarlı").endswith("Aynur …")
