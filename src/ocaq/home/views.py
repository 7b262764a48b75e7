"""The front page: lit while the hall is open, at rest otherwise; and what is promised about access and records."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ocaq.conference import public
from ocaq.conference.public import Attendance, ConferenceRow, Crowd
from ocaq.design import dates
from ocaq.design.templatetags.figures import figure
from ocaq.design.zones import capital_zone, reader_zone
from ocaq.evidence.figures import Shown
from ocaq.home import words
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound
from ocaq.register.public import addresses, network_figures

# Pages that are one each, for those who crawl.
_MOST_PARTS: Final = 50_000  # as many as a list of sitemaps may name
_PAGES: Final = (
    "home",
    "conference:list",
    "register:directory",
    "register:data",
    "report:figures",
    "report:check",
    "privacy",
    "accessibility",
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    shown = public.front(at=at)
    context: dict[str, Any] = {"front": shown, "conference": None, "rows": [], "at": at, "network": network_figures()}
    if shown.shown is not None:
        row = shown.shown.conference
        zone = reader_zone(request) or capital_zone()
        context |= {
            "conference": row,
            "rows": [{"item": item} for item in shown.shown.items],
            "sentence": lit_sentence(row, shown.counted.get("countries_now"))
            if shown.present is not None
            else resting_sentence(row.starts_at, at, zone),
        }
    if shown.lit and shown.present is not None:
        context |= {"present": shown.present, "map_label": live_label(shown.present)}
    elif shown.past_attendance is not None:
        context |= {
            "past": shown.past,
            "attendance": shown.past_attendance,
            "map_label": past_label(shown.past_attendance),
        }
    return render(request, "home/front.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html", {"stated_on": words.STATED_ON})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "home/privacy.html",
        {"groups": words.GROUPS, "on_device": words.ON_YOUR_DEVICE, "stated_on": words.STATED_ON},
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Name the files that list every public page."""
    files = [reverse("sitemap_pages"), *(reverse("sitemap_part", args=[n + 1]) for n in range(addresses.parts()))]
    return _listed(request, "home/sitemap.xml", {"files": files})


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """List the pages that are one each, and the conferences."""
    rows = [reverse("conference:page", args=[row.slug]) for row in public.public_conferences()]
    pages = [(path, None) for path in (*map(reverse, _PAGES), *rows)]
    return _listed(request, "home/sitemap_pages.xml", {"pages": pages})


@require_safe
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """List some of the pages of communities."""
    rows = addresses.part(part) if 0 < part <= _MOST_PARTS else []
    if not rows:
        raise NotFound("not-found")
    pages = [(reverse("register:community", args=[slug]), changed_at) for slug, changed_at in rows]
    return _listed(request, "home/sitemap_pages.xml", {"pages": pages})


def _listed(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context | {"site": settings.SITE_ADDRESS}, content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def lit_sentence(row: ConferenceRow, countries: Shown | None) -> str:
    """Say in one sentence what is so now."""
    if countries is None:
        return _("The doors are open") if row.state == "doors" else _("We are together now")
    if row.state == "doors":
        said = ngettext(
            "People in %(count)s country are taking their seats",
            "People in %(count)s countries are taking their seats",
            countries.number,
        )
    else:
        said = ngettext(
            "People in %(count)s country are together now",
            "People in %(count)s countries are together now",
            countries.number,
        )
    return _with(said, figure(countries))


def resting_sentence(starts_at: datetime, at: datetime, zone: Any) -> str:
    """Say how far the next conference is, counted in days of the reader's calendar."""
    days = (starts_at.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days <= 0:
        return _("We meet today")
    if days == 1:
        return _("We meet tomorrow")
    said = ngettext("%(count)s day until we meet", "%(count)s days until we meet", days)
    return _with(said, format_html('<time datetime="P{}D">{}</time>', days, dates.number(days)))


def _with(said: str, count: SafeString) -> SafeString:
    return format_html(said.replace("%(count)s", "{}"), count)


def live_label(present: Crowd) -> str:
    if not present.countries:
        return _("Map of the world’s land.")
    return ngettext(
        "Map of the world’s land. A light burns for the %(count)s country where people have joined.",
        "Map of the world’s land. A light burns for each of the %(count)s countries where people have joined.",
        present.countries,
    ) % {"count": dates.number(present.countries)}


def past_label(attendance: Attendance) -> str:
    if not attendance.lights:
        return _("Map of the world’s land.")
    return _("Map of the world’s land. A ring stands for each of the countries people joined from last time.")
