"""What commands share: where this Ocaq lives, its settings as a plain sentence when wrong, its data folder prepared."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from ocaq.config.trouble import Trouble

PACKAGE = Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """Return the root of the source tree this runs from, or None when it is installed."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").exists() and (root / "ocaq").exists() else None


def open_house(**settings: str | Path) -> None:
    """Load Django with these settings over those of the environment.

    Raises:
        Trouble: a setting is missing or wrong; values are not repeated, since they may be secrets.
    """
    for name, value in settings.items():
        os.environ[f"OCAQ_{name.upper()}"] = str(value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocaq.config.settings")
    import django  # noqa: PLC0415 - commands that need no Django start without it

    try:
        django.setup()
    except ValidationError as error:
        raise Trouble(
            "; ".join(_problem(problem["loc"], problem["msg"]) for problem in error.errors(include_input=False))
        ) from None


def _problem(where: tuple[int | str, ...], message: str) -> str:
    if where:
        return f"OCAQ_{'_'.join(map(str, where)).upper()}: {message}"
    return message.removeprefix("Value error, ")


@contextmanager
def with_database() -> Iterator[None]:
    """Say of a database without any table what has to be done first, and not what its driver says of it.

    Raises:
        Trouble: nothing was prepared.
    """
    from django.db import DatabaseError, connection  # noqa: PLC0415

    try:
        yield
    except DatabaseError:
        if connection.introspection.table_names():
            raise
        raise Trouble("The database is empty: `ocaq prepare` makes it ready.") from None


def prepare_house() -> None:
    """Bring database, catalogues and static files to this version; quick when nothing changed."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from ocaq.kernel.catalogues import compile_catalogues  # noqa: PLC0415

    if checkout():
        compile_catalogues(PACKAGE / "locale")
    call_command("migrate", interactive=False, verbosity=0)
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_sources()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
        stamp.write_text(wanted)


def _static_sources() -> str:
    """Return a digest over name, size and time of every static source file."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    seen = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            seen.append((name, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(json.dumps(sorted(seen)).encode()).hexdigest()
