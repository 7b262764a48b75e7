"""A list as somebody keeps it, CSV or XLSX, becomes rows of text. What it is, its bytes say and not its name."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from ocaq.kernel.tables import BLANK, FORMULA, safe_cell

MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
MOST_LETTERS: Final = 2_000
_SEPARATORS: Final = ";,\t|"
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")

# A sheet of 20,000 rows and 20 columns unpacks to some 20 MB, everything else in its file to far less.
_MOST_PARTS: Final = 500
_MOST_UNPACKED: Final = 40_000_000
_MOST_PART: Final = {"sharedStrings.xml": 12_000_000, "sheet": 30_000_000, "": 2_000_000}
_MOST_MERGED: Final = 5_000
_SPREADSHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Row = tuple[int, list[str]]  # number in the file, from 1; cells


class NotRead(Exception):
    """These bytes are no list; `code` is a refusal's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows_of(raw: bytes) -> Iterator[Row]:
    """Yield the rows that hold anything, in order.

    Raises:
        NotRead: `list-empty`, `list-too-large`, `list-too-long`, `list-too-wide`, `list-locked`, `list-old-office`,
            `list-bomb`, `list-broken`, `list-not-a-sheet`.
    """
    _require_list(raw)
    count = 0
    for number, cells in _of_workbook(raw) if raw.startswith(b"PK") else _of_text(raw):
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            count += 1
            if count > MOST_ROWS:
                raise NotRead("list-too-long")
            if len(cells) > MOST_COLUMNS:
                raise NotRead("list-too-wide")
            yield number, cells
    if not count:
        raise NotRead("list-empty")


def _require_list(raw: bytes) -> None:
    if not raw.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise NotRead("list-empty")
    if len(raw) > MOST_BYTES:
        raise NotRead("list-too-large")
    if raw.startswith(_OLD_OFFICE):
        raise NotRead("list-locked" if _LOCKED in raw else "list-old-office")


def _of_text(raw: bytes) -> Iterator[Row]:
    text = _decoded(raw)
    if "\x00" in text:
        raise NotRead("list-not-a-sheet")
    table = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for cells in table:
            yield table.line_num, [_cell(_as_meant(cell)) for cell in cells]
    except csv.Error:
        raise NotRead("list-broken") from None


def _as_meant(cell: str) -> str:
    """Return a cell without the mark that `harmless` puts before what would be a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(BLANK).startswith(FORMULA) else cell


def _decoded(raw: bytes) -> str:
    """Return the text: by its mark, else UTF-8, else the code page its high bytes look like."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _strictly(raw, "utf-16")
    half = raw[:4000]
    if half.count(0) > len(half) // 4:
        return _strictly(raw, "utf-16-le" if half[1::2].count(0) > half[::2].count(0) else "utf-16-be")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode(_code_page(raw), errors="replace")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise NotRead("list-not-a-sheet") from None


def _code_page(raw: bytes) -> str:
    """Cyrillic fills whole words with high bytes; in Turkish and German they stand among plain letters."""
    together = len(re.findall(rb"(?<=[\x80-\xff])[\x80-\xff]", raw))
    among = len(re.findall(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])", raw))
    return "cp1251" if together > among else "cp1254"


def _separator(text: str) -> str:
    """Return the separator that divides most of the first lines into equally many cells, more than one."""
    head = text[:20_000].splitlines()[:30]

    def agreeing(separator: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(head, delimiter=separator) if len(cells) > 1]
        except csv.Error:
            return 0, 0
        width, lines = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return lines, width

    return max(_SEPARATORS, key=agreeing)


def _of_workbook(raw: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _require_harmless(packed)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                rows = _of_sheet(sheet, raw)
                first = next(rows, None)
                if first:
                    yield first
                    yield from rows
                    return
    except NotRead:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it run into
        raise NotRead("list-broken") from error


def _require_harmless(packed: zipfile.ZipFile) -> None:
    """Look at what the parts say of their size before any is unpacked; zipfile reads no more than they say."""
    parts = packed.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise NotRead("list-bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise NotRead("list-locked")
    for part in parts:
        name = part.filename.rpartition("/")[2]
        kind = "sheet" if part.filename.startswith("xl/worksheets/") else name
        if part.filename.endswith((".xml", ".rels")) and part.file_size > _MOST_PART.get(kind, _MOST_PART[""]):
            raise NotRead("list-bomb")
    if "[Content_Types].xml" not in packed.namelist() or not any(part.filename.startswith("xl/") for part in parts):
        raise NotRead("list-not-a-sheet")


def _of_sheet(sheet: Any, raw: bytes) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size may be wrong, or a trap
    merged = _merged(sheet, raw)
    above: dict[int, str] = {}
    rows = sheet.iter_rows(max_row=MOST_ROWS + 200, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, 1):
        cells = [_cell(value) for value in values]
        for column, (first, last) in merged.get(number, {}).items():
            cells += [""] * (column + 1 - len(cells))
            if number == first:
                above[column] = cells[column]
            elif first < number <= last and not cells[column]:
                cells[column] = above.get(column, "")
        if any(cells):
            yield number, cells


def _merged(sheet: Any, raw: bytes) -> dict[int, dict[int, tuple[int, int]]]:
    """Return {row: {column from 0: (first row, last row)}} of cells merged downwards: one town beside many names."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(sheet._worksheet_path) as part:
        ranges = 0
        for _, element in iterparse(part):
            if element.tag == f"{_SPREADSHEET}mergeCell":
                ranges += 1
                column, first, _last_column, last = range_boundaries(element.get("ref"))
                is_read = last > first and column <= MOST_COLUMNS
                for row in range(first, min(last, first + 1000, MOST_ROWS) + 1) if is_read else ():
                    found.setdefault(row, {})[column - 1] = (first, last)
            if ranges > _MOST_MERGED:
                raise NotRead("list-bomb")
            element.clear()
    return found


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value).strip()[:MOST_LETTERS]
    return "" if text.startswith("#") and text.endswith(("!", "?", "/A")) else text


def harmless(cell: object) -> str:
    """Return a cell for a CSV file that no spreadsheet takes for a formula."""
    return str(safe_cell("" if cell is None else str(cell)))


def widths(rows: Iterable[list[str]], *, most: int = 60) -> list[int]:
    """Return how wide each column of a sheet had best be, in letters."""
    found: list[int] = []
    for row in rows:
        found += [8] * (len(row) - len(found))
        for at, cell in enumerate(row):
            found[at] = min(most, max(found[at], len(cell) + 2))
    return found
