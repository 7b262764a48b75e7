"""Fixtures of the live and intake rooms."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from ocaq.live.tests.running import House, new_data

_rooms = count(1)


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """A room nobody else has."""
    return f"r{os.getpid()}x{next(_rooms)}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> Path:
    """A data folder with a fresh database, to copy from."""
    folder = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "sqlite":
        with (
            sqlite3.connect(connection.settings_dict["NAME"]) as made,
            sqlite3.connect(folder / "ocaq.sqlite3") as copy,
        ):
            made.backup(copy)
        copy.close()
        made.close()
    return folder


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
