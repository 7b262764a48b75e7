"""The keys that sign: from the environment, or made once beside the data of a demo."""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from ocaq.evidence.rules.notes import Signer

FILE = "log.key"


def signers() -> list[Signer]:
    """Return the signing keys, the one of the log's name first; more than one while a key is handed over.

    Raises:
        ValueError: what stands there is no key; the message does not repeat it.
    """
    return list(_read(settings.LOG_KEY, settings.DATA / FILE, makes_own=settings.MODE != "production"))


@cache
def _read(given: str, file: Path, *, makes_own: bool) -> tuple[Signer, ...]:
    if given.startswith("/"):
        given = Path(given).read_text(encoding="ascii")
    if not given and makes_own:
        given = _own(file)
    return tuple(Signer.read(text) for text in given.split())


def _own(file: Path) -> str:
    with suppress(FileExistsError):
        # Linked into place when whole: of two processes that start at once, both read the same key.
        part = file.with_name(f".{file.name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(Signer.new(own_name()).text + "\n", encoding="ascii")
        try:
            file.hardlink_to(part)
        finally:
            part.unlink()
    return file.read_text(encoding="ascii")


def own_name() -> str:
    """Return the name of a new log: its address without the scheme."""
    return f"{urlsplit(settings.SITE_ADDRESS).netloc}/log"
