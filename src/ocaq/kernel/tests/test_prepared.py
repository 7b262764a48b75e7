import threading
from contextlib import suppress

import pytest
from django.db import DataError, IntegrityError, InternalError, connection, transaction
from django.db.transaction import TransactionManagementError

from ocaq.kernel.prepared import Insert

ROW = ("a.b.c", "thing:k7", "system:log", "2026-12-19 12:00:00", "{}")


@pytest.fixture
def add() -> Insert:
    return Insert("evidence_entry", ("kind", "subject", "by", "at", "body"))


def kept() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject, by FROM evidence_entry ORDER BY id")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_of_a_transaction_goes_back_with_it(add):
    for attempt in range(3):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            for _ in range(attempt + 1):
                add(*ROW)
            raise ZeroDivisionError

    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_rows_are_kept_with_their_transaction_on_every_connection(add):
    def twice() -> None:
        with transaction.atomic():
            add(*ROW)
            add(*ROW)
        connection.close()

    twice()  # and again on a connection that has prepared nothing
    other = threading.Thread(target=twice)
    other.start()
    other.join()
    twice()

    assert kept() == [ROW[:3]] * 6


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_row_is_kept_at_once(add):
    add(*ROW)
    add(*ROW)

    assert kept() == [ROW[:3]] * 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite takes any text for a moment")
@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_an_error_and_nothing_is_kept(add):
    with pytest.raises(DataError), transaction.atomic():
        add(*ROW)
        add(*ROW)
        add("a.b.c", "thing:k7", "system:log", "no moment", "{}")

    with pytest.raises(InternalError), transaction.atomic():  # in a transaction that failed already
        with pytest.raises(DataError):
            add(*ROW[:3], "no moment", "{}")
        add(*ROW)
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_transaction_that_must_go_back(add):
    with pytest.raises(TransactionManagementError), transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic(savepoint=False):
            raise ZeroDivisionError
        add(*ROW)

    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_an_error_of_django():
    keys = Insert("evidence_cosigned", ("size", "note", "at"))

    with pytest.raises(IntegrityError), transaction.atomic():
        keys("7", "a note", "2026-12-19 12:00:00")
        keys("7", "another", "2026-12-19 12:00:00")
