"""Erasing somebody: what each domain keeps of an account goes in one transaction, what memory keeps goes with it."""

import threading
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper

from ocaq.kernel.actor import Actor
from ocaq.kernel.personal import declared


class Eraser(Protocol):
    """A command of a domain."""

    def __call__(self, *, user_id: int, by: Actor, at: datetime) -> None: ...


_erasers: list[Eraser] = []
_caches: list[Callable[[], object]] = []
_worded: set[str] = set()
_owed = threading.Event()
PATIENCE_MS = 200
_SAMPLES = "pg_statistic"  # of every column, to plan by: names stand in it as they stood in their tables


def with_account(erase: Eraser) -> None:
    """Have `erase` called inside the transaction that erases an account, before its row goes; twice registers once."""
    if erase not in _erasers:
        _erasers.append(erase)


def erase_with_account(user_id: int, *, by: Actor, at: datetime) -> None:
    """Erase what every domain keeps of an account, in the caller's transaction."""
    for erase in _erasers:
        erase(user_id=user_id, by=by, at=at)


def clears(clear: Callable[[], object]) -> None:
    """Have `clear` called when somebody was erased: it empties a cache that may hold people's names or words."""
    if clear not in _caches:
        _caches.append(clear)


def names_may_stand_in(table: str) -> None:
    """Have a table cleared like those of personal fields: it has none, but words in it may name people."""
    _worded.add(table)


def tables() -> set[str]:
    """Return the tables of the database in which erasing writes."""
    return {apps.get_model(field.table)._meta.db_table for field in declared()} | _worded


def clear_caches() -> None:
    """Empty what this process remembers of people."""
    for clear in _caches:
        clear()


def leave_no_trace() -> None:
    """After the commit of the current transaction, empty this process's caches and have the database shed old pages."""
    transaction.on_commit(clear_caches)
    transaction.on_commit(shed_old_pages)


def shed_old_pages() -> bool:
    """Have SQLite write its log into the database and cut it: until then the log holds pages as they were.

    Returns:
        Whether nothing is left; while somebody reads something is, and a job tries again. PostgreSQL has no
        such log; for what it has see `vacuum`.
    """
    if connection.vendor == "sqlite":
        _owed.set()
        if not connection.in_atomic_block and _cut_log():
            _owed.clear()
    return not _owed.is_set()


def are_pages_owed() -> bool:
    return _owed.is_set()


def _cut_log() -> bool:
    with connection.cursor() as cursor:
        patience_ms = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        # Whoever writes waits meanwhile, and a show may be running.
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience_ms}")


def vacuum(tables: Collection[str]) -> None:
    """Have PostgreSQL clear erased rows out of tables, indexes and samples: by itself it waits until there are many."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (SKIP_LOCKED, INDEX_CLEANUP ON, ANALYZE) {names}")


def write_anew(tables: Collection[str]) -> list[str]:
    """Have PostgreSQL write tables into new files, so that the old bytes of rows erased or changed are in none.

    Each is locked while it is written. What its statistics sampled is taken anew.

    Returns:
        What was left as it is: somebody worked on it, or the account has no right to.
    """
    left = []
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE_MS * 10}")
        for table in (*sorted(tables), _SAMPLES):
            options = "FULL" if table == _SAMPLES else "FULL, ANALYZE"
            if not _is_done(cursor, f"VACUUM ({options}) {connection.ops.quote_name(table)}"):
                left.append(table)
        cursor.execute("RESET lock_timeout")
    return left


def is_read_as_it_was() -> bool:
    """Say whether a transaction of PostgreSQL goes on, a backup's perhaps, for which erased rows have to stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
            " AND backend_xmin IS NOT NULL AND xact_start < now() - interval '1 second'"
        )
        return cursor.fetchone() is not None


def end_journal() -> bool:
    """Have PostgreSQL let go of its write-ahead log until now; return whether segments are gone, not kept for reuse.

    What a replica or an archive still waits for is kept by PostgreSQL all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW wal_recycle")
        are_gone = cursor.fetchone() == ("off",)
        return _is_done(cursor, "SELECT pg_switch_wal()") and _is_done(cursor, "CHECKPOINT") and are_gone


def _is_done(cursor: CursorWrapper, statement: str) -> bool:
    """Run what PostgreSQL may refuse for want of a right or of patience."""
    try:
        cursor.execute(statement)
    except (OperationalError, ProgrammingError):
        return False
    return True
