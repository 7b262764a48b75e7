import pytest
from django.db import connection, transaction

from ocaq.evidence.models import Entry
from ocaq.kernel import clock

pytestmark = pytest.mark.django_db


def _add() -> int:
    return Entry.objects.create(kind="a.b.c", subject="thing:k7", by="system:log", at=clock.now(), body="{}").pk


def test_rows_are_numbered_in_the_order_they_come():
    first = _add()

    assert [_add(), _add()] == [first + 1, first + 2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other stores number by a sequence of their own")
def test_sqlite_keeps_no_count_beside_the_table():
    with transaction.atomic():
        _add()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_sequence WHERE name = %s", ["evidence_entry"])
        assert cursor.fetchone() == (0,)
