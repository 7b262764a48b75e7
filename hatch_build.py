"""What a wheel carries beside the package: the built islands, the compiled catalogues, the verifier."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a checkout builds by ./ocaq, and only when sources changed
            return
        root = Path(self.root)
        _build_islands(root)
        _compile_catalogues(root)
        build_data["force_include"][str(root / "verifier/ocaq_verify.py")] = "ocaq/verifier/ocaq_verify.py"


def _build_islands(root: Path) -> None:
    manifest = root / "src/ocaq/design/static/dist/manifest.json"
    if not manifest.exists():
        npm = shutil.which("npm")
        if npm is None:
            message = (
                "The front end is not built and npm was not found: run ./ocaq demo, or install Node 20.19 or newer."
            )
            raise RuntimeError(message)
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=root / "islands", check=True)
        subprocess.run([npm, "run", "build"], cwd=root / "islands", check=True)
    if not manifest.exists():
        message = (
            f"{manifest} is missing after the build: a wheel without its front end would be served as an empty page."
        )
        raise RuntimeError(message)


def _compile_catalogues(root: Path) -> None:
    # Loaded by its file: the package itself is not installed while its wheel is being made.
    spec = importlib.util.spec_from_file_location("ocaq_catalogues", root / "src/ocaq/kernel/catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    catalogues = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(catalogues)
    catalogues.compile_catalogues(root / "src/ocaq/locale")
