"""`ocaq shed`: nothing of erased people stays in the files of the database. More: docs/operations/erasing-people.md."""

import argparse

from ocaq.config.house import open_house


def shed(_options: argparse.Namespace) -> int:
    open_house()
    from django.db import connection  # noqa: PLC0415 - the settings are read first

    left = _of_postgresql() if connection.vendor == "postgresql" else _of_sqlite()
    for line in left:
        print(line)
    if not left:
        print("Nothing of what was erased is left in the files of the database.")
    return 1 if left else 0


def _of_sqlite() -> list[str]:
    from ocaq.kernel import erasure  # noqa: PLC0415

    done = erasure.shed_old_pages()
    return [] if done else ["Somebody reads: the worker cuts the database's log once they are done."]


def _of_postgresql() -> list[str]:
    """Return a sentence for each thing that stays."""
    from ocaq.kernel import erasure  # noqa: PLC0415

    if erasure.is_read_as_it_was():
        return ["A transaction goes on, perhaps a backup's, for which PostgreSQL keeps erased rows. Try again later."]
    left = []
    if tables := erasure.write_anew(erasure.tables()):
        left.append(f"Not written anew, in use or not ours: {', '.join(tables)}.")
    if not erasure.end_journal():
        left.append(
            "PostgreSQL keeps its write-ahead log: this account may not end it, or wal_recycle is on."
            " docs/operations/erasing-people.md says how to let it."
        )
    return left
