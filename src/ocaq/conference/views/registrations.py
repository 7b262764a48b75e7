"""Who is registered, for those who prepare the conference."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocaq.conference import permissions
from ocaq.conference.queries import registration as queries
from ocaq.conference.queries.programme import conference_by_slug
from ocaq.conference.views.asking import planner_of
from ocaq.conference.words.planning import CAPACITIES_SHORT, NEEDS, STATES
from ocaq.kernel import clock, places


@never_cache
@require_safe
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    actor = planner_of(request)
    conference = conference_by_slug(slug, public=False)
    country, capacity = request.GET.get("country", ""), request.GET.get("capacity", "")
    raw = request.GET.get("page", "1")
    page = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
    chosen = {"country": country, "capacity": capacity}
    rows, count = queries.registrations(slug=slug, **chosen, page=page, by=actor, at=clock.now())
    language = get_language() or "en"
    counts = queries.registered_counts(slug=slug)
    present = sorted(
        {row.country for row in counts}, key=lambda code: places.sort_key(places.country_name(code, language), language)
    )
    return render(
        request,
        "conference/desk_registrations.html",
        {
            "conference": conference,
            "state": STATES[conference.state],
            "here": "registrations",
            "count": count,
            "page": page,
            "rows": [
                {
                    "row": row,
                    "capacity": CAPACITIES_SHORT[row.person.capacity],
                    "needs": [NEEDS[code] for code in row.person.needs],
                }
                for row in rows
            ],
            "people": sum(row.people for row in counts),
            "countries": len(present),
            "country": country,
            "capacity": capacity,
            "country_choices": present,
            "capacity_choices": CAPACITIES_SHORT.items(),
            "more": page * queries.PAGE < count,
            "may_erase": permissions.may_erase(actor, ref="", user_id=None),
        },
    )


@never_cache
@require_safe
def counts_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts by country and capacity; names nobody."""
    planner_of(request)
    conference_by_slug(slug, public=False)
    language = get_language() or "en"
    out = StringIO()
    table = csv.writer(out)
    table.writerow([_("Country code"), _("Country"), _("Capacity"), _("People")])
    for row in queries.registered_counts(slug=slug):
        table.writerow([row.country, places.country_name(row.country, language), row.capacity, row.people])
    # The mark in front lets spreadsheets know that it is UTF-8.
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-registrations.csv"'
    return response
