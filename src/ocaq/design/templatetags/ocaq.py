"""Tags and filters every template has without loading."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from ocaq.design import dates, icons, land
from ocaq.design.forms import sentences_of, summary_of
from ocaq.design.zones import capital_zone, city_of
from ocaq.kernel import places
from ocaq.kernel.phones import readable
from ocaq.kernel.text import Text

register = template.Library()

_SAMPLE = re.compile(r"\+?\d[\d .:-]*\d")

# status: (shape, colour); each has its own shape, so that colour is never alone
_STATUSES = {
    "new": ("st-new", ""),
    "half": ("st-half", "wait"),
    "done": ("st-dot", "good"),
    "saved": ("st-tick", "good"),
    "wait": ("st-triangle", "wait"),
    "problem": ("st-triangle", "bad"),
    "refused": ("st-cross", ""),
    "none": ("st-bar", "dim"),
}


def _svg(name: str, css: str, attributes: SafeString) -> SafeString:
    box, drawing = icons.shapes()[name]
    css_class = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} viewBox="{}" {}>{}</svg>', css_class, box, attributes, mark_safe(drawing))  # noqa: S308 - our own drawing


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration beside words and hidden from screen readers."""
    css = "chev" if name == "chevron" else "ic way" if name in icons.DIRECTED else "ic"
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return _svg(name, css, named)


@register.simple_tag
def mark(live: bool = False) -> SafeString:
    """Draw the mark; its fire is ember only while a conference is on air."""
    return format_html(
        '<svg class="mark{}" viewBox="0 0 32 32" aria-hidden="true"><path d="{}"/>'
        '<circle class="core" cx="16" cy="16" r="4.9"/></svg>',
        " live" if live else "",
        icons.mark_path(),
    )


@register.simple_tag
def seal() -> SafeString:
    """Draw the seal of a figure: the mark with a tick where the fire was."""
    return format_html(
        '<svg class="seal" viewBox="0 0 32 32" aria-hidden="true"><path d="{}"/>'
        '<path class="tick" d="m10.6 16.6 3.8 3.8 7.2-8"/></svg>',
        icons.seal_path(),
    )


@register.simple_tag
def st(status: str, words: object) -> SafeString:
    """Say a status with its shape and its word: new, half, done, saved, wait, problem, refused or none."""
    shape, colour = _STATUSES[status]
    return format_html(
        '<span class="st {}">{}{}</span>', colour, _svg(shape, "", mark_safe('aria-hidden="true"')), words
    )


@register.inclusion_tag("design/world.html")
def world(
    people: Mapping[str, int] | None = None,
    *,
    label: str,
    live: bool = False,
    id: str = "world",  # noqa: A002 - it is the id
    cut: bool = False,
) -> dict[str, Any]:
    """Draw the land with a light (live) or a ring (at rest) for each country; `id` differs for each map of a page."""
    return {
        "lights": land.lights(people or {}),
        "land": icons.land_path(),
        "live": live,
        "id": id,
        "label": label,
        "cut": cut,
        "box": "330 -40 1860 700" if cut else f"0 0 {land.WIDTH} {land.HEIGHT}",
    }


def _zones(context: Context) -> tuple[tzinfo | None, tzinfo]:
    return context.get("zone"), context.get("capital_zone") or capital_zone()


@register.simple_tag(takes_context=True)
def clock(context: Context, at: datetime, capital: bool = False) -> SafeString:
    """Write the time of day in the reader's zone; in the capital's when asked, or when the reader's is not known yet.

    The script of the page turns the last kind into the reader's as soon as it knows (`data-here`).
    """
    here, there = _zones(context)
    unknown = mark_safe(" data-here") if here is None and not capital else ""
    zone = there if capital or here is None else here
    return format_html(
        '<time{} datetime="{}">{}</time>', unknown, at.isoformat(timespec="minutes"), dates.clock(at, zone)
    )


@register.simple_tag(takes_context=True)
def day(context: Context, at: datetime, short: bool = False, stop: bool = False) -> SafeString:
    """Write the date in the reader's zone, the weekday with it unless `short`.

    `stop`: it ends a sentence; in Russian the year's abbreviation has written the full stop already.
    """
    write = dates.short_day if short else dates.day
    said = _day(at, *_zones(context), write)
    return format_html("{}.", said) if stop and not said.endswith(".</time>") else said


def _day(at: datetime, here: tzinfo | None, there: tzinfo, write: Callable[[datetime, tzinfo], str]) -> SafeString:
    """Write a date; where the reader's zone is not known the capital's, and the two beside it for the page's script."""
    if here is not None:
        return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), write(at, here))
    return format_html(
        '<time datetime="{}" data-before="{}" data-after="{}">{}</time>',
        at.astimezone(there).isoformat(timespec="minutes"),
        write(at - timedelta(days=1), there),
        write(at + timedelta(days=1), there),
        write(at, there),
    )


@register.simple_tag(takes_context=True)
def on_day(context: Context, on: date) -> str:
    """Write a day of the calendar, the same wherever it is read; in a plain text without marks."""
    words = dates.calendar_day(on)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), words) if context.autoescape else words


@register.inclusion_tag("design/when.html", takes_context=True)
def two_zones(context: Context, at: datetime, *, with_day: bool = False) -> dict[str, Any]:
    """Write a moment in the reader's zone with the capital's beside it; another day in the capital is named."""
    return both_clocks(at, *_zones(context)) | {"with_day": with_day}


