"""Telephone numbers are grouped as their country does, and lose nothing."""

import pytest

from ocaq.kernel.phones import readable


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+442079460007", "+44 20 7946 0007"),
        ("+994125550107", "+994 12 555 01 07"),
        ("+74950000007", "+7 495 000-00-07"),
        ("+4903023125007", "+4903023125007"),  # the 0 in it is somebody's slip, and stays theirs
        ("030 23125007", "030 23125007"),
        ("", ""),
    ],
)
def test_a_number_is_written_in_groups(number: str, read: str) -> None:
    assert readable(number) == read
