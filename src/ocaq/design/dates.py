"""Dates, times, lengths and numbers as readers of a language write them (CLDR)."""

from datetime import date, datetime, timedelta, tzinfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
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


def calendar_day(on: date) -> str:
    """Say a day of the calendar, wherever it is read, e.g. 3 Nov 2026."""
    return str(format_date(on, format="medium", locale=active()))


def roughly(on: str) -> str:
    """Say a day, a month or a year as precisely as it is known: 1998-05-28, 1998-05 or 1998."""
    year, month, day = ([int(part) for part in on.split("-")] + [0, 0])[:3]
    if day:
        return calendar_day(date(year, month, day))
    return str(format_skeleton("yMMMM" if month else "y", date(year, month or 1, 1), locale=active()))


def weekdays(first: int, last: int) -> str:
    """Name one day of the week, or from which to which, 0 Monday: Tuesday – Friday."""
    names = get_day_names("wide", context="stand-alone", locale=active())
    said = [str(names[day]) for day in dict.fromkeys((first, last))]
    return " – ".join(name[:1].upper() + name[1:] for name in said)


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
