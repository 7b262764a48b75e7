"""`ocaq help` explains each command, with nothing installed but Python."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from ocaq.config.cli import parser

SOURCES = Path(__file__).resolve().parents[3]
[COMMANDS] = [action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_explained_in_sentences(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    COMMANDS[name].print_help()

    usage, _, explained = capsys.readouterr().out.partition("\n\n")
    assert usage.startswith(f"usage: ocaq {name}")
    assert explained.split("\n\n")[0].rstrip().endswith(".")


def test_help_needs_no_package() -> None:
    told = subprocess.run(
        [sys.executable, "-S", "-m", "ocaq.config.cli", "help", "rehearse"],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "lost, doubled or miscounted" in " ".join(told.stdout.split())


def test_a_missing_setting_is_a_sentence_for_djangos_commands_too() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", "manage", "check"],
        env={"PYTHONPATH": str(SOURCES), "OCAQ_MODE": "production"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith("ocaq: OCAQ_SECRET must be set")
    assert "Traceback" not in refused.stderr
