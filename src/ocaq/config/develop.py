"""`ocaq test`, `check` and `bench`: for people who work on the source tree."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from ocaq.config.house import checkout
from ocaq.config.trouble import Trouble


def _root() -> Path:
    root = checkout()
    if root is None:
        raise Trouble(
            "This command works on the source tree, and what is installed here has none: get the sources, use ./ocaq."
        )
    return root


def test(options: argparse.Namespace) -> int:
    """Run the everyday suite, or what is asked for after it, e.g. `ocaq test src/ocaq/kernel -x`."""
    root = _root()
    on_postgresql = os.environ.get("OCAQ_DATABASE", "").startswith("postgres")
    everyday = "not browser and not slow" + ("" if on_postgresql else " and not postgres")
    asked = ["-n", "2", *([] if "-m" in options.rest else ["-m", everyday]), *options.rest]
    return subprocess.run([_tool("pytest"), *asked], cwd=root, env=_environment(), check=False).returncode


def check(options: argparse.Namespace) -> int:
    """Run every check, or those named; print one line each and the output of those that fail."""
    root = _root()
    checks = _checks(root)
    unknown = set(options.rest) - checks.keys()
    if unknown:
        raise Trouble(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(checks)}.")
    failed = [name for name in checks if name in (options.rest or checks) and not _passes(name, checks[name], root)]
    print(f"{len(options.rest or checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _checks(root: Path) -> dict[str, list[str]]:
    python = sys.executable
    return {
        "lint": [_tool("ruff"), "check", "."],
        "format": [_tool("ruff"), "format", "--check", "."],
        "types": [_tool("mypy")],
        "contracts": [_tool("lint-imports")],
        "templates": [_tool("djlint"), "--lint", "--quiet", "src"],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "catalogues": [python, "tools/catalogues.py", "check"],
        "data map": [python, "tools/data_map.py", "check"],
        "front-end": ["npm", "--prefix", str(root / "islands"), "run", "--silent", "check"],
    }


def _passes(name: str, command: list[str], root: Path) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=root, env=_environment(), capture_output=True, text=True, check=False)
    print(f"{'passed' if done.returncode == 0 else 'FAILED'}  {name}  {time.monotonic() - started:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def bench(options: argparse.Namespace) -> int:
    root = _root()
    known = sorted(path.parent.name for path in (root / "benchmarks").glob("*/run.py"))
    if not options.rest:
        print("Benchmarks: " + ", ".join(known))
        return 0
    if options.rest[0] not in known:
        raise Trouble(f"There is no benchmark {options.rest[0]}; there are {', '.join(known)}.")
    script = root / "benchmarks" / options.rest[0] / "run.py"
    return subprocess.run([sys.executable, str(script), *options.rest[1:]], cwd=root, check=False).returncode


def _tool(name: str) -> str:
    tool = Path(sys.executable).with_name(name)
    if not tool.exists():
        raise Trouble(f"{name} is not installed; `./ocaq {sys.argv[1]}` installs what development needs.")
    return str(tool)


def _environment() -> dict[str, str]:
    """Return an environment in which tools find each other and no setting of a running institution leaks in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OCAQ_") or name in {"OCAQ_DATABASE", "OCAQ_TEST_REDIS"}
    }
    return kept | {
        "OCAQ_MODE": "test",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
