import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from ocaq.kernel import erasure, jobs
from ocaq.kernel.actor import system
from ocaq.kernel.models import OutboxMessage

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch):
    monkeypatch.setattr(erasure, "_erasers", [])
    monkeypatch.setattr(erasure, "_caches", [])


def test_every_domain_is_asked_once():
    asked = []

    def erase(**said):
        asked.append(said)

    erasure.with_account(erase)
    erasure.with_account(erase)
    erasure.erase_with_account(7, by=system("test"), at=NOON)

    assert asked == [{"user_id": 7, "by": system("test"), "at": NOON}]


@pytest.mark.django_db
def test_caches_are_emptied_after_the_commit_only(django_capture_on_commit_callbacks):
    emptied = []
    erasure.clears(lambda: emptied.append(1))

    with django_capture_on_commit_callbacks() as waiting, transaction.atomic():
        erasure.leave_no_trace()

    assert emptied == []
    waiting[0]()
    assert emptied == [1]


@pytest.mark.django_db(transaction=True)
def test_no_page_of_a_deleted_row_stays_in_the_files():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own files are its vacuum's")
    secret = "Aygün-of-the-first-page" * 300  # longer than a page, so that overflow pages are freed too
    row = OutboxMessage.objects.create(topic="t", body={"said": secret}, due_at=NOON)
    short = OutboxMessage.objects.create(topic="t", body={"said": "Aygün-in-a-cell"}, due_at=NOON)
    path = Path(connection.settings_dict["NAME"])
    erasure.shed_old_pages()
    assert b"first-page" in path.read_bytes()

    row.delete()
    OutboxMessage.objects.filter(pk=short.pk).update(body={"said": ""})

    assert erasure.shed_old_pages()
    for file in path.parent.glob(f"{path.name}*"):
        assert b"first-page" not in file.read_bytes()
        assert b"in-a-cell" not in file.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_who_is_still_reading_is_waited_for():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such file")
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    patience = connection.cursor().execute("PRAGMA busy_timeout").fetchone()
    try:
        OutboxMessage.objects.create(topic="t", body={}, due_at=NOON)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM kernel_outboxmessage").fetchone()
        OutboxMessage.objects.all().delete()
        assert not erasure.shed_old_pages()
        assert connection.cursor().execute("PRAGMA busy_timeout").fetchone() == patience
        jobs.shed_pages_owed()
        assert erasure.are_pages_owed()
        reader.execute("COMMIT")
        jobs.shed_pages_owed()
        assert not erasure.are_pages_owed()
    finally:
        reader.close()


@pytest.mark.django_db(transaction=True)
def test_postgresql_is_told_to_clear_every_personal_table():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL leaves rows for later")
    before = _vacuums()
    jobs.shed_pages()
    after = _vacuums()

    # Whether a row may go is up to whoever else reads at that moment.
    assert {table for table in erasure.tables() if after[table] == before[table]} == set()


def _vacuums() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relname, vacuum_count FROM pg_stat_user_tables")
        return dict(cursor.fetchall())
