"""What every page, sheet and script must hold to."""

import re

import pytest

from tests.architecture.tree import ROOT, files

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
)
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}", re.IGNORECASE)
# Names of vocabularies, never fetched, and hosts reserved for examples.
HARMLESS = re.compile(r"www\.w3\.org|schema\.org|example\.(?:org|com|net)|openfontlicense|scripts\.sil\.org")
COMMENT = re.compile(
    r"/\*.*?\*/|^\s*//.*?$|\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL | re.MULTILINE
)


def test_no_sheet_names_left_or_right() -> None:
    """Right-to-left pages are mirrored by logical properties alone."""
    found = []
    for path in files(".css", under=("src", "islands")):
        text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1} {hit[0]}"
            for hit in PHYSICAL.finditer(text)
        ]

    assert found == []


@pytest.mark.parametrize("ending", [".html", ".txt", ".css", ".js", ".ts", ".tsx"])
def test_nothing_is_fetched_from_elsewhere(ending: str) -> None:
    found = []
    for path in files(ending, under=("src", "islands")):
        if "tests" in path.parts or path.name.startswith(("OFL", "LICENSE")):
            continue
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found += [
            f"{path.relative_to(ROOT)}: {hit[0]}" for hit in ADDRESS.finditer(text) if not HARMLESS.search(hit[0])
        ]

    assert found == []


def test_no_template_holds_a_script_or_style_of_its_own_without_nonce() -> None:
    """The policy would block it; better to see it here than in a reader's browser."""
    bare = re.compile(
        r"<(?:script(?![^>]*(?:\bsrc=|type=\"application/json\"|nonce=))|style(?![^>]*nonce=))[^>]*>|\son[a-z]+=\"",
        re.IGNORECASE,
    )
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in files(".html", under=("src",))
        if "mail" not in path.parts  # a mail reader takes styles only inline
        for hit in bare.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]

    assert found == []
