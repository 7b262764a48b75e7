"""What people write, as one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.kernel.lines import one_line, side_by_side


@given(st.text())
def test_a_line_is_one_clean_line_and_changes_nothing_twice(text: str) -> None:
    clean = one_line(text)

    assert one_line(clean) == clean
    assert not set(clean) & set("\r\n\t\u0000\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert clean == clean.strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Aygün \t Lalazarlı\n", "Aygün Lalazarlı"),
        ("\u202eevil\u202c", "evil"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("Ay\u0000gün", "Aygün"),
        ("لاله چنارلی", "لاله چنارلی"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\x00b\r\nc\u2028d", "ab c d"),
        ("<script>", "<script>"),
        ("a" + "\u0321" * 100 + "b", "a" + "\u0321" * 6 + "b"),
    ],
)
def test_a_line_keeps_every_script(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_words_of_two_directions_stand_side_by_side() -> None:
    assert side_by_side("أمين السر", "", None, "Minutes") == "\u2068أمين السر\u2069\u00a0· \u2068Minutes\u2069"
