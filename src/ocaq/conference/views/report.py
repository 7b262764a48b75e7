"""The report of the day: for the house while it runs, for everybody once it has ended."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocaq.conference import permissions
from ocaq.conference.queries import report as queries
from ocaq.conference.queries.programme import ConferenceRow, conference_by_slug
from ocaq.conference.rules.attendance import Row, told_publicly
from ocaq.conference.views.asking import actor_of
from ocaq.conference.words.show import capacity_name
from ocaq.kernel import clock
from ocaq.kernel.places import country_name, sort_key
from ocaq.kernel.refusals import NotAllowed, NotFound

_ENDED = "ended"


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the day; its figures, its map and its tables come from the same rows."""
    conference, is_house = _readable(request, slug)
    told = queries.report(conference, at=clock.now(), all_polls=is_house)
    countries, small = told_publicly(told.attendance.by_country)
    capacities, small_capacities = told_publicly(told.attendance.by_capacity)
    context = {
        "conference": conference,
        "report": told,
        "countries": countries,
        "small": small,
        "capacities": [(capacity_name(row.key), row) for row in capacities],
        "small_capacities": small_capacities,
        "small_names": _names_beyond(told.attendance.by_country, countries),
        "is_early": conference.state != _ENDED,
    }
    return render(request, "conference/report.html", context)


@require_safe
def report_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as data: exact for the house, with small groups told together for everybody."""
    conference, is_house = _readable(request, slug)
    read = queries.exact if is_house else queries.published
    return JsonResponse(read(conference, at=clock.now()))


def _names_beyond(rows: list[Row], told: list[Row]) -> list[str]:
    """Return the countries told together, in the order of the reader's alphabet."""
    language, apart = get_language() or "en", {row.key for row in told}
    return sorted(
        (country_name(row.key, language) for row in rows if row.key not in apart),
        key=lambda name: sort_key(name, language),
    )


def _readable(request: HttpRequest, slug: str) -> tuple[ConferenceRow, bool]:
    conference, actor = conference_by_slug(slug), actor_of(request)
    if conference.state in {"draft", "cancelled"}:
        raise NotFound("no-such-conference")
    is_house = permissions.may_see_registrations(actor)
    if conference.state != _ENDED and not is_house:
        raise NotAllowed("report-not-ready")
    return conference, is_house
