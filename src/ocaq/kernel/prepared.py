"""One statement that every act pays for, given to the store's driver itself."""

from itertools import count
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_numbers = count()


class Insert:
    """Adds one row to a table, in the current transaction; PostgreSQL has read and planned it once a connection."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        """Take names of our own, never somebody's words."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
        self._plain = f"{into} ({', '.join(['%s'] * len(columns))})"
        self._marked = f"{into} ({', '.join('?' * len(columns))})"
        self._numbered = f"{into} ({', '.join(f'${place + 1}' for place in range(len(columns)))})".encode()
        self._name = f"ocaq_{table}_{next(_numbers)}".encode()
        self._prepared: WeakSet[Any] = WeakSet()  # connections, as the driver has them

    def __call__(self, *values: str) -> None:
        store = connections[DEFAULT_DB_ALIAS]  # once: each look at the usual proxy costs as much as a small query
        # Django opens what is not open, knows what a broken transaction is, and counts statements for tests.
        is_ours = store.in_atomic_block and not store.needs_rollback and not store.queries_logged
        if is_ours and self._runs(store, values):
            return
        with store.cursor() as cursor:
            cursor.execute(self._plain, values)

    def _runs(self, store: BaseDatabaseWrapper, values: tuple[str, ...]) -> bool:
        """Run it without Django's cursor, which costs several times the statement; return whether that was possible."""
        if store.vendor != "sqlite":
            return self._runs_prepared(store, values)
        with store.wrap_database_errors:
            store.connection.execute(self._marked, values)
        return True

    def _runs_prepared(self, store: BaseDatabaseWrapper, values: tuple[str, ...]) -> bool:
        """Run it through libpq; not where nothing has begun yet.

        The driver sends BEGIN before its own first statement, and knows best what to say of a transaction that failed.
        """
        from psycopg import errors, pq  # noqa: PLC0415 - only where PostgreSQL is used

        driver = store.connection
        if driver.pgconn.transaction_status != pq.TransactionStatus.INTRANS:
            return False
        # Here a text ends at a NUL; the driver refuses it instead of losing what follows.
        if any("\0" in value for value in values):
            return False
        with store.wrap_database_errors:
            if driver not in self._prepared:
                result = driver.pgconn.prepare(self._name, self._numbered)
                if result.status != pq.ExecStatus.COMMAND_OK:
                    raise errors.error_from_result(result)
                self._prepared.add(driver)
            result = driver.pgconn.exec_prepared(self._name, [value.encode() for value in values])
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise errors.error_from_result(result)
        return True
