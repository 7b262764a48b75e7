"""The command: what it refuses to begin, and a whole small evening."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ocaq.rehearsal import cli
from ocaq.rehearsal.server import free_port


@pytest.mark.parametrize(
    "arguments",
    [
        ["--people", "3", "--countries", "4"],
        ["--people", "0"],
        ["--countries", "250"],
        ["--speed", "fast"],
        ["http://127.0.0.1:1"],
        ["http://127.0.0.1:1", "--slug", "x", "--kill-after", "5"],
        ["--no-such-thing"],
    ],
)
def test_what_cannot_be_meant_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)

    assert ended.value.code == 2
    assert "ocaq rehearse: error" in capsys.readouterr().err


def test_a_server_that_is_not_there_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{free_port()}"

    assert cli.main([address, "--slug", "x", "--people", "1", "--countries", "1", "--limit", "20"]) == 1
    assert capsys.readouterr().err.startswith("ocaq rehearse: ")


@pytest.mark.slow
def test_killed_it_leaves_neither_server_nor_data_behind(tmp_path: Path) -> None:
    rehearsal = subprocess.Popen(
        [sys.executable, "-m", "ocaq.config.cli", "rehearse", "--people", "20", "--countries", "8"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    )
    assert _until(lambda: _servers(tmp_path) and _is_on_the_air(tmp_path), 120)

    rehearsal.kill()
    rehearsal.wait()

    assert _until(lambda: not _servers(tmp_path) and not list(tmp_path.iterdir()), 20), _servers(tmp_path)


def _servers(folder: Path) -> list[int]:
    """Return the processes that were told to keep their data below `folder`."""
    told = f"OCAQ_DATA={folder}/".encode()
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if told in environment.read_bytes():
                found.append(int(environment.parent.name))
    return found


def _is_on_the_air(folder: Path) -> bool:
    return any("server.log" in str(log) and log.stat().st_size for log in folder.glob("*/server.log"))


def _until(so: Callable[[], object], limit_s: float) -> bool:
    give_up_at = time.monotonic() + limit_s
    while time.monotonic() < give_up_at:
        if so():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.slow
def test_a_small_evening_from_the_command_line(tmp_path: Path) -> None:
    kept = tmp_path / "outcome.json"
    command = ["rehearse", "--people", "20", "--countries", "8", "--speed", "600", "--json", str(kept)]

    done = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", *command], capture_output=True, text=True, check=False, timeout=240
    )

    assert done.returncode == 0, done.stdout + done.stderr
    outcome = json.loads(kept.read_text())
    assert (outcome["passed"], outcome["joined"], outcome["countries"]) == (True, 20, 8)
    assert outcome["delivery"]["lost"] == outcome["delivery"]["doubled"] == 0
    assert outcome["delivery"]["due"] > 300
    assert "Nothing was lost, doubled or miscounted, and all was done." in done.stdout
