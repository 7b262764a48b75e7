"""A primary key that SQLite numbers by itself."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField


class RowNumber(BigAutoField):  # type: ignore[type-arg]  # generic in the stubs only
    """The next free number, for tables that every act adds to and from which nothing is ever taken.

    AUTOINCREMENT keeps the last number in a table of its own, another page for each commit to write, so that the number
    of a deleted row is not given again.
    """

    def db_type_suffix(self, connection: BaseDatabaseWrapper) -> str | None:
        return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)  # type: ignore[misc]
