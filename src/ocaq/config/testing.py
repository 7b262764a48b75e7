"""Loaded by pytest before settings are: every test process gets a data folder of its own, removed at its end."""

import atexit
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

os.environ["OCAQ_MODE"] = "test"
os.environ["OCAQ_LOG"] = "plain"
os.environ["OCAQ_DATA"] = tempfile.mkdtemp(prefix="ocaq-test-")
atexit.register(shutil.rmtree, os.environ["OCAQ_DATA"], ignore_errors=True)
_houses = count(1)


@pytest.fixture(autouse=True)
def _log_of_its_own(settings: Settings) -> None:
    """Every test's entries are undone at its end; the files of its log must not meet the next test's."""
    folder = Path(os.environ["OCAQ_DATA"]) / "logs" / str(next(_houses))
    settings.LOG_FOLDER, settings.LOG_COPY = folder / "log", folder / "copy"


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """A page leaves its reader's language behind in the thread, as it must where it still streams."""
    translation.deactivate()
