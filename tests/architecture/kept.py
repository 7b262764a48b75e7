"""The made-up institution, built once a process and put back for each further test that wants it."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import connection

from ocaq.demo.seed import seed

# Beside the tables themselves: where a flush does not reach.
SCHEMA = "kept"
_kept: dict[str, Path] = {}
_copy = sqlite3.connect(":memory:", check_same_thread=False)


def institution() -> None:
    """Fill a database that is empty and keeps what is committed."""
    if _kept:
        _put_back()
    else:
        assert seed()
        _keep()


def _keep() -> None:
    for name, folder in _folders().items():
        _kept[name] = Path(mkdtemp(prefix="kept-", dir=settings.DATA)) / name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, _kept[name])
    if connection.vendor == "sqlite":
        connection.connection.backup(_copy)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables():
            cursor.execute(f"CREATE TABLE {SCHEMA}.{table} AS TABLE public.{table}")
        cursor.execute(f"CREATE TABLE {SCHEMA}.sequences AS SELECT sequencename, last_value FROM pg_sequences")


def _put_back() -> None:
    for name, folder in _folders().items():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(_kept[name], folder)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _copy.backup(connection.connection)
        return
    with connection.cursor() as cursor:
        # Rows arrive in the order of names, not of what refers to what.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE " + ", ".join(f"public.{table}" for table in _tables()))
        for table in _tables():
            cursor.execute(f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE {SCHEMA}.{table}")
        cursor.execute(
            f"SELECT setval(sequencename::regclass, last_value) FROM {SCHEMA}.sequences WHERE last_value > 0"
        )
        cursor.execute("SET session_replication_role = origin")


def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _folders() -> dict[str, Path]:
    folders = {"log": settings.LOG_FOLDER, "copy": settings.LOG_COPY, "media": settings.MEDIA_ROOT}
    return {name: Path(folder) for name, folder in folders.items()}
