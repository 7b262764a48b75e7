"""The database as one file and back: SQLite's own backup, or pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ocaq.config.trouble import Trouble

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True)
class Dump:
    """A dump with what was in it at its very moment."""

    path: Path
    engine: str
    rows: dict[str, int]
    migrations: list[str]


def engine() -> str:
    from django.db import connection  # noqa: PLC0415 - the settings are read first

    return str(connection.vendor)


def dump(folder: Path) -> Dump:
    """Write the database into `folder`, consistent, while others go on writing."""
    return _dump_sqlite(folder) if engine() == "sqlite" else _dump_postgresql(folder)


def load(path: Path) -> None:
    """Replace the database by what `path` holds, whole or not at all."""
    if engine() == "sqlite":
        _load_sqlite(path)
    else:
        _load_postgresql(path)


def rows() -> dict[str, int]:
    """Return {table: rows} of the database as it is (one query a table)."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        return _rows(cursor, connection.introspection.table_names(cursor))


def holds_anything() -> bool:
    return any(count for table, count in rows().items() if not table.startswith(("django_", "auth_")))


def known_migrations() -> set[str]:
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    known: set[str] = set()
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        known |= {f"{app}.{name}", *(f"{old_app}.{old}" for old_app, old in migration.replaces)}
    return known


def _rows(cursor: object, tables: list[str]) -> dict[str, int]:
    counts = {}
    for table in sorted(tables):
        if table.startswith("sqlite_"):
            continue
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # type: ignore[attr-defined]  # noqa: S608 - names from the database
        counts[table] = cursor.fetchone()[0]  # type: ignore[attr-defined]
    return counts


def _dump_sqlite(folder: Path) -> Dump:
    from django.conf import settings  # noqa: PLC0415

    path = folder / NAMES["sqlite"]
    source = Path(str(settings.DATABASES["default"]["NAME"]))
    if not source.exists():
        raise Trouble(f"There is no database at {source}.")
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        cursor = copy.cursor()
        tables = [name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        applied = cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
        return Dump(path, "sqlite", _rows(cursor, tables), [name for (name,) in applied])


def _load_sqlite(path: Path) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with closing(sqlite3.connect(path)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Trouble("The database in this backup is damaged. Nothing was changed in the database.")
    connection.close()
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    # The old log must go first: beside another database file it would be replayed into it.
    for leftover in ("-wal", "-shm"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    path.replace(target)


def _dump_postgresql(folder: Path) -> Dump:
    from django.db import connection, transaction  # noqa: PLC0415

    path = folder / NAMES["postgresql"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        # The counts and the dump see the same moment, whatever is written meanwhile.
        snapshot = cursor.fetchone()[0]
        with _postgresql() as environment:
            _call(
                [
                    "pg_dump",
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    f"--snapshot={snapshot}",
                    f"--file={path}",
                ],
                environment,
            )
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        applied = [name for (name,) in cursor.fetchall()]
        return Dump(path, "postgresql", _rows(cursor, connection.introspection.table_names(cursor)), applied)


def _load_postgresql(path: Path) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        names = ", ".join(f'"{table}"' for table in connection.introspection.table_names(cursor))
    connection.close()
    script = path.with_suffix(".sql")
    with _postgresql() as environment:
        _call(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path)], environment)
        # One transaction around dropping and filling: a failure leaves the database as it was.
        drop = [f"--command=DROP TABLE IF EXISTS {names} CASCADE"] if names else []
        _call(
            [
                "psql",
                "--quiet",
                "--no-psqlrc",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
                *drop,
                f"--file={script}",
            ],
            environment,
        )


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    """Yield the environment by which PostgreSQL's programs find the database; no secret stands on a command line."""
    from django.conf import settings  # noqa: PLC0415

    database = settings.DATABASES["default"]
    yield os.environ | {
        name: str(value)
        for name, value in (
            ("PGHOST", database["HOST"]),
            ("PGPORT", database["PORT"]),
            ("PGUSER", database["USER"]),
            ("PGPASSWORD", database["PASSWORD"]),
            ("PGDATABASE", database["NAME"]),
        )
        if value
    }


def _call(command: list[str], environment: dict[str, str]) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise Trouble(f"{command[0]} is needed and was not found. On Debian: apt-get install postgresql-client.")
    done = subprocess.run([program, *command[1:]], env=environment, capture_output=True, check=False)
    if done.returncode:
        raise Trouble(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()}")
