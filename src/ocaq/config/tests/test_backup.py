"""Backup and restore as an operator does them: the real command, in processes of their own."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from ocaq.config import serve

ON_POSTGRESQL = os.environ.get("OCAQ_DATABASE", "").startswith("postgres")


class House:
    """One data folder with its database, and the `ocaq` command upon it."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.data, self.database = data, database
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")} | {
            "OCAQ_MODE": "production",
            "OCAQ_SECRET": "s" * 40,
            "OCAQ_DATA": str(data),
            "OCAQ_DATABASE": database,
        }

    def ocaq(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ocaq.config.cli", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        connection: Any
        if self.database:
            import psycopg

            connection = psycopg.connect(self.database)
        else:
            connection = sqlite3.connect(self.data / "ocaq.sqlite3")
        with closing(connection):
            cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
        return rows

    def places(self) -> list[object]:
        return [domain for (domain,) in self.sql("SELECT subject FROM evidence_entry ORDER BY subject")]

    def note(self, place: str) -> None:
        """Write a row, by an entry that needs no other row."""
        self.sql(
            "INSERT INTO evidence_entry (kind, subject, by, at, body) "
            f"VALUES ('test.row.written', '{place}', 'system:test', '2026-11-22 10:00:00+00:00', '{{}}')"
        )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that every test of this module copies."""
    database = _new_database(f"ocaq_backup_{os.getpid()}") if ON_POSTGRESQL else ""
    house = House(tmp_path_factory.mktemp("prepared") / "data", database)
    done = house.ocaq("prepare")
    assert done.returncode == 0, done.stderr
    shutil.rmtree(house.data / "static")
    house.note("house:baku")
    house.note("house:bern")
    (house.data / "media" / "people").mkdir(parents=True)
    (house.data / "media" / "people" / "gülüş.png").write_bytes(b"\x89PNG")
    yield house
    if database:
        _drop_database(database)


@pytest.fixture
def house(prepared: House, tmp_path: Path) -> Iterator[House]:
    """A house with two rows and a picture."""
    database = _new_database(f"ocaq_backup_{os.getpid()}_copy", like=prepared.database) if ON_POSTGRESQL else ""
    shutil.copytree(prepared.data, tmp_path / "data")
    yield House(tmp_path / "data", database)
    if database:
        _drop_database(database)


def _new_database(name: str, like: str = "") -> str:
    import psycopg

    with psycopg.connect(os.environ["OCAQ_DATABASE"], autocommit=True) as connection:
        template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
        connection.execute(f'CREATE DATABASE "{name}"{template}')
    return urlunsplit(urlsplit(os.environ["OCAQ_DATABASE"])._replace(path=f"/{name}"))


def _drop_database(address: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["OCAQ_DATABASE"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{urlsplit(address).path[1:]}" WITH (FORCE)')


@pytest.mark.parametrize("command", [("log", "status"), ("appoint", "staff", "her@example.org")])
def test_a_database_without_tables_is_said_to_be_empty(command: tuple[str, ...], tmp_path: Path) -> None:
    database = _new_database(f"ocaq_empty_{os.getpid()}") if ON_POSTGRESQL else ""
    (tmp_path / "data").mkdir()

    asked = House(tmp_path / "data", database).ocaq(*command)

    if database:
        _drop_database(database)
    assert (asked.returncode, asked.stderr) == (1, "ocaq: The database is empty: `ocaq prepare` makes it ready.\n")


def test_what_was_backed_up_comes_back(house: House, tmp_path: Path) -> None:
    file = tmp_path / "evening.tar"
    backed_up = house.ocaq("backup", file)
    house.note("house:later")
    (house.data / "media" / "people" / "later.png").write_bytes(b"later")

    restored = house.ocaq("restore", file, "--force")

    assert backed_up.returncode == 0, backed_up.stderr
    assert restored.returncode == 0, restored.stderr
    assert "all as counted" in restored.stdout
    assert house.places() == ["house:baku", "house:bern"]
    (picture,) = (house.data / "media" / "people").iterdir()
    assert picture.name == "gülüş.png"
    assert [path.stat().st_mode & 0o777 for path in (file, picture)] == [0o600, 0o600]


_A_PICTURE = """
import io
from PIL import Image
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant
from ocaq.register.commands.communities import found
from ocaq.register.commands.photos import add_photo
staff, at = Actor("user:1", frozenset({Grant("staff")})), clock.now()
house = found(kind="house", country="DE", names=[["Nar", "az", "original"]], fields={}, key="k", by=staff, at=at)
file = io.BytesIO()
Image.effect_noise((640, 480), 60).save(file, "JPEG")
add_photo(community=house, content=file.getvalue(), described={"en": "The door"}, by=staff, at=at)
"""


def test_a_community_keeps_its_pictures(house: House, tmp_path: Path) -> None:
    """The row names the file by the digest of what is in it."""
    made = house.ocaq("manage", "shell", "--no-imports", "-c", _A_PICTURE)
    assert made.returncode == 0, made.stderr
    file = tmp_path / "evening.tar"
    house.ocaq("backup", file)
    house.sql("DELETE FROM register_photo")
    shutil.rmtree(house.data / "media" / "register")

    restored = house.ocaq("restore", file, "--force")

    assert restored.returncode == 0, restored.stderr
    ((digest,),) = house.sql("SELECT digest FROM register_photo")
    picture = house.data / "media" / "register" / f"{digest}.jpg"
    assert hashlib.sha256(picture.read_bytes()).hexdigest() == digest


def test_a_restore_into_an_empty_house_needs_no_force(house: House, tmp_path: Path) -> None:
    if ON_POSTGRESQL:
        pytest.skip("the same database is not empty")
    file = tmp_path / "evening.tar"
    house.ocaq("backup", file)
    other = House(tmp_path / "elsewhere")

    assert other.ocaq("restore", file).returncode == 0
    assert other.places() == ["house:baku", "house:bern"]
    assert other.ocaq("prepare").returncode == 0


def test_a_restore_overwrites_nothing_unasked(house: House, tmp_path: Path) -> None:
    file = tmp_path / "evening.tar"
    house.ocaq("backup", file)
    house.note("house:later")

    refused = house.ocaq("restore", file)

    assert refused.returncode == 1
    assert "say --force" in refused.stderr
    assert house.places() == ["house:baku", "house:bern", "house:later"]


def test_the_second_place_is_neither_backed_up_nor_restored_wherever_it_lies(house: House, tmp_path: Path) -> None:
    """Inside the data folder under any name; and a backup from when it was an ordinary folder may not overwrite it."""
    before, file = tmp_path / "before.tar", tmp_path / "evening.tar"
    place = house.data / "media" / "notary"
    place.mkdir()
    (place / "checkpoint").write_text("of yesterday")
    house.ocaq("backup", before)
    house.environment["OCAQ_LOG_COPY"] = str(place)
    (place / "checkpoint").write_text("of today")
    for path in (house.data / "log" / "checkpoint", house.data / "static" / "page.css", house.data / "log.key"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("stays")
    house.ocaq("backup", file)

    with tarfile.open(before) as tar:
        assert "files/media/notary/checkpoint" in tar.getnames()
    with tarfile.open(file) as tar:
        assert [name for name in tar.getnames() if name.startswith("files/")] == ["files/media/people/gülüş.png"]
    assert house.ocaq("restore", before, "--force").returncode == 0
    assert (place / "checkpoint").read_text() == "of today"
    assert (house.data / "log" / "checkpoint").read_text() == (house.data / "log.key").read_text() == "stays"


def test_an_empty_setting_of_the_second_place_is_none_given(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    house.environment |= {"OCAQ_LOG_COPY": "", "OCAQ_LOCALE": ""}

    asked = "from django.conf import settings; print(settings.LOG_COPY)"
    told = house.ocaq("manage", "shell", "--no-imports", "-c", asked)

    assert told.stdout.strip() == str(house.data / "log-copy"), told.stderr


def test_a_second_place_that_holds_the_data_folder_is_refused(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    house.environment["OCAQ_LOG_COPY"] = str(tmp_path)

    refused = house.ocaq("backup", tmp_path / "evening.tar")

    assert refused.returncode == 1
    assert refused.stderr.startswith("ocaq: OCAQ_LOG_COPY must be a folder of its own")


def test_a_damaged_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    file = tmp_path / "evening.tar"
    house.ocaq("backup", file)
    whole = file.read_bytes()
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])

    refused = house.ocaq("restore", file, "--force")

    assert refused.returncode == 1
    assert "damaged" in refused.stderr or "not a whole backup" in refused.stderr
    assert house.places() == ["house:baku", "house:bern"]
    assert (house.data / "media" / "people" / "gülüş.png").exists()


@pytest.mark.parametrize("content", [b"", b"not a tar at all", b"\0" * 10240])
def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    house = House(tmp_path / "data")
    file = tmp_path / "other.tar"
    file.write_bytes(content)

    refused = house.ocaq("restore", file)

    assert refused.returncode == 1
    assert refused.stderr.strip() == f"ocaq: {file} is not a whole backup of Ocaq."


def test_a_backup_that_reaches_outside_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo("../../escaped")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))

    refused = House(tmp_path / "data").ocaq("restore", file)

    assert refused.returncode == 1
    assert "no backup of Ocaq holds" in refused.stderr
    assert not (tmp_path.parent / "escaped").exists()


def test_a_backup_of_a_newer_ocaq_is_refused(house: House, tmp_path: Path) -> None:
    file, newer = tmp_path / "evening.tar", tmp_path / "newer.tar"
    house.ocaq("backup", file)
    with tarfile.open(file) as old, tarfile.open(newer, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            body = content.read()
            if member.name == "manifest.json":
                about = json.loads(body)
                about["migrations"].append("conference.9999_of_the_future")
                body = json.dumps(about).encode()
            member.size = len(body)
            new.addfile(member, io.BytesIO(body))

    refused = house.ocaq("restore", newer, "--force")

    assert refused.returncode == 1
    assert "newer Ocaq" in refused.stderr


def test_no_restore_under_a_running_server(house: House, tmp_path: Path) -> None:
    file = tmp_path / "evening.tar"
    house.ocaq("backup", file)

    with serve.hold_data(house.data):
        refused = house.ocaq("restore", file, "--force")

    assert refused.returncode == 1
    assert "A server is running" in refused.stderr


def test_a_backup_never_overwrites_another(house: House, tmp_path: Path) -> None:
    file = tmp_path / "evening.tar"
    file.write_bytes(b"precious")

    assert house.ocaq("backup", file).returncode == 1
    assert file.read_bytes() == b"precious"


def test_a_backup_is_whole_while_others_write(house: House, tmp_path: Path) -> None:
    if ON_POSTGRESQL:
        pytest.skip("pg_dump sees one snapshot by itself")
    file = tmp_path / "evening.tar"
    with closing(sqlite3.connect(house.data / "ocaq.sqlite3", timeout=30)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE evidence_entry SET subject = 'unsaved'")
        done = house.ocaq("backup", file)
        writer.rollback()

    assert done.returncode == 0, done.stderr
    other = House(tmp_path / "elsewhere")
    assert other.ocaq("restore", file).returncode == 0
    assert other.places() == ["house:baku", "house:bern"]
