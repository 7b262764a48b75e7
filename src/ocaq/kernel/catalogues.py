"""Catalogues of interface words: found on disk, compiled with Babel, so that no machine needs GNU gettext."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogues_in(folder: Path) -> dict[str, Path]:
    """Return {language: path of its django.po} of a folder laid out as <language>/LC_MESSAGES/django.po."""
    return {path.parent.parent.name: path for path in sorted(folder.glob("*/LC_MESSAGES/django.po"))}


def compile_catalogues(folder: Path) -> None:
    """Write each .mo that is missing or older than its .po; whole or not at all, so that a reader never sees half."""
    for language, source in catalogues_in(folder).items():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language)
        part = target.with_suffix(f".{os.getpid()}.part")  # two may start at once
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
