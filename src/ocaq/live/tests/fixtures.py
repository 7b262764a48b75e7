"""Fixtures of the live and intake rooms."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from ocaq.live.tests.running import ADDRESS, House, new_data

_numbers = count(1)


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """A room nobody else has."""
    return f"r{os.getpid()}x{next(_numbers)}"


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Path]:
    """A data folder with a fresh SQLite database to copy, or with the address of a PostgreSQL one that houses share.

    Houses commit, so they never write into the database in which tests undo what they did.
    """
    folder = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "postgresql":
        with _copied_database() as address:
            (folder / ADDRESS).write_text(address)
            yield folder
        return
    with (
        sqlite3.connect(connection.settings_dict["NAME"]) as made,
        sqlite3.connect(folder / "ocaq.sqlite3") as copy,
    ):
        made.backup(copy)
    copy.close()
    made.close()
    yield folder


@contextmanager
def _copied_database() -> Iterator[str]:
    import psycopg

    its = connection.settings_dict["NAME"]
    name = f"{its}_houses{next(_numbers)}"
    connection.close()  # a database in use cannot be copied
    with psycopg.connect(os.environ["OCAQ_DATABASE"], autocommit=True) as other:
        other.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        other.execute(f'CREATE DATABASE "{name}" TEMPLATE "{its}"')
    yield urlunsplit(urlsplit(os.environ["OCAQ_DATABASE"])._replace(path=f"/{name}"))
    with psycopg.connect(os.environ["OCAQ_DATABASE"], autocommit=True) as other:
        other.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def house(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running house that tests share; each uses a room of its own."""
    running = House(new_data(migrated, tmp_path_factory.mktemp("house"))).start()
    yield running
    running.close()


@pytest.fixture
def build(migrated: Path, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Make houses for one test, all on the same data unless told otherwise."""
    houses: list[House] = []
    data = new_data(migrated, tmp_path / "data")

    def make(**env: str) -> House:
        houses.append(House(data, **env))
        return houses[-1]

    yield make
    for each in houses:
        each.close()
