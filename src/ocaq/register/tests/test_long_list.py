"""A list of ten thousand rows, three thousand of them with faults: each row says exactly what is wrong with it."""

import csv
import io
import random

import pytest

from ocaq.register import jobs
from ocaq.register.commands.importing import bring_in
from ocaq.register.commands.places import add_place
from ocaq.register.models import Line
from ocaq.register.queries.lists import list_by_ref
from ocaq.register.tests.test_importing import AT, STAFF

HEADINGS = ["Təşkilatın adı", "Ölkə", "Şəhər", "Telefon", "E-mail", "Yaranma tarixi"]
# {column: what stands there}, the verdict of the row and its reasons: a row is kept out, or only a cell of it.
FAULTS = [
    ({0: ""}, "wrong", ["community-name-missing", "list-kind-missing"]),
    ({1: "Atlantida"}, "wrong", ["list-country-unknown"]),
    ({1: ""}, "wrong", ["list-country-missing"]),
    ({2: "Yoxşəhər"}, "wrong", ["list-town-unknown"]),
    ({0: "Pаlıd Evi"}, "wrong", ["name-mixes-alphabets"]),
    ({0: "“Palıd”"}, "wrong", ["list-kind-missing"]),
    ({2: "Yoxşəhər", 3: "12345"}, "wrong", ["list-town-unknown", "list-phone-unread"]),
    ({3: "12345"}, "new", ["list-phone-unread"]),
    ({4: "yoxdur"}, "new", ["list-email-unread"]),
    (
        {3: "12345", 4: "yoxdur", 5: "bilinmir"},
        "new",
        ["list-phone-unread", "list-email-unread", "list-founded-unread"],
    ),
]
TOWNS = [f"Şəhərcik{letter}" for letter in "ABCDEFGHIJKLMNOPRSTUVYZ"]
FIRST, LAST = "BDKLMNRS", ("bar", "dol", "gim", "luk", "men", "naz", "rüş", "set")  # no two names of these are alike

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _rows(count: int) -> tuple[bytes, list[tuple[str, list[str]]]]:
    """Return a file, and for each of its rows what must be said of it."""
    draw, out, expected = random.Random(7), io.StringIO(), []
    sheet = csv.writer(out)
    sheet.writerow(HEADINGS)
    at_fault = set(draw.sample(range(count), count * 3 // 10))
    for at in range(count):
        town, number = TOWNS[at % len(TOWNS)], at // len(TOWNS)
        name = f"{FIRST[number % 8]}a{LAST[number // 8 % 8]}{LAST[number // 64]}"
        row = [
            f"“{name}” Azərbaycan Birliyi",
            "Almaniya",
            town,
            f"+49 221 {1_000_000 + at}",
            f"a{at}@x.example",
            "2004",
        ]
        told = ({}, "new", [])
        if at in at_fault:
            told = FAULTS[at % len(FAULTS)]
        for column, cell in told[0].items():
            row[column] = cell
        sheet.writerow(row)
        expected.append((told[1], told[2]))
    return out.getvalue().encode(), expected


def test_ten_thousand_rows_each_say_what_is_wrong() -> None:
    for at, town in enumerate(TOWNS):
        add_place(country="DE", name={"de": town}, latitude=50 + at / 9, longitude=7.0 + at, by=STAFF, at=AT)
    raw, expected = _rows(10_000)

    ref = bring_in(raw=raw, title="long.csv", key="long", by=STAFF, at=AT)
    assert list_by_ref(ref, by=STAFF, at=AT).done == 0
    assert jobs.work_on_list(ref, "reading", STAFF.ref) == 10_000

    rows = Line.objects.filter(batch__ref=ref).order_by("number").values_list("number", "verdict", "reasons")
    said = [(verdict, [reason[0] for reason in reasons]) for _, verdict, reasons in rows]
    assert [(at, row, expected[at]) for at, row in enumerate(said) if row != expected[at]] == []
    assert list_by_ref(ref, by=STAFF, at=AT).done == 10_000
