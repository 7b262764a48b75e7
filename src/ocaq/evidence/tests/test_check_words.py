"""The words the check in the browser asks for and the words it is given are the same."""

import re
from pathlib import Path

from ocaq.evidence.check_words import CHECK, words_of_check

SOURCES = Path(__file__).resolve().parents[4] / "islands" / "check"


def test_words_are_those_the_island_asks_for() -> None:
    text = "".join(path.read_text() for path in SOURCES.glob("*.ts*"))

    assert set(re.findall(r'"(check\.[a-z_]+)"', text)) == set(CHECK)


def test_words_come_as_text() -> None:
    assert words_of_check("en")["check.holds"] == "This figure holds."
