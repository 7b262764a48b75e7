"""What everybody may open: all figures, one figure with its proof, and how to check us."""

import csv
import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocaq.evidence import figures, verifier
from ocaq.evidence.check_words import words_of_check
from ocaq.kernel import clock
from ocaq.kernel.places import direction
from ocaq.kernel.refusals import NotFound
from ocaq.report.queries import desk
from ocaq.report.queries import figures as queries
from ocaq.report.queries.entries import log_size
from ocaq.report.queries.figures import FigurePage, FigureRow
from ocaq.report.rules import safe_cells
from ocaq.report.words import KINDS, REASONS


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Every published figure, of one conference when asked, and what each of them means."""
    about = request.GET.get("about", "")[:60]
    rows = queries.figure_rows()
    shown = [row for row in rows if about in {"", row.about}]
    context = {
        "groups": [list(group) for _, group in groupby(shown, key=lambda row: row.about)],
        "abouts": _abouts(rows),
        "about": about if any(row.about == about for row in rows) else "",
        "kinds": [(title, figures.figures(kind)) for kind, title in KINDS.items()],
    }
    return render(request, "report/figures.html", context)


def _abouts(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Return one row for each thing figures are about, in their order."""
    return list({row.about: row for row in reversed(list(rows))}.values())[::-1]


def _page(ref: str) -> FigurePage:
    page = queries.figure_by_ref(ref)
    if page is None:
        raise NotFound("no-such-figure")
    return page


@require_safe
def figure(request: HttpRequest, ref: str) -> HttpResponse:
    page = _page(ref)
    others = [row for row in queries.figure_rows(code=page.figure.code) if row.about != page.about]
    context = {
        "page": page,
        "last": page.last,
        "shown": page.shown,
        "rows": _bars(page),
        "releases": [(release, REASONS[release.reason]) for release in page.releases],
        "recheck": queries.rechecked(page, clock.now()),
        "others": others,
        "chosen": len(queries.entries_of(page.last)) if page.last.chosen is None else page.last.chosen,
        "address": f"{settings.SITE_ADDRESS}{reverse('report:figure', args=[ref])}",
    }
    return render(request, "report/figure.html", context)


def _bars(page: FigurePage) -> list[tuple[str, int, int]]:
    """Return (name, count, length of the bar in percent) of a table's rows; what is told together has none."""
    rows = desk.named_rows(page.figure, page.subject.ref, page.last.value)
    together = str(page.figure.others)
    most = max((count for name, count in rows if name != together), default=0)
    return [(name, count, round(100 * count / most) if name != together and most else 0) for name, count in rows]


def _etag(page: FigurePage) -> str:
    """Name what a page's data would be: nothing in it changes but by another publication."""
    return f'"{page.ref}.{page.last.number}.{page.last.index}.{get_language()}"'


def _unchanged(request: HttpRequest, page: FigurePage) -> HttpResponse | None:
    """Answer somebody who has the data already, before any entry of the log is read."""
    return get_conditional_response(request, etag=_etag(page))


@require_safe
def figure_json(request: HttpRequest, ref: str) -> HttpResponse:
    """The figure as data: what it says, how it is made, every publication, and the entries it is made from."""
    page = _page(ref)
    if (known := _unchanged(request, page)) is not None:
        return known
    return JsonResponse(_told(page), json_dumps_params={"ensure_ascii": False}, headers={"ETag": _etag(page)})


def _told(page: FigurePage) -> dict[str, Any]:
    return {
        "address": f"{settings.SITE_ADDRESS}{reverse('report:figure', args=[page.ref])}",
        "figure": page.figure.code,
        "about": page.about,
        "title": str(page.figure.title),
        "unit": page.last.facts["unit"],
        "smallest": page.last.facts["smallest"],
        "subject": dict(page.subject.title),
        "definition": {
            "version": page.last.definition,
            "words": dict(page.last.meaning),
            "digest": page.last.facts["meaning"],
        },
        "releases": [
            {
                "index": release.index,
                "proof": None if release.index is None else f"/log/proof/{release.index}",
                "published_at": release.published_at,
                "facts": release.facts,
            }
            for release in page.releases
        ],
        "entries": [{"index": entry.index, **entry.body} for entry in queries.entries_of(page.last)],
    }


@require_safe
def figure_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The rows of a table, or the entries of the log that a number is made from; nobody's data is in them."""
    page = _page(ref)
    if (known := _unchanged(request, page)) is not None:
        return known
    out = io.StringIO()
    table = csv.writer(out)
    for row in _lines(page):
        table.writerow(safe_cells(row))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.figure.code}-{page.ref}.csv"'
    response["ETag"] = _etag(page)
    return response


def _lines(page: FigurePage) -> Iterable[tuple[object, ...]]:
    unit, smallest = page.figure.unit, page.figure.smallest
    if not isinstance(page.last.value, int):
        names = desk.named_rows(page.figure, page.subject.ref, page.last.value)
        yield "row", "name", "count", "unit", "smallest"
        for (code, count), (name, _) in zip(figures.rows_of(page.last.value), names, strict=True):
            yield code, name, count, unit, smallest
        return
    yield "index", "at", "type", "ref", "facts", "commit", "unit", "smallest"
    for entry in queries.entries_of(page.last):
        body = entry.body
        facts = msgspec.json.encode(entry.facts).decode()
        yield entry.index, body["at"], body["type"], body["ref"], facts, body.get("commit", ""), unit, smallest


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """What is proven and what is not, and the way to check one figure oneself."""
    rows = queries.figure_rows()
    asked = request.GET.get("figure", "")[:12]
    chosen = next((row for row in rows if row.shown.ref == asked), rows[0] if rows else None)
    page = queries.figure_by_ref(chosen.shown.ref) if chosen else None
    published = [figure for figure in figures.figures() if not figure.is_live]
    context = {
        "rows": rows,
        "chosen": chosen,
        "boot": _boot(page),
        "site": settings.SITE_ADDRESS,
        "digest": verifier.digest(),
        "counted": [figure for figure in published if not figure.is_stated],
        "stated": [figure for figure in published if figure.is_stated],
    }
    return render(request, "report/check.html", context)


@require_safe
def program(_request: HttpRequest) -> HttpResponse:
    """The verifier, the same file that `ocaq verify` runs."""
    response = HttpResponse(verifier.program().read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ocaq_verify.py"'
    return response


def _boot(page: FigurePage | None) -> dict[str, Any] | None:
    """Return what the island is told; None until the publication has its place in the log."""
    if page is None or page.last.index is None:
        return None
    language = get_language() or "en"
    return {
        "log": "/log",
        "index": page.last.index,
        "value": page.last.value,
        "meaning": dict(page.last.meaning) or None,
        "size": log_size(),
        "offline": "#offline",
        "words": words_of_check(language),
        "language": language,
        "dir": direction(language),
    }
