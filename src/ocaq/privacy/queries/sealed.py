"""Which columns hold sealed values, and whether the field keys open them."""

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, models

from ocaq.kernel.sealing import Sealed, sealer


def sealed_columns() -> list[tuple[type[models.Model], str]]:
    """Return every (table, column) that holds sealed values."""
    return [
        (model, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, Sealed)
    ]


def quoted(model: type[models.Model], column: str) -> tuple[str, str, str]:
    """Return (table, primary key, column) as SQL of this database names them."""
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(model._meta.pk.column), quote(column)


def keys_open() -> bool:
    """Say whether the field keys open the newest value of every column (one SQL query a column)."""
    return all(_opens(_newest(model, column)) for model, column in sealed_columns())


def _newest(model: type[models.Model], column: str) -> bytes:
    table, pk, column = quoted(model, column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE {column} <> %s ORDER BY {pk} DESC LIMIT 1",  # noqa: S608 - own names
            [b""],
        )
        return bytes((cursor.fetchone() or [b""])[0])


def _opens(value: bytes) -> bool:
    try:
        if value:
            sealer().decrypt(value)
    except InvalidToken:
        return False
    return True
