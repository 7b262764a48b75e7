"""`ocaq names`: the rules of name matching on a list of one's own, without a database."""

import argparse
import csv
import io
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ocaq.config.house import PACKAGE, checkout
from ocaq.config.trouble import Trouble
from ocaq.kernel.tables import safe_cell

COLUMNS = ("left", "right")
Judge: TypeAlias = Callable[[str, str], Any]
MOST_BYTES = 100 * 1024 * 1024


def names(options: argparse.Namespace) -> int:
    """Print left, right, verdict, score and reason of every pair of the file as CSV."""
    pairs = list(_pairs(_text(options.file)))
    if not pairs:
        raise Trouble(f"{options.file} names its columns and holds no pair below them.")
    _speak(options.language)
    judge, reasons = _of_bodies(options.bodies) if options.bodies is not None else _of_people()
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    out = csv.writer(sys.stdout)
    try:
        out.writerow([*COLUMNS, "verdict", "score", "reason"])
        for left, right in pairs:
            found = judge(left, right)
            verdict = "same" if found.is_same else "different"
            # Rounded down, so that no score reads as the threshold that it missed.
            score = f"{math.floor(found.score * 1000) / 1000:.3f}"
            out.writerow([safe_cell(left), safe_cell(right), verdict, score, str(reasons[found.code])])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has read enough; nothing may be written while Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _of_people() -> tuple[Judge, Mapping[str, object]]:
    from ocaq.register.rules.names import judge  # noqa: PLC0415 - the language is set first
    from ocaq.register.words.names import REASONS  # noqa: PLC0415

    return judge, REASONS


def _of_bodies(places: str) -> tuple[Judge, Mapping[str, object]]:
    """Return what judges names of bodies that are all in one place, called by these names."""
    from ocaq.register.rules.bodies import judge_bodies, spelled  # noqa: PLC0415 - the language is set first
    from ocaq.register.words.likeness import BODY_REASONS  # noqa: PLC0415

    around = frozenset(folded for place in places.split(",") if (folded := spelled(place)))
    return lambda one, other: judge_bodies(one, other, around), BODY_REASONS


def _text(file: Path) -> str:
    try:
        if file.is_file() and file.stat().st_size > MOST_BYTES:
            raise Trouble(f"{file} is larger than {MOST_BYTES // 1024 // 1024} MB. Divide it.")
        raw = file.read_bytes()
    except FileNotFoundError:
        raise Trouble(f"There is no file {file}.") from None
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from None
    try:
        # UTF-16 only with its mark, as spreadsheets write it: without, any bytes would pass for it.
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Trouble(f"{file} is not written in UTF-8 (line {line}). Save it as CSV UTF-8.") from None
    if not text.strip():
        raise Trouble(f"{file} is empty. Its first line names the columns left and right.")
    return text


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs; the first line says where left and right stand and what divides the columns."""
    from ocaq.register.rules.names import MOST_LETTERS  # noqa: PLC0415 - `help` needs none of it

    heading = text.splitlines()[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        columns = [name.strip().lower() for name in next(table)]
        if any(columns.count(name) != 1 for name in COLUMNS):
            raise Trouble(f"The first line must name one column left and one column right; it reads: {heading[:80]}")
        at = [columns.index(name) for name in COLUMNS]
        for row in table:
            if not any(cell.strip() for cell in row):
                continue
            left, right = (row[i] if i < len(row) else "" for i in at)
            if max(len(left), len(right)) > MOST_LETTERS:
                raise Trouble(f"Line {table.line_num}: a name is longer than {MOST_LETTERS} characters.")
            yield left, right
    except csv.Error as error:
        raise Trouble(f"Line {table.line_num} is not CSV: {error}.") from None


def _speak(language: str) -> None:
    """Prepare the sentences; neither settings nor database are asked for."""
    import django  # noqa: PLC0415 - `help` needs no Django
    from django.conf import settings  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from ocaq.kernel.catalogues import catalogues_in, compile_catalogues  # noqa: PLC0415

    known = {"en", *catalogues_in(PACKAGE / "locale")}
    if language not in known:
        raise Trouble(f"There is no language {language}; there are {', '.join(sorted(known))}.")
    if not settings.configured:
        settings.configure(USE_I18N=True, LOCALE_PATHS=[PACKAGE / "locale"], LANGUAGE_CODE="en")
        django.setup()
    if checkout():
        compile_catalogues(PACKAGE / "locale")
    translation.activate(language)
