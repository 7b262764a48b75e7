"""A register of people who do not exist, stored as the commands leave it, in the product's own tables."""

import json
import subprocess
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, uv_run

MAKER = [
    *uv_run("faker==40.54.0", "iuliia==0.13.0", "anyascii==0.3.3"), str(Path(__file__).with_name("people.py")),
]  # fmt: skip
AT = datetime(2026, 1, 1, tzinfo=UTC)
# One of the made people, or a second entry: number, name, body, mail, phone, and whose entry it is, 0 for their own.
Made = tuple[int, str, int, str, str, int]


def made(people: int, again: int, seed: int) -> tuple[list[list[int]], list[Made]]:
    """Return bodies as (number, town, country), and people with the second entries at the end."""
    told = subprocess.run(
        [*MAKER, str(people), str(again), str(seed)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    bodies = len(rows) - people - again
    return rows[:bodies], [tuple(row) for row in rows[bodies:]]


def fill(bodies: list[list[int]], people: list[Made]) -> float:
    """Store them; return the CPU seconds it took."""
    from django.db import connection, transaction

    from ocaq.kernel.places import country_codes
    from ocaq.kernel.sealing import mark
    from ocaq.register.models import Community, Kind, Person, PersonKey, Place, Post

    begun, codes = time.process_time(), sorted(country_codes())
    kind = Kind.objects.values_list("pk", flat=True)[0]
    towns = {town: country for _, town, country in bodies}
    with transaction.atomic():
        _store(
            Place,
            (
                {"id": town, "ref": f"t{town}", "country": codes[country], "latitude": 0, "longitude": 0}
                for town, country in towns.items()
            ),
        )
        _store(
            Community,
            (
                {
                    "id": pk, "kind_id": kind, "place_id": town, "country": codes[country], "ref": f"c{pk}",
                    "slug": f"c{pk}",
                }
                for pk, town, country in bodies
            ),
        )  # fmt: skip
        _store(
            Person,
            (
                {
                    "id": pk, "name": name, "ref": f"p{pk}", "pseudonym": f"q{pk}",
                    "email_mark": mark(mail) if mail else "",
                    "email": _sealed() if mail else b"", "phone": _sealed() if phone else b"",
                }
                for pk, name, _, mail, phone, _ in people
            ),
        )  # fmt: skip
        _store(
            Post,
            (
                {"community_id": body, "holder_id": pk, "office": "member", "ref": f"o{pk}", "starts_on": "2025-01-01"}
                for pk, _, body, _, _, _ in people
            ),
        )  # fmt: skip
        _store(
            PersonKey,
            (
                {"key": key.key, "heard": key.heard, "named_id": pk}
                for pk, name, _, _, phone, _ in people
                for key in PersonKey.of(Person(pk, name=name), lines=[phone])
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.process_time() - begun


@cache
def _sealed() -> bytes:
    """Return one sealed line; all are as long, and none is opened here."""
    from ocaq.kernel.sealing import sealer

    return sealer().encrypt(b"p123456789@x.example")


def _store(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Store rows with the defaults of their table for whatever they do not say."""
    from django.db import connection

    fields = list(table._meta.concrete_fields)
    first = next(rows := iter(rows))
    usual = {field.column: _usual(field) for field in fields if not (field.primary_key and "id" not in first)}
    columns = list(usual)
    names = ", ".join(f'"{column}"' for column in columns)
    told = f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'
    with connection.cursor() as cursor:
        cursor.executemany(told, _complete(first, rows, usual))


def _complete(first: dict[str, Any], rows: Iterator[dict[str, Any]], usual: dict[str, Any]) -> Iterator[list[Any]]:
    yield list((usual | first).values())
    for row in rows:
        yield list((usual | row).values())


def _usual(field: Any) -> Any:
    from django.db import connection

    value = AT if field.name in {"created_at", "changed_at", "verified_at"} else field.get_default()
    return field.get_db_prep_save(value, connection)
