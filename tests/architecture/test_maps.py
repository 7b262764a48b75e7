"""The maps in the documents name what is there, all of it and nothing else."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from tests.architecture.tree import ROOT

PACKAGE = ROOT / "src" / "ocaq"
# Of the root: what is made while working, or found by its place.
UNMAPPED = {"src", "var", "build", "dist"}


def _folders(of: Path) -> AbstractSet[str]:
    return {each.name for each in of.iterdir() if each.is_dir() and not each.name.startswith((".", "_"))}


def test_the_map_of_the_house_names_every_folder() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    mapped = set(re.findall(r"(?:^|\s{2,})((?:src/ocaq/)?[a-z]+)/\s", text, re.MULTILINE))
    rooms = {f"src/ocaq/{name}" for name in _folders(PACKAGE) - {"locale"}}

    assert mapped - {"src/ocaq/locale"} == rooms | (_folders(ROOT) - UNMAPPED)


def test_the_map_of_the_log_names_every_module() -> None:
    folder = PACKAGE / "evidence"
    rows = re.findall(r"^\| (`.+) \|", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    mapped = {name.rstrip("/") for row in rows for name in re.findall(r"`([a-z_/]+)`", row.partition(" | ")[0])}
    known_by_place = {"__init__", "apps", "models", "queries", "personal", "jobs", "words"}

    assert {name for name in mapped if "/" not in name} - {"rules"} == {
        file.stem for file in folder.glob("*.py") if file.stem not in known_by_place
    }
    assert all((folder / f"{name}.py").exists() for name in mapped if "/" in name)
