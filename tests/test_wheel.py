"""A wheel is the whole product: without its front end it would be served as an empty page."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DIST = "ocaq/design/static/dist/"


@pytest.mark.slow
def test_wheel_carries_front_end_and_catalogues(tmp_path: Path) -> None:
    subprocess.run(["uv", "build", "--wheel", "--quiet", "--out-dir", tmp_path, ROOT], check=True)

    [wheel] = tmp_path.glob("ocaq-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        manifest = json.loads(packed.read(f"{DIST}manifest.json"))

    assert {f"{DIST}{file}" for file in manifest["files"]} <= names
    assert {"room", "console", "crew", "speaker", "check"} == set(manifest["start"])
    assert "ocaq/verifier/ocaq_verify.py" in names
    for language in ("az", "ru", "ar"):
        assert f"ocaq/locale/{language}/LC_MESSAGES/django.mo" in names
    assert not [name for name in names if name.endswith((".map", ".ts", ".tsx")) or "node_modules" in name]
