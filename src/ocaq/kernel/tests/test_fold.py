import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.kernel.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Təhsil", "tehsil"),
        ("TƏHSİL", "tehsil"),
        ("tehsil", "tehsil"),
        ("тәһсил", "tehsil"),
        ("İŞIQ", "isiq"),
        ("işıq", "isiq"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Köln", "koln"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Бабек-2", "babek 2"),
        ("  Odlar   yurdu ", "odlar yurdu"),
        ("مُحَمَّد", "محمد"),
        ("O‘zbek", "o zbek"),
        ("l'azur", "lazur"),
    ],
)
def test_spellings_of_one_word_meet(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcçdeəfgğhxıijkqlmnoöprsştuüvyz ", max_size=40))
def test_capitals_do_not_matter_in_azerbaijani(text):
    capitals = text.replace("i", "İ").replace("ı", "I").upper()

    assert fold(capitals) == fold(text)
