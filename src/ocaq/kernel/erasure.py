"""Erasing somebody: what each domain keeps of an account goes in one transaction, what memory keeps goes with it."""

import threading
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from django.db import OperationalError, connection, transaction

from ocaq.kernel.actor import Actor


class Eraser(Protocol):
    """A command of a domain."""

    def __call__(self, *, user_id: int, by: Actor, at: datetime) -> None: ...


_erasers: list[Eraser] = []
_caches: list[Callable[[], object]] = []
_owed = threading.Event()
PATIENCE_MS = 200


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
    """Have PostgreSQL clear erased rows out of tables and indexes: by itself it waits until there are many."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (SKIP_LOCKED, INDEX_CLEANUP ON) {names}")
