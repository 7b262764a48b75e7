"""What `ocaq shed` does to the database and says of it; what stays in files is searched in tests/faults."""

from argparse import Namespace
from contextlib import closing

import pytest
from django.db import connection

from ocaq.config.shedding import shed
from ocaq.kernel import erasure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite overwrites what it lets go of")


def _files():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, relfilenode FROM pg_class WHERE relname = ANY(%s)", [[*erasure.tables()]])
        return dict(cursor.fetchall())


def test_nothing_is_owed_afterwards(capsys):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has more to do")
    assert shed(Namespace()) == 0
    assert "Nothing of what was erased is left" in capsys.readouterr().out


@pytest.mark.usefixtures("_postgresql")
def test_every_personal_table_has_new_files(capsys):
    before = _files()
    shed(Namespace())

    after = _files()
    assert after.keys() == before.keys() == erasure.tables()
    assert [table for table in after if after[table] == before[table]] == []
    assert "Not written anew" not in capsys.readouterr().out


@pytest.mark.usefixtures("_postgresql")
def test_a_table_in_use_is_named_and_left(capsys, monkeypatch):
    monkeypatch.setattr("ocaq.kernel.erasure.PATIENCE_MS", 10)
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE register_person IN ACCESS SHARE MODE")
        assert shed(Namespace()) == 1

    assert "Not written anew, in use or not ours: register_person." in capsys.readouterr().out


@pytest.mark.usefixtures("_postgresql")
def test_who_still_reads_what_was_erased_is_waited_for(capsys):
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM register_person")
        cursor.execute("SELECT pg_sleep(1.1)")
        assert shed(Namespace()) == 1

    assert "A transaction goes on" in capsys.readouterr().out


@pytest.mark.usefixtures("_postgresql")
def test_an_account_without_the_right_is_told_so(capsys):
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS ocaq_bare")
        cursor.execute("CREATE ROLE ocaq_bare")
        cursor.execute("SET ROLE ocaq_bare")
        try:
            assert shed(Namespace()) == 1
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE ocaq_bare")

    assert "PostgreSQL keeps its write-ahead log" in capsys.readouterr().out
