"""One statement that every act pays for, which PostgreSQL has read and planned once a connection."""

from itertools import count
from typing import Any
from weakref import WeakSet

from django.db import connection

_numbers = count()


class Insert:
    """Adds one row to a table, in the current transaction."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        """Take names of our own, never somebody's words."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
        self._plain = f"{into} ({', '.join(['%s'] * len(columns))})"
        self._numbered = f"{into} ({', '.join(f'${place + 1}' for place in range(len(columns)))})".encode()
        self._name = f"ocaq_{table}_{next(_numbers)}".encode()
        self._prepared: WeakSet[Any] = WeakSet()  # connections, as the driver has them

    def __call__(self, *values: str) -> None:
        if connection.vendor != "postgresql" or not self._runs_prepared(values):
            with connection.cursor() as cursor:
                cursor.execute(self._plain, values)

    def _runs_prepared(self, values: tuple[str, ...]) -> bool:
        """Run it through libpq, which costs half of what the driver's cursor does; not where nothing has begun yet.

        The driver sends BEGIN before its own first statement, and knows best what to say of a transaction that failed.
        """
        from psycopg import errors, pq  # noqa: PLC0415 - only where PostgreSQL is used

        driver = connection.connection
        if driver is None or driver.pgconn.transaction_status != pq.TransactionStatus.INTRANS:
            return False
        # Here a text ends at a NUL; the driver refuses it instead of losing what follows.
        if any("\0" in value for value in values):
            return False
        with connection.wrap_database_errors:
            if driver not in self._prepared:
                result = driver.pgconn.prepare(self._name, self._numbered)
                if result.status != pq.ExecStatus.COMMAND_OK:
                    raise errors.error_from_result(result)
                self._prepared.add(driver)
            result = driver.pgconn.exec_prepared(self._name, [value.encode() for value in values])
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise errors.error_from_result(result)
        return True
