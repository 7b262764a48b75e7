"""Files as such bodies keep them, and files made to break whoever opens them."""

import io
import random
import time
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ocaq.register.rules.columns import column_of, columns_of, is_heading, refusal_of
from ocaq.register.rules.sheets import MOST_COLUMNS, MOST_ROWS, NotRead, harmless, rows_of

HEADINGS = ["Təşkilatın adı", "Şəhər", "Telefon"]
ROWS = [["“Çinar” Birliyi", "Köln", "0221 123 45 67"], ["Дом культуры", "Бонн", ""]]


def workbook(rows, *, merged=(), change=lambda sheet: None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells_of(raw: bytes) -> list[list[str]]:
    return [row for _, row in rows_of(raw)]


def text_of(separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in [HEADINGS, *ROWS])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_is_read_in_any_encoding_and_with_any_separator(encoding, separator) -> None:
    assert cells_of(text_of(separator).encode(encoding)) == [HEADINGS, ROWS[0], ROWS[1][:2]]


def test_code_pages_are_told_apart() -> None:
    russian = "Название;Город\nОбщество «Чинар»;Москва\nДом культуры;Казань"
    turkish = "Ad;Şehir\nÇınar Derneği;İzmir\nGüneş Vakfı;Muğla"

    assert cells_of(russian.encode("cp1251"))[1] == ["Общество «Чинар»", "Москва"]
    assert cells_of(turkish.encode("cp1254"))[1] == ["Çınar Derneği", "İzmir"]


def test_numbers_days_and_gaps_of_a_workbook() -> None:
    rows = [
        ["Siyahı 2026"],
        [],
        ["Ad", "Tarix", "Telefon"],
        ["Çinar", date(2004, 5, 12), 492211234567.0],
        ["Palıd", None, True],
    ]

    assert list(rows_of(workbook(rows))) == [
        (1, ["Siyahı 2026"]),
        (3, ["Ad", "Tarix", "Telefon"]),
        (4, ["Çinar", "2004-05-12", "492211234567"]),
        (5, ["Palıd"]),
    ]


def test_a_town_merged_beside_many_rows_stands_in_each_and_a_title_only_once() -> None:
    rows = [
        ["Siyahı", None, None],
        ["Ad", "Şəhər", "Sayt"],
        ["Bir", "Köln", "a"],
        ["İki", None, "b"],
        ["Üç", None, ""],
        ["Dörd", "Bonn"],
    ]

    found = cells_of(workbook(rows, merged=["A1:C1", "B3:B5"]))

    assert found == [
        ["Siyahı"],
        ["Ad", "Şəhər", "Sayt"],
        ["Bir", "Köln", "a"],
        ["İki", "Köln", "b"],
        ["Üç", "Köln"],
        ["Dörd", "Bonn"],
    ]


def test_the_first_visible_sheet_that_holds_something_is_read() -> None:
    def hide(sheet) -> None:
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("empty")
        sheet.parent.create_sheet("list").append(["Ad", "Şəhər"])

    assert cells_of(workbook([["secret"]], change=hide)) == [["Ad", "Şəhər"]]


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def repacked(raw: bytes, changes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return zipped(parts | {name: change(parts.get(name, b"")) for name, change in changes.items()})


GOOD = workbook([HEADINGS, *ROWS])
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
HOSTILE = {
    "empty": (b"", "list-empty"),
    "blank": (b"\xef\xbb\xbf \r\n\t", "list-empty"),
    "separators": (b";;;\n;;;\n", "list-empty"),
    "null bytes": (b"a;b\n\x00\x00;c\nd;e\nf;g;this is a longer line of text", "list-not-a-sheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "list-not-a-sheet"),
    "an old spreadsheet": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x01" * 900, "list-old-office"),
    "locked": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\x01" * 90 + "EncryptedPackage".encode("utf-16-le"),
        "list-locked",
    ),
    "too large": (b"a;b\n" * 2_600_000, "list-too-large"),
    "too long": (b"a;b\n" * (MOST_ROWS + 1), "list-too-long"),
    "a million columns": (b"a;" * 1_000_000 + b"a", "list-too-wide"),
    "a quote that never ends": (b'a;"' + b"x" * 200_000, "list-broken"),
    "a bomb": (zipped({"[Content_Types].xml": b"x", SHEET: b"0" * 31_000_000}), "list-bomb"),
    "many bombs": (zipped({f"xl/{i}.bin": b"0" * 1_000_000 for i in range(45)}), "list-bomb"),
    "a thousand parts": (zipped({f"xl/{i}": b"" for i in range(600)}), "list-bomb"),
    "a document": (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "list-not-a-sheet"),
    "entities": (repacked(GOOD, {SHEET: lambda _: LAUGHS}), "list-broken"),
    "half a workbook": (GOOD[: len(GOOD) // 2], "list-broken"),
    "no workbook in it": (zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"}), "list-broken"),
    "merged too often": (
        repacked(
            GOOD,
            {
                SHEET: lambda xml: xml.replace(
                    b"</sheetData>", b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:A9"/>' * 6000 + b"</mergeCells>"
                )
            },
        ),
        "list-bomb",
    ),
    "only PK": (b"PK\x03\x04", "list-broken"),
}


@pytest.mark.parametrize(("raw", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_list_is_refused_with_its_reason(raw, code) -> None:
    with pytest.raises(NotRead) as refused:
        list(rows_of(raw))

    assert refused.value.code == code


def test_a_cell_far_out_costs_no_more_than_its_row() -> None:
    far = workbook([["Ad", "Şəhər"]], change=lambda sheet: sheet.cell(1_048_576, 16_384, "far"))

    assert cells_of(far) == [["Ad", "Şəhər"]]


def test_cells_merged_far_out_cost_nothing() -> None:
    rows = [HEADINGS, *[["Çinar", "Köln", ""]] * 400]
    merges = b"".join(
        b'<mergeCell ref="%b1:%b1001"/>' % ((get_column_letter(i).encode(),) * 2) for i in range(61, 5000)
    )
    wide = repacked(
        workbook(rows),
        {SHEET: lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")},
    )
    begun = time.process_time()

    assert cells_of(wide)[1] == ["Çinar", "Köln"]
    assert time.process_time() - begun < 2


def test_any_bytes_are_rows_or_a_refusal() -> None:
    draw = random.Random(7)
    for length in range(1, 400):
        raw = draw.choice([b"", b"PK\x03\x04", b"\xff\xfe", b'"']) + draw.randbytes(length)
        with suppress(NotRead):
            assert all(len(row) <= MOST_COLUMNS for _, row in rows_of(raw))


def test_a_workbook_with_bytes_changed_is_rows_or_a_refusal() -> None:
    draw = random.Random(8)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        names = packed.namelist()
    for _ in range(60):

        def spoil(part: bytes) -> bytes:
            at = draw.randrange(len(part) or 1)
            return part[:at] + draw.randbytes(draw.randrange(4)) + part[at + draw.randrange(4) :]

        with suppress(NotRead):
            list(rows_of(repacked(GOOD, {draw.choice(names): spoil})))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("+49 30 1", "'+49 30 1"),
        ("-2", "'-2"),
        ("\tx", "'\tx"),
        ("＝cmd", "'＝cmd"),
        ("a=b", "a=b"),
        (None, ""),
        (3, "3"),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell, written) -> None:
    assert harmless(cell) == written


@pytest.mark.parametrize(
    ("heading", "field", "language"),
    [
        ("Təşkilatın adı", "name", ""),
        ("Название (на русском)", "name", "ru"),
        ("Name in English", "name", "en"),
        ("Город / населённый пункт", "place", ""),
        ("Тел./факс", "phone", ""),
        ("ELEKTRON POÇT", "email", ""),
        ("Veb-sayt", "web", ""),
        ("Hüquqi ünvan", "street", ""),
        ("Тип организации", "kind", ""),
        ("Yaranma tarixi", "founded", ""),
        ("Tədris dilləri", "taught", ""),
        ("Sədrin adı", "post", ""),
        ("Ф.И.О.", "person", ""),
        ("№", "", ""),
    ],
)
def test_headings_are_understood(heading, field, language) -> None:
    column = column_of(heading)

    assert (column.field, column.language) == (field, language)


def test_lists_of_people_are_refused() -> None:
    for headings in (
        ["Ad", "Soyad", "Doğum tarixi", "Telefon"],
        ["ФИО", "Дата рождения", "Адрес"],
        ["First name", "Last name", "Email"],
        ["Üzvün adı", "Şəxsiyyət vəsiqəsi", "Şəhər"],
    ):
        assert refusal_of(columns_of(headings)) == "list-of-people", headings
    assert refusal_of(columns_of(["Город", "Телефон"])) == "list-without-names"
    assert refusal_of(columns_of(["Təşkilat", "Şəhər", "Sədr", "Telefon"])) is None
    assert not is_heading(columns_of(["2026-cı il üzrə siyahı"]))
