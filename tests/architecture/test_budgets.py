"""What a public page weighs over the line: its own bytes, its sheets and its scripts, packed as a server packs them."""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.architecture.town import Town, build

PAGE, SCRIPT = 60_000, 6_000  # bytes; docs/architecture.md
# Screens that are programs have budgets of their own, which the islands' build holds them to.
PROGRAMS = {
    "report:check": "reckons signatures and hashes in the reader's browser, which a page of words cannot",
    "style": "shows every component at once, to those who build pages",
}
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")
# What a script of ours fetches when it begins; what it may fetch later is not part of the page.
IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]*\bfrom\s*)?["'](\./[^"']+)["']""")


class Linked(HTMLParser):
    """Names of the files a page asks for at once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sheets: set[str] = set()
        self.scripts: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "link" and has.get("rel") == "stylesheet":
            self.sheets.add(has["href"])
        if (tag == "script" and "src" in has) or (tag == "link" and has.get("rel") == "modulepreload"):
            self.scripts.add(has.get("src") or has["href"])


@dataclass(frozen=True)
class Weight:
    """Bytes over the line."""

    html: int
    css: int
    js: int

    @property
    def all(self) -> int:
        return self.html + self.css + self.js


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build()


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@cache
def file_of(address: str) -> Path:
    found = finders.find(HASH.sub("", address.partition("/static/")[2]))
    assert isinstance(found, str), address
    return Path(found)


def with_imports(scripts: set[Path]) -> set[Path]:
    every, new = set(scripts), set(scripts)
    while new:
        new = {one.parent / name for one in new for name in IMPORT.findall(one.read_text("utf-8"))} - every
        every |= new
    return every


def weight_of(browser: Client, path: str) -> Weight | None:
    """Return what a page weighs; nothing when there is no page at this address."""
    answer = browser.get(path)
    content = answer.getvalue()
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    linked = Linked(content.decode())
    scripts = with_imports({file_of(one) for one in linked.scripts})
    return Weight(
        html=packed(content),
        css=sum(packed(file_of(one).read_bytes()) for one in linked.sheets),
        js=sum(packed(one.read_bytes()) for one in scripts),
    )


@pytest.mark.slow
def test_public_pages_are_light(town: Town) -> None:
    """As everybody gets them, in the language whose letters weigh most beside Latin ones."""
    town.browsers["anonymous"].defaults["HTTP_ACCEPT_LANGUAGE"] = "ar"
    public, heavy = [], []
    for address in town.addresses:
        weight = weight_of(town.browsers["anonymous"], address.path)
        if weight is None:
            continue
        public.append(address.name)
        if address.name not in PROGRAMS and (weight.all > PAGE or weight.js > SCRIPT):
            heavy.append(f"{address.name}: {weight}")

    assert heavy == []
    assert len(public) > 25
    assert PROGRAMS.keys() <= set(public), "an exception for a page that is none"


def test_what_a_script_brings_along_is_weighed(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import{x as y}from"./b.js";import"./c.js";const l=()=>import("./later.js");')
    (tmp_path / "b.js").write_text('export{z}from"./c.js";')
    (tmp_path / "c.js").write_text("1")

    assert {one.name for one in with_imports({tmp_path / "a.js"})} == {"a.js", "b.js", "c.js"}
