"""What everybody may know of requests, files and countries: counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocaq.privacy.queries.desk import countries_shut, counts_by_year


@require_safe
def public_counts(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/counts.html", {"years": counts_by_year(), "countries": countries_shut()})
