"""What everybody may know of requests, files and countries: counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocaq.privacy.queries.desk import countries_shut, counts_by_year
from ocaq.privacy.words.counts import COUNTED


@require_safe
def public_counts(request: HttpRequest) -> HttpResponse:
    years = counts_by_year()
    rows = [(said, figure, [getattr(year, field) for year in years]) for field, (said, figure) in COUNTED.items()]
    context = {"years": [year.year for year in years], "rows": rows, "countries": countries_shut()}
    return render(request, "privacy/counts.html", context)
