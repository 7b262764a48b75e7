"""The report of the day: for the house while it runs, for everybody once it has ended."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocaq.conference import permissions
from ocaq.conference.queries import report as queries
from ocaq.conference.queries.counting import row_names
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.views.asking import actor_of
from ocaq.evidence.figures import OTHER, Shown
from ocaq.kernel import clock
from ocaq.kernel.places import country_name, sort_key
from ocaq.kernel.refusals import NotAllowed, NotFound

_ENDED = "ended"
_LARGE = ("hours", "peak", "took_part", "spoke", "spoke_countries", "questions", "answered", "voices")


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the day; its figures, its map and its tables come from the same records."""
    conference, is_house = _readable(request, slug)
    at, actor = clock.now(), actor_of(request)
    told = queries.report_for_house(conference, by=actor, at=at) if is_house else queries.report(conference, at=at)
    context = {
        "conference": conference,
        "report": told,
        "shown": told.shown,
        "shown_large": [told.shown[name] for name in _LARGE if name in told.shown],
        "tables": [
            _table(told.shown[name], conference.ref) for name in ("by_country", "by_capacity") if name in told.shown
        ],
        "small_names": _in_order(told.small),
        "is_early": conference.state != _ENDED,
        "is_house": is_house,
        "may_publish": conference.state == _ENDED and permissions.may_count(actor),
    }
    return render(request, "conference/report.html", context)


def _table(shown: Shown, ref: str) -> dict[str, Any]:
    """Return a table and (name, count, length of the bar in percent) of its rows; what is told together has none."""
    names = row_names(shown.figure.code, ref, [row for row, _ in shown.rows if row != OTHER])
    most = max((count for row, count in shown.rows if row != OTHER), default=0)
    return {
        "shown": shown,
        "rows": [
            (names.get(row, shown.figure.others), count, round(100 * count / most) if row != OTHER and most else 0)
            for row, count in shown.rows
        ],
    }


@require_safe
def report_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as data: exact for the house, with small groups told together for everybody."""
    conference, is_house = _readable(request, slug)
    read = queries.exact if is_house else queries.published
    return JsonResponse(read(conference, at=clock.now()))


def _in_order(countries: Iterable[str]) -> list[str]:
    """Return the names of countries in the order of the reader's alphabet."""
    language = get_language() or "en"
    return sorted(
        (country_name(code, language) for code in countries if code), key=lambda name: sort_key(name, language)
    )


def _readable(request: HttpRequest, slug: str) -> tuple[ConferenceRow, bool]:
    conference, actor = conference_by_slug(slug), actor_of(request)
    if conference.state in {"draft", "cancelled"}:
        raise NotFound("no-such-conference")
    is_house = permissions.may_see_registrations(actor)
    if conference.state != _ENDED and not is_house:
        raise NotAllowed("report-not-ready")
    return conference, is_house
