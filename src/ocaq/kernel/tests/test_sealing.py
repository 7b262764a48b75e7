import pytest
from cryptography.fernet import InvalidToken
from django.db import connection, models

from ocaq.kernel import sealing


class Line(models.Model):  # noqa: DJ008 - nobody prints it
    text = sealing.SealedColumn()

    class Meta:
        app_label = "kernel_tests"


@pytest.fixture
def lines(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Line)
    yield Line.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Line)


def _stored(line) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM kernel_tests_line WHERE id = %s", [line.pk])
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_nothing_that_can_be_read(lines) -> None:
    line = lines.create(text="+49 30 1234567 əlaqə")

    assert lines.get().text == "+49 30 1234567 əlaqə"
    assert b"1234567" not in _stored(line)
    assert _stored(lines.create(text="+49 30 1234567 əlaqə")) != _stored(line)


def test_what_is_empty_stays_empty(lines) -> None:
    assert _stored(lines.create(text="")) == b""
    assert lines.get().text == ""


def test_an_older_key_opens_and_the_first_seals(lines, settings) -> None:
    old, new = sealing.new_key(), sealing.new_key()
    settings.FIELD_KEYS = [old]
    line = lines.create(text="a line")
    settings.FIELD_KEYS = [new, old]
    assert lines.get().text == "a line"

    lines.get().save()
    settings.FIELD_KEYS = [new]
    assert lines.get(pk=line.pk).text == "a line"
    settings.FIELD_KEYS = [old]
    with pytest.raises(InvalidToken):
        lines.get()


def test_a_mark_finds_an_address_however_it_is_typed(settings) -> None:
    first = sealing.mark("Aynur@Example.org ")

    assert first == sealing.mark("aynur@example.org")
    assert first != sealing.mark("aynur@example.com")
    settings.SECRET_KEY = "another"
    assert first != sealing.mark("aynur@example.org")
