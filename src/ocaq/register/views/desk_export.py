"""What somebody looks after as a file: CSV and XLSX, bodies only, with no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import save_workbook

from ocaq.kernel import clock, places
from ocaq.register.queries.exporting import NAMED_IN, ExportRow, communities_to_export
from ocaq.register.queries.lists import PAGE, lines, list_by_ref
from ocaq.register.rules.sheets import harmless
from ocaq.register.views.asking import actor_of
from ocaq.register.views.desk_lists import sentence_of
from ocaq.register.words import directory
from ocaq.register.words import lists as words

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS: Final[tuple[str | Promise, ...]] = (
    _("Reference"), _("Name (az)"), _("Name (en)"), _("Name (ru)"), _("Name (ar)"), _("Other names"), _("Kind"),
    _("Country"), _("Town"), _("Street and number"), _("Postcode"), _("Telephone"), _("E-mail"), _("Website"),
    _("Messengers"), _("Languages spoken there"), _("Languages taught there"), _("Founded"), _("State"),
    _("Last verified"),
)  # fmt: skip


def _table(rows: Iterator[ExportRow]) -> Iterator[list[str]]:
    language = get_language() or "en"
    yield [str(heading) for heading in _HEADINGS]
    for row in rows:
        yield [
            row.ref, *(row.names.get(code, "") for code in NAMED_IN), "\n".join(row.others), str(row.kind),
            places.country_name(row.country, language), str(row.place), row.street, row.postcode,
            *("\n".join(row.contacts.get(way, [])) for way in ("phone", "email", "web", "messenger")),
            ", ".join(row.languages), ", ".join(row.taught), row.founded, str(directory.STATES[row.state]),
            row.verified_on.isoformat() if row.verified_on else "",
        ]  # fmt: skip


@never_cache
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    return _as_csv(_table(communities_to_export(by=actor_of(request), at=clock.now())), "communities")


@never_cache
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    rows = _table(communities_to_export(by=actor_of(request), at=clock.now()))
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"  # a text, whatever it begins with
        sheet.append(cells)
    out = io.BytesIO()
    save_workbook(book, out)
    return _attached(out.getvalue(), _XLSX, "communities.xlsx")


@never_cache
@require_safe
def rows_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The rows of a list with their verdicts, to be put right in the file they came from."""
    actor, at = actor_of(request), clock.now()
    row = list_by_ref(ref, by=actor, at=at)

    def table() -> Iterator[list[str]]:
        yield [str(_("Row")), str(_("Name")), str(_("What it is")), str(_("Why")), str(_("What became of it"))]
        for page in range(1, row.rows // PAGE + 2):
            for line in lines(ref, show="", page=page, by=actor, at=at):
                why = " ".join(f"{sentence_of(code)} {text}".strip() for code, _heading, text in line.reasons)
                verdict, outcome = words.VERDICTS[line.verdict][1], words.OUTCOMES[line.state][1]
                yield [str(line.number), line.name, str(verdict), why, str(outcome)]

    return _as_csv(table(), "rows")


def _as_csv(rows: Iterator[list[str]], name: str) -> HttpResponse:
    out = io.StringIO()
    table = csv.writer(out)
    for row in rows:
        table.writerow([harmless(cell) for cell in row])
    # The mark in front lets spreadsheets know that it is UTF-8.
    return _attached(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
