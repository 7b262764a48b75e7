"""A PostgreSQL database of the rehearsal's own, so that it never touches real data."""

import secrets
from urllib.parse import urlsplit, urlunsplit


def create_beside(url: str) -> str:
    """Create a database on the server of `url` and return its own address."""
    own = urlunsplit(urlsplit(url)._replace(path=f"/ocaq_rehearsal_{secrets.token_hex(6)}"))
    _run(own, f"CREATE DATABASE {_name(own)}")
    return own


def drop(own: str) -> None:
    """Drop it, whoever is connected; once more does nothing."""
    _run(own, f"DROP DATABASE IF EXISTS {_name(own)} WITH (FORCE)")


def _name(own: str) -> str:
    return urlsplit(own).path.removeprefix("/")


def _run(own: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    with psycopg.connect(urlunsplit(urlsplit(own)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(statement.encode())
