"""Cells of lists as people write them."""

import pytest

from ocaq.register.rules.written import country, emails, founded, languages, webs, written_in


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2004", "2004"),
        ("12.05.2004", "2004-05-12"),
        ("28/05/2004", "2004-05-28"),
        ("05/28/2004", "2004-05-28"),
        ("2004-05-12", "2004-05-12"),
        ("05.2004", "2004-05"),
        ("12 may 2004", "2004-05-12"),
        ("12 мая 2004 г.", "2004-05-12"),
        ("May 12, 2004", "2004-05-12"),
        ("2004-cü il", "2004"),
        ("fevral 1999", "1999-02"),
        ("1.1.98", "1998-01-01"),
        ("99.99.2004", None),
        ("bilinmir", None),
        ("", None),
    ],
)
def test_days_are_read_in_many_forms(cell, day) -> None:
    assert founded(cell) == day


def test_languages_and_countries_are_known_by_their_names_in_ours() -> None:
    assert languages("az, rus, ingilis dili") == (["az", "ru", "en"], [])
    assert languages("азербайджанский; немецкий") == (["az", "de"], [])
    assert languages("AZ/RU, xyz") == (["az", "ru"], ["xyz"])
    for name in ("Almaniya", "ФРГ", "Germany", "de", "Deutschland", "ألمانيا"):
        assert country(name) == "DE", name
    assert [country(name) for name in ("ABŞ", "BƏƏ", "Rusiya Federasiyası", "Atlantida")] == ["US", "AE", "RU", ""]


def test_addresses() -> None:
    assert emails("A@b.example; c@d.example, mailto:x@y.example") == (["a@b.example", "c@d.example", "x@y.example"], [])
    assert emails("yoxdur") == ([], ["yoxdur"])
    assert webs("www.a.example; b.example/x") == (["https://www.a.example", "https://b.example/x"], [])
    assert webs("yox") == ([], ["yox"])


def test_letters_give_a_language_away() -> None:
    assert [written_in(text) for text in ("Дом", "Будинок і", "Әлијев", "Evi ə", "Evi")] == [
        "ru",
        "uk",
        "az-Cyrl",
        "az",
        "",
    ]