@register.inclusion_tag("design/clock2.html", takes_context=True)
def big_clocks(context: Context, at: datetime) -> dict[str, Any]:
    """Draw the two large times of a moment, with the way to choose another zone."""
    request = context.get("request")
    return both_clocks(at, *_zones(context)) | {"path": request.get_full_path() if request else "/"}


def both_clocks(at: datetime, here: tzinfo | None, there: tzinfo) -> dict[str, Any]:
    """Return what `design/when.html` writes of a moment for a reader in zone `here`, None when it is not known."""
    other_day = here is None or at.astimezone(here).date() != at.astimezone(there).date()
    return {
        "at": at,
        "iso": at.isoformat(timespec="minutes"),
        "known": here is not None,
        "same": _agree(at, here, there),
        "here": dates.clock(at, here or there),
        "there": dates.clock(at, there),
        "day": _day(at, here, there, dates.day),
        "there_iso": at.astimezone(there).isoformat(timespec="minutes"),
        "there_day": dates.short_day(at, there) if other_day else "",
        "city": city_of(str(here), get_language() or "en") if here else "",
    }


@register.simple_tag
def comma() -> str:
    """Write what stands between two words of a row, with the space behind it, as the language does."""
    return gettext(", ")


@register.simple_tag
def semicolon() -> str:
    """Write what stands between two halves of a sentence, with the space behind it, as the language does."""
    return gettext("; ")


@register.simple_tag(takes_context=True)
def zones_agree(context: Context, at: datetime | None) -> bool:
    """Tell whether the reader's clock shows what the capital's does: the same time is not written twice."""
    here, there = _zones(context)
    return isinstance(at, datetime) and _agree(at, here, there)


def _agree(at: datetime, here: tzinfo | None, there: tzinfo) -> bool:
    return here is not None and at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset()


@register.simple_tag
def error_summary(form: BaseForm, focus: bool = True) -> SafeString:
    """List what needs another look, above the form, each linked to its field; the page opens with it in focus."""
    lines = summary_of(form)
    if not lines:
        return SafeString("")
    heading = ngettext("%(count)s answer needs another look", "%(count)s answers need another look", len(lines)) % {
        "count": dates.number(len(lines))
    }
    rendered = render_to_string("design/forms/summary.html", {"heading": heading, "lines": lines, "focus": focus})
    return mark_safe(rendered)  # noqa: S308 - escaped by the template


@register.filter
def sentences(bound: BoundField) -> list[str]:
    """List what is wrong with a field, in the same words as the summary."""
    return sentences_of(bound)


@register.filter
def in_language(text: Text | str | None) -> SafeString:
    """Write a text with the language it is in, when that is not the page's; plain strings pass."""
    if not isinstance(text, Text):
        return conditional_escape("" if text is None else text)
    active = get_language() or "en"
    language, words = text.within(active)
    if not words or language == active:
        return conditional_escape(words)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, places.direction(language), words)


@register.filter
def country(code: str) -> str:
    return places.country_name(code, get_language() or "en")


@register.filter
def language_name(code: str, own: str = "") -> str:
    """Name a language in the page's language, or in its own: {{ code|language_name:"own" }}."""
    return places.language_name(code, None if own else get_language() or "en")


@register.filter
def direction_of(code: str) -> str:
    return places.direction(code)


@register.filter
def zone_city(zone: str) -> str:
    """Name the city that stands for a zone: {{ conference.zone|zone_city }}."""
    return city_of(zone, get_language() or "en")


@register.simple_tag(takes_context=True)
def addresses(context: Mapping[str, Any]) -> SafeString:
    """Name this page's own address, and those of it in every language, for those who crawl."""
    request: HttpRequest = context["request"]
    plain = settings.SITE_ADDRESS + request.path
    spoken = [(code, f"{plain}?lang={code}") for code, _name in settings.LANGUAGES]
    own = dict(spoken).get(request.GET.get("lang", ""), plain)
    others = format_html_join("", '\n<link rel="alternate" hreflang="{}" href="{}">', [*spoken, ("x-default", plain)])
    return format_html('<link rel="canonical" href="{}">{}', own, others)


@register.filter
def phone(number: str) -> str:
    """Write a telephone number in the groups of its country."""
    return readable(number)


@register.filter
def samples(text: object) -> str:
    """Keep an example, as +49 30 1234567 or 10:00-13:00, in the order in which it is typed, in Arabic too."""
    said = str(text)
    return _SAMPLE.sub("\u2066\\g<0>\u2069", said) if get_language_bidi() else said


@register.filter
def number(value: float | None) -> str:
    return "" if value is None else dates.number(value)


@register.filter
def percent(part: float | None) -> str:
    return "" if part is None else dates.percent(part)


@register.filter
def duration(span: timedelta | float | None) -> str:
    """Write a length in words, e.g. 1 hr 20 mins; None writes nothing."""
    return "" if span is None else dates.length(span)


@register.filter
def clock_face(span: timedelta | float | None) -> str:
    """Write a length as a clock shows it, e.g. 2:14."""
    return "" if span is None else dates.clock_face(span)


@register.filter
def series(words: Iterable[object]) -> str:
    """Join words as the language does: Baku, Berlin and Lyon."""
    return dates.series([str(word) for word in words])
