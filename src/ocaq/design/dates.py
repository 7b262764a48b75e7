"""Dates, times, lengths and numbers as readers of a language write them (CLDR)."""

from datetime import datetime, timedelta, tzinfo

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.utils.translation import get_language

from ocaq.kernel.places import locale


def active() -> Locale:
    """Return the locale of the active language; English dates are written day first, as the rest of the world does."""
    language = get_language() or "en"
    return locale("en-GB" if language == "en" else language)


def day(at: datetime, zone: tzinfo) -> str:
    """E.g. Saturday 19 December 2026."""
    return str(format_date(at.astimezone(zone).date(), format="full", locale=active()))


def short_day(at: datetime, zone: tzinfo) -> str:
    """E.g. 19 Dec 2026."""
    return str(format_date(at.astimezone(zone).date(), format="medium", locale=active()))


def clock(at: datetime, zone: tzinfo) -> str:
    """E.g. 18:05, the same in every language so that columns of times can be compared."""
    return f"{at.astimezone(zone):%H:%M}"


def length(span: timedelta | float) -> str:
    """E.g. 1 hr, 20 mins in the reader's language; under a minute in seconds."""
    seconds = round(span.total_seconds() if isinstance(span, timedelta) else span)
    if abs(seconds) < 60:
        return _unit(seconds, "second")
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [_unit(hours, "hour")] if hours else []
    return " ".join([*parts, _unit(minutes, "minute")] if minutes or not parts else parts)


def _unit(amount: int, unit: str) -> str:
    return str(format_unit(amount, unit, length="short", locale=active()))


def clock_face(span: timedelta | float) -> str:
    """E.g. 2:14 or 1:02:14, the minus in front when over time."""
    seconds = round(span.total_seconds() if isinstance(span, timedelta) else span)
    hours, rest = divmod(abs(seconds), 3600)
    face = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    return f"−{face}" if seconds < 0 else face


def number(value: float) -> str:
    return str(format_decimal(value, locale=active()))


def percent(part: float) -> str:
    """Say a part of one, e.g. 0.52, as 52%."""
    return str(format_percent(part, locale=active()))


def series(words: list[str]) -> str:
    """E.g. Baku, Berlin and Lyon."""
    return str(format_list(words, locale=active()))
