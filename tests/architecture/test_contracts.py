"""Each import contract is broken once, in a copy of the tree, to see that it bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

TRESPASSES = {
    "upwards": ("kernel/clock.py", "from ocaq.conference import models", "Imports go down the floors only"),
    "unplaced folder": ("grants/__init__.py", "", "Imports go down the floors only"),
    "stray room": ("conference/utils.py", "", "Every domain has the same rooms"),
    "stray room of accounts": ("accounts/utils.py", "", "Accounts has those rooms"),
    "room upwards": (
        "conference/rules/floor.py",
        "from ocaq.conference import queries",
        "Every domain has the same rooms",
    ),
    "past the public face": ("home/extra.py", "from ocaq.conference.queries import room", "Two domains meet only"),
    "rule with Django": ("conference/rules/show.py", "from django.db import models", "Rules and events know no Django"),
    "event with Django": ("conference/events.py", "import django", "Rules and events know no Django"),
    "door at a table": ("conference/views/room.py", "from ocaq.conference.models import Item", "Doors touch no tables"),
    "rehearsal inside": ("rehearsal/people.py", "from ocaq.live import hub", "The rehearsal sees only"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    ignored = shutil.ignore_patterns("__pycache__", "static", "locale", "*.html")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    (folder / "src" / "ocaq" / "locale").mkdir()
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> str:
    environment = os.environ | {"PYTHONPATH": f"{folder / 'src'}:{folder}", "COLUMNS": "400"}
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [tool, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.slow
def test_the_tree_as_it_is_keeps_them(copy: Path) -> None:
    assert " 0 broken" in _lint(copy)


@pytest.mark.slow
@pytest.mark.parametrize("name", TRESPASSES)
def test_a_trespass_is_seen(copy: Path, name: str) -> None:
    file, line, contract = TRESPASSES[name]
    path = copy / "src" / "ocaq" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")

    said = _lint(copy)

    if before is None:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    else:
        path.write_text(before, encoding="utf-8")
    _, _, broken = said.partition("Broken contracts")
    assert contract in broken, said
