"""What everybody may read: the directory with its map, a community, its calendar."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocaq.design import dates
from ocaq.kernel import clock
from ocaq.kernel.places import country_name, language_name, sort_key
from ocaq.register.api import asked_of
from ocaq.register.queries import nearby
from ocaq.register.queries.directory import Asked, Choices, Found, choices, found, place_rows
from ocaq.register.queries.network import network_figures
from ocaq.register.queries.page import community_page
from ocaq.register.rules.finding import LONGEST_QUERY
from ocaq.register.views.calendar import opening_hours
from ocaq.register.views.drawn import drawing, narrowed
from ocaq.register.views.history import history_of
from ocaq.register.views.linked import linked
from ocaq.register.words.directory import LOOKED_BY, OFFICES, STATES, USES, WAYS

_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Find communities; the list and the map say the same."""
    at, language, asked = clock.now(), get_language() or "en", asked_of(request.GET)
    shown, offered = found(asked, at=at, language=language), choices()
    towns = place_rows(shown.places)
    near = nearby.points(shown.matched) if 0 < shown.bodies <= nearby.MOST_POINTS else []
    context = {
        "asked": asked,
        "found": shown,
        "kinds": shown.kinds,
        "countries": _named(offered.countries, language),
        "taught": _languages(offered, language),
        "town": next((town for town in towns if town.ref == asked.place), None),
        "map": drawing(towns, shown.countries),
        "near": _json([[one.latitude, one.longitude, one.slug, str(one.title), str(one.place)] for one in near]),
        "has_near": len(near) > 1,
        "before": _page_address(asked, shown.page - 1) if shown.page > 1 else "",
        "after": _page_address(asked, shown.page + 1) if shown.page < shown.pages else "",
        "everywhere": _page_address(replace(asked, place=""), 1),
        "of_kind": _kind_addresses(asked, shown),
        "longest": LONGEST_QUERY,
        "network": None if asked.is_narrowed else network_figures(),
    }
    return render(request, "register/directory.html", context)


def _named(codes: Any, language: str) -> list[tuple[str, str]]:
    rows = ((code, country_name(code, language)) for code in codes)
    return sorted(rows, key=lambda row: sort_key(row[1], language))


def _languages(offered: Choices, language: str) -> list[tuple[str, str]]:
    rows = ((code, language_name(code, language)) for code in offered.taught)
    return sorted(rows, key=lambda row: sort_key(row[1], language))


def _page_address(asked: Asked, page: int) -> str:
    parts = narrowed(asked) | ({"page": str(page)} if page > 1 else {})
    return f"?{urlencode(parts)}"


def _kind_addresses(asked: Asked, shown: Found) -> list[tuple[Any, str, bool]]:
    """Return (kind, address, whether it is the one chosen) of each kind that something was found of."""
    parts = {name: value for name, value in narrowed(asked).items() if name != "kind"}
    return [
        (kind, f"?{urlencode(parts | {'kind': kind.code})}", kind.code == asked.kind)
        for kind in shown.kinds
        if kind.bodies or kind.code == asked.kind
    ]


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    at = clock.now()
    page = community_page(slug, at=at)
    if page.slug != slug:
        return redirect("register:community", page.slug)
    address = settings.SITE_ADDRESS + reverse("register:community", args=[slug])
    context = {
        "page": page,
        "contacts": [(line, *WAYS[line.way]) for line in page.contacts],
        "holders": [(one, OFFICES[one.office]) for one in page.holders],
        "names": [(one, USES[one.use]) for one in page.names],
        "state": STATES[page.state],
        "week": [(dates.weekdays(days.first, days.last), days) for days in page.week],
        "history": history_of(page),
        "looked_by": LOOKED_BY.get(page.last_checked.office, "") if page.last_checked else "",
        "founded": dates.roughly(page.founded) if page.founded else "",
        "near": nearby.near_to(page, at=at),
        "linked": _json(linked(page, address)),
        "address": address,
    }
    return render(request, "register/community.html", context)


@require_safe
def calendar(_request: HttpRequest, slug: str) -> HttpResponse:
    """Opening hours as a calendar file to subscribe to; closed communities have none."""
    page = community_page(slug, at=clock.now())
    address = settings.SITE_ADDRESS + reverse("register:community", args=[page.slug])
    response = HttpResponse(
        opening_hours(page, address=address, language=get_language() or "en"),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _json(value: object) -> SafeString:
    """Write JSON that stands in a page: no part of it can end the element it stands in."""
    return mark_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED))  # noqa: S308 - escaped
