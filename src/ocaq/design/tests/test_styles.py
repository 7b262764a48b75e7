"""Promises of the style sheets: legible in both worlds, the same in both directions, light enough for a poor line."""

import gzip
import re
from pathlib import Path

import pytest

import ocaq
from ocaq.design import tokens

PACKAGE = Path(ocaq.__file__).parent
OURS = PACKAGE / "design" / "static" / "ocaq"
SHEETS = sorted(PACKAGE.glob("*/static/**/*.css"))

# (what is written or drawn, on what, the least ratio WCAG 2.2 AA allows)
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "wash", TEXT),
    ("ink", "raise", TEXT),
    ("ink", "act-wash", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-2", "wash", TEXT),
    ("ink-2", "raise", TEXT),
    ("ink-3", "paper", TEXT),
    ("ink-3", "wash", TEXT),
    ("paper", "ink", TEXT),
    ("act", "paper", TEXT),
    ("act", "act-wash", TEXT),
    ("act-2", "paper", TEXT),
    ("on-act", "act", TEXT),
    ("on-fill", "fill", TEXT),
    ("on-fill", "fill-2", TEXT),
    ("ember-ink", "paper", TEXT),
    ("bad", "paper", TEXT),
    ("bad", "bad-wash", TEXT),
    ("good", "paper", TEXT),
    ("good", "good-wash", TEXT),
    ("wait", "paper", TEXT),
    ("wait", "wait-wash", TEXT),
    ("edge", "paper", SHAPE),
    ("focus", "paper", SHAPE),
    ("focus", "wash", SHAPE),
    ("ember", "paper", SHAPE),
    ("past", "paper", SHAPE),
]
HALL_PAIRS = [("word", "paper", TEXT), ("word-2", "paper", TEXT), ("word-3", "paper", TEXT), ("edge", "wash", SHAPE)]


@pytest.mark.parametrize(("one", "other", "least"), PAIRS)
@pytest.mark.parametrize("world", ["light", "hall"])
def test_tokens_can_be_told_apart(world: str, one: str, other: str, least: float) -> None:
    colours = tokens.colours(world)
    assert tokens.contrast(colours[one], colours[other]) >= least


@pytest.mark.parametrize(("one", "other", "least"), HALL_PAIRS)
def test_words_of_the_hall_can_be_read(one: str, other: str, least: float) -> None:
    colours = tokens.colours("hall")
    assert tokens.contrast(colours[one], colours[other]) >= least


def test_contrast_is_that_of_wcag() -> None:
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


_PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[;{\s])(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
)
_FOUR_SIDES = re.compile(
    r"[;{\s](?:margin|padding|inset|border-width)\s*:\s*([^;{}()\s]+) ([^;{}()\s]+) ([^;{}()\s]+) ([^;{}()\s]+)[;}]"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_logical_properties(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/|url\([^)]*\)|@media[^{]*", "", sheet.read_text(), flags=re.DOTALL)
    assert _PHYSICAL.findall(css) == []
    # A border drawn on the end and bottom of a turned box (a tick) is a shape, not a side of the page.
    assert [sides for sides in _FOUR_SIDES.findall(css) if sides[1] != sides[3] and "2.5px" not in sides] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_what_has_no_logical_form_has_a_twin(sheet: Path) -> None:
    css = re.sub(r"url\([^)]*\)", "", sheet.read_text())
    sided = r"linear-gradient\(-?90deg|inset -?3px 0|at (?:0|100%) 0|background-position:left|no-repeat right"
    lines = [selector for selector, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if re.search(sided, rules)]
    turned = [selector for selector in lines if "[dir=rtl]" in selector]
    assert len(lines) == 2 * len(turned)


def test_no_capitals_by_style_and_no_foreign_host() -> None:
    for sheet in SHEETS:
        css = sheet.read_text()
        assert "text-transform" not in css, sheet.name
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", css), sheet.name


def _zipped(*names: str) -> int:
    return sum(len(gzip.compress((OURS / name).read_bytes(), 9)) for name in names)


def test_weight_on_the_line() -> None:
    assert _zipped("tokens.css", "ocaq.css") <= 8_000
    assert _zipped("hall.css") <= 6_000
    assert _zipped("console.css") <= 6_000
    assert _zipped("zone.js") <= 1_024
    assert (
        sum(
            (OURS / "fonts" / name).stat().st_size
            for name in ("onest-latin.woff2", "onest-az.woff2", "onest-cyrillic.woff2")
        )
        <= 75_000
    )


def test_faces_named_by_the_tokens_exist_with_their_licence() -> None:
    named = re.findall(r"url\((fonts/[^)]+)\)", (OURS / "tokens.css").read_text())
    assert len(named) == 5
    assert all((OURS / name).is_file() for name in named)
    assert "SIL OPEN FONT LICENSE" in (OURS / "fonts" / "OFL.txt").read_text().upper()


def test_every_class_is_worn_somewhere() -> None:
    worn = set()
    for folder, endings in [(PACKAGE, ("html", "py")), (PACKAGE.parents[1] / "islands", ("ts", "tsx"))]:
        for ending in endings:
            for source in folder.rglob(f"*.{ending}"):
                if not {"tests", "node_modules"} & set(source.parts):
                    worn |= set(re.findall(r"[A-Za-z][\w-]*", source.read_text()))
    for name in ("ocaq.css", "hall.css", "console.css"):
        selectors = re.sub(
            r"\{[^{}]*\}", " ", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", (OURS / name).read_text(), flags=re.DOTALL)
        )
        assert set(re.findall(r"\.([A-Za-z][\w-]*)", selectors)) - worn == set(), name
