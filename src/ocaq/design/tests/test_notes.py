"""A note stands in a row, its picture first: what it says is one piece, or it is torn into narrow columns."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import ocaq

TEMPLATES = sorted(Path(ocaq.__file__).parent.glob("*/templates/**/*.html"))
_CONTROL = re.compile(r"\{%\s*(?:icon|if|elif|else|endif|for|endfor|with|endwith|comment)\b.*?%\}|\{#.*?#\}")
_EMPTY = {"br", "img", "input", "link", "meta", "wbr", "hr", "source"}


class Notes(HTMLParser):
    """`torn`: lines where a note holds more than one piece beside its picture."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []  # of each open element: is it a note
        self.pieces = 0
        self.torn: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            return
        self._piece()
        self.open.append("note" in (dict(attrs).get("class") or "").split())
        if self.open[-1]:
            self.pieces = 0

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if _CONTROL.sub("", data).strip():
            self._piece()

    def _piece(self) -> None:
        if self.open and self.open[-1]:
            self.pieces += 1
            if self.pieces == 2:
                self.torn.append(self.getpos()[0])


@pytest.mark.parametrize(
    "text", ['<p class="note wait">One <bdi>two</bdi></p>', '<div class="note"><p>1</p><h2>2</h2></div>']
)
def test_a_torn_note_is_seen(text: str) -> None:
    notes = Notes()
    notes.feed(text)
    assert notes.torn == [1]


def test_no_note_is_torn_into_columns() -> None:
    torn = {}
    for template in TEMPLATES:
        notes = Notes()
        notes.feed(template.read_text(encoding="utf-8"))
        if notes.torn:
            torn[template.name] = notes.torn
    assert torn == {}
