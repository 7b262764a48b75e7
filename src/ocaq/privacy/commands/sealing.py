"""Sealing anew with a new field key: in chunks, each a transaction; killed in the middle it goes on where it stood."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, models, transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotPossible
from ocaq.kernel.sealing import sealer
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.sealed import quoted, sealed_columns


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were sealed anew, and how many had the newest key already."""

    anew: int
    before: int


def reseal(*, chunk: int = 500, by: Actor, at: datetime) -> Resealed:
    """Seal everything with the first of the field keys; what has it already is left, so again changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotPossible: `field-key-missing`, when a value opens with none.
    """
    require_staff(by)
    anew = before = 0
    for model, column in sealed_columns():
        last = 0
        while True:
            with transaction.atomic():
                rows = _rows(model, column, after=last, limit=chunk)
                old = [(pk, value) for pk, value in rows if not _is_newest(value)]
                _write(model, column, [(pk, value, _anew(value)) for pk, value in old])
            anew, before = anew + len(old), before + len(rows) - len(old)
            if len(rows) < chunk:
                break
            last = rows[-1][0]
    if anew:
        with transaction.atomic():
            record(kind="privacy.fields.resealed", subject="privacy:fields", by=by, at=at, facts={"values": anew})
    return Resealed(anew, before)


def _rows(model: type[models.Model], column: str, *, after: int, limit: int) -> list[tuple[int, bytes]]:
    """Return (id, sealed value) as the database holds them, by id; the ORM would open them."""
    table, pk, column = quoted(model, column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {column} FROM {table} WHERE {pk} > %s ORDER BY {pk} LIMIT %s",  # noqa: S608 - own names
            [after, limit],
        )
        return [(key, bytes(value or b"")) for key, value in cursor.fetchall()]


def _is_newest(value: bytes) -> bool:
    if not value:
        return True
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(value)
    except InvalidToken:
        return False
    return True


def _anew(value: bytes) -> bytes:
    try:
        return sealer().rotate(value)
    except InvalidToken:
        raise NotPossible("field-key-missing") from None


def _write(model: type[models.Model], column: str, values: list[tuple[int, bytes, bytes]]) -> None:
    """Write each value where the old one still stands: what somebody changed meanwhile is sealed newly already."""
    table, pk, column = quoted(model, column)
    binary: Any = connection.Database.Binary  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for key, old, new in values:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s",  # noqa: S608 - own names
                [binary(new), key, binary(old)],
            )
