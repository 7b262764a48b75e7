"""The settings page says what the code says."""

import re
import subprocess
import sys

import pytest
from pydantic_core import PydanticUndefined

from ocaq.config.env import Environment
from tests.architecture.tree import ROOT

PAGE = ROOT / "docs" / "operations" / "settings.md"


def _documented() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `OCAQ_(\w+)` \| (.+?) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower(): (default, text) for name, default, text in rows}


def test_every_setting_is_documented_and_no_other() -> None:
    assert _documented().keys() == Environment.model_fields.keys()


@pytest.mark.parametrize("name", [name for name in Environment.model_fields if name != "secret"])
def test_its_default_stands_beside_it(name: str) -> None:
    default = Environment.model_fields[name].default
    assert default is not PydanticUndefined
    shown = {"": "empty", "None": "empty", "True": "`true`", "False": "`false`"}.get(str(default), f"`{default}`")

    assert _documented()[name][0] == shown


@pytest.mark.parametrize("secret", ["", "short", "only-for-trying-out-never-for-real-people"])
def test_production_refuses_a_secret_that_is_none(secret: str) -> None:
    environment = {"OCAQ_MODE": "production", "PATH": "", **({"OCAQ_SECRET": secret} if secret else {})}

    done = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", "serve"], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert (
        done.stderr.strip()
        == "ocaq: OCAQ_SECRET must be set to a secret of at least 32 characters of its own in production."
    )
    assert "Traceback" not in done.stderr
