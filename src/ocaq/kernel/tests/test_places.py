import pytest

from ocaq.kernel import places


def test_every_iso_country_can_be_declared():
    codes = places.country_codes()

    assert len(codes) >= 238
    assert {"AZ", "DE", "SG", "MT", "BH", "HK", "MC", "PS", "TW", "XK", "VA"} <= set(codes)
    assert not {"EU", "UN", "ZZ", "SU", "YU"} & set(codes)


@pytest.mark.parametrize(
    ("language", "name"), [("az", "Almaniya"), ("ru", "Германия"), ("en", "Germany"), ("ar", "ألمانيا")]
)
def test_countries_are_named_in_the_reader_s_language(language, name):
    assert places.country_name("DE", language) == name


@pytest.mark.parametrize(
    ("language", "direction"),
    [("az", "ltr"), ("en", "ltr"), ("ru", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa", "rtl")],
)
def test_direction_comes_from_cldr(language, direction):
    assert places.direction(language) == direction


@pytest.mark.parametrize(
    ("language", "words", "ordered"),
    [
        (
            "az",
            ["Fransa", "Ərəb", "Efiopiya", "Çin", "Dania", "Chile"],
            ["Chile", "Çin", "Dania", "Efiopiya", "Ərəb", "Fransa"],
        ),
        ("az", ["İran", "Isparta", "Hindistan", "Xorvatiya"], ["Hindistan", "Xorvatiya", "Isparta", "İran"]),
        ("ru", ["Ярославль", "Ёлка", "Жуков", "Ереван"], ["Ереван", "Ёлка", "Жуков", "Ярославль"]),
    ],
)
def test_words_sort_by_the_reader_s_alphabet(language, words, ordered):
    assert sorted(words, key=lambda word: places.sort_key(word, language)) == ordered


@pytest.mark.parametrize(
    ("count", "language", "form"),
    [(1, "ru", "one"), (3, "ru", "few"), (5, "ru", "many"), (2, "ar", "two"), (1, "az", "one"), (2, "az", "other")],
)
def test_plural_forms_come_from_cldr(count, language, form):
    assert places.plural_form(count, language) == form


@pytest.mark.parametrize(
    ("code", "name"), [("az", "Azərbaycan"), ("ru", "Русский"), ("en", "English"), ("ar", "العربية")]
)
def test_a_language_is_named_in_itself(code, name):
    assert places.language_name(code).startswith(name)
