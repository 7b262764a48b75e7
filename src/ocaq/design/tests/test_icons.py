import re
from pathlib import Path

import ocaq
from ocaq.design import icons

PACKAGE = Path(ocaq.__file__).parent


def test_every_icon_named_in_a_template_is_drawn() -> None:
    named = {
        (name, str(page.relative_to(PACKAGE)))
        for page in PACKAGE.rglob("templates/**/*.html")
        for name in re.findall(r"{%\s*icon\s+[\"']([^\"']+)", page.read_text())
    }
    assert named
    assert {(name, page) for name, page in named if name not in icons.shapes()} == set()


def test_directed_icons_are_drawn() -> None:
    assert set(icons.shapes()) >= icons.DIRECTED


def test_every_symbol_of_the_file_is_understood() -> None:
    drawn = (PACKAGE / "design/static/ocaq/icons.svg").read_text().count("<symbol ")
    assert len(icons.shapes()) == drawn
