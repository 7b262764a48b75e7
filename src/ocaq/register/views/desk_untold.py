"""Whoever is on record and was not told yet, with the day until when the law wants it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocaq.kernel import clock
from ocaq.register.queries.holding import untold
from ocaq.register.views.asking import actor_of
from ocaq.register.words import directory, holding


@never_cache
@require_safe
def untold_people(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    rows = [
        {"row": row, "office": directory.OFFICES[row.office], "why": holding.UNTOLD[row.why], "late": row.by_law < at}
        for row in untold(by=actor_of(request), at=at)
    ]
    return render(request, "register/desk_untold.html", {"desk_here": "register:desk", "rows": rows})
