"""Telephone numbers are read as people write them, grouped as their country does, and lose nothing."""

import pytest

from ocaq.kernel.phones import is_number, only, read, readable


@pytest.mark.parametrize(
    ("number", "grouped"),
    [
        ("+442079460007", "+44 20 7946 0007"),
        ("+994125550107", "+994 12 555 01 07"),
        ("+74950000007", "+7 495 000-00-07"),
        ("+4903023125007", "+4903023125007"),  # the 0 in it is somebody's slip, and stays theirs
        ("030 23125007", "030 23125007"),
        ("", ""),
    ],
)
def test_a_number_is_written_in_groups(number: str, grouped: str) -> None:
    assert readable(number) == grouped


@pytest.mark.parametrize(
    ("cell", "region", "found", "unread"),
    [
        ("+49 221 1234567; 0221 7654321", "DE", ["+492211234567", "+492217654321"], []),
        ("(012) 493-11-22, 050 211 22 33", "AZ", ["+994124931122", "+994502112233"], []),
        ("8 (495) 123-45-67 / 8-916-123-45-67", "RU", ["+74951234567", "+79161234567"], []),
        ("Tel: 030 12345678\nFax 030 12345679", "DE", ["+493012345678", "+493012345679"], []),
        ("994125981234", "DE", ["+994125981234"], []),
        ("492211234567", "DE", ["+492211234567"], []),
        ("+90 212 555 44 33 və 0532 111 22 33", "TR", ["+902125554433", "+905321112233"], []),
        ("12345", "DE", [], ["12345"]),
        ("123", "DE", [], ["123"]),
        ("yoxdur", "DE", [], ["yoxdur"]),
        ("yoxdur; +49 30 1234567 (Nar)", "DE", ["+49301234567"], []),
        ("–", "DE", [], []),
        ("+44 20 7946 0007", "DE", ["+442079460007"], []),  # given to nobody, and of the right length
        ("00 49 (30) 23125007", "AZ", ["+493023125007"], []),
        ("0221 1234567", "", [], ["0221 1234567"]),
    ],
)
def test_several_numbers_stand_in_one_cell(cell: str, region: str, found: list[str], unread: list[str]) -> None:
    assert read(cell, region) == (found, unread)


@pytest.mark.parametrize(
    ("text", "number"),
    [("030 1234567", "+49301234567"), ("+49301234567 or +49301234568", ""), ("12", ""), ("", ""), ("yoxdur", "")],
)
def test_one_number_is_asked_for_and_one_is_taken(text: str, number: str) -> None:
    assert only(text, "DE") == number


@pytest.mark.parametrize("text", ["+49", "+49 30 1234567", "030 1234567", "+000", "yoxdur", ""])
def test_what_is_not_as_we_keep_it_is_none(text: str) -> None:
    assert is_number("+49301234567")
    assert not is_number(text)
