"""Loaded by pytest before settings are: every test process gets a data folder of its own, removed at its end."""

import atexit
import os
import re
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import translation
from pytest_django.fixtures import Settings

from ocaq.kernel.catalogues import compile_catalogues

os.environ["OCAQ_MODE"] = "test"
os.environ["OCAQ_LOG"] = "plain"
os.environ["OCAQ_DATA"] = tempfile.mkdtemp(prefix="ocaq-test-")
atexit.register(shutil.rmtree, os.environ["OCAQ_DATA"], ignore_errors=True)
compile_catalogues(Path(__file__).parents[1] / "locale")  # a fresh tree has none, and would speak English only
_houses = count(1)
MADE_UP = 10_000  # accounts numbered below are made up by a test
_SET_NUMBER = {
    "postgresql": "SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), %s)",
    "sqlite": "INSERT INTO sqlite_sequence SELECT 'accounts_user', %s"
    " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'accounts_user')",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--of-database",
        action="store_true",
        help="leave out what reaches no database and speaks of none: it is the same on every one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--of-database"):
        left_out = [item for item in items if not _reaches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _reaches_database(item)]


def _reaches_database(item: pytest.Item) -> bool:
    asks = not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", []))
    return asks or item.get_closest_marker("django_db") is not None or _speaks_of_one(item.path)


@cache
def _speaks_of_one(module: Path) -> bool:
    return re.search("database|postgres", module.read_text("utf-8"), re.IGNORECASE) is not None


@pytest.fixture(autouse=True)
def _log_of_its_own(settings: Settings) -> None:
    """Every test's entries are undone at its end; the files of its log must not meet the next test's."""
    folder = Path(os.environ["OCAQ_DATA"]) / "logs" / str(next(_houses))
    settings.LOG_FOLDER, settings.LOG_COPY = folder / "log", folder / "copy"


@receiver(post_migrate)
def _accounts_begin_high(sender: AppConfig, using: str, **_: object) -> None:
    """Tests name accounts that nobody has, `user:2`; a database numbers on where another test was undone."""
    if sender.label == "accounts":
        with connections[using].cursor() as cursor:
            cursor.execute(_SET_NUMBER[connections[using].vendor], [MADE_UP])


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """A page leaves its reader's language behind in the thread, as it must where it still streams."""
    translation.deactivate()
