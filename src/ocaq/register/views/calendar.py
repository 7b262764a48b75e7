"""When a community is open, as a calendar that can be subscribed to: each opening of a week, repeated."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vText, vUri

from ocaq.kernel.refusals import NotFound
from ocaq.mail.calendar import zone_rules
from ocaq.register.queries.page import CommunityPage
from ocaq.register.rules.hours import Opening

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def opening_hours(page: CommunityPage, *, address: str, language: str) -> bytes:
    """Return the file. Its events block nobody's time: they say when a door is open.

    Raises:
        NotFound: `no-opening-hours`, also of one that closed.
    """
    if not page.openings or not page.where.zone or page.state != "active":
        raise NotFound("no-opening-hours")
    title = page.title.within(language)[1]
    calendar = Calendar()
    calendar.add("prodid", "-//Ocaq//Ocaq//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    if page.where.zone != "UTC":
        calendar.add_component(zone_rules(page.where.zone))
    for one in page.openings:
        calendar.add_component(_event(page, one, title=title, address=address, language=language))
    return bytes(calendar.to_ical())


def _event(page: CommunityPage, one: Opening, *, title: str, address: str, language: str) -> Event:
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    zone = ZoneInfo(page.where.zone)
    changed_on = page.changed_at.astimezone(zone).date()
    # The first such day of the week in which the entry last changed.
    first = changed_on + timedelta(days=one.weekday - changed_on.weekday())
    event = Event()
    event.add("uid", f"{page.ref}-{one.weekday}-{one.opens:%H%M}@{host}")
    event.add("sequence", page.version)
    event.add("dtstamp", page.changed_at)
    event.add("dtstart", datetime.combine(first, one.opens, zone))
    event.add("dtend", datetime.combine(first, one.closes, zone))
    event.add("rrule", {"freq": "weekly", "byday": _DAYS[one.weekday]})
    event.add("summary", vText(title, params={"LANGUAGE": language}))
    event.add("transp", "TRANSPARENT")
    event.add("url", vUri(address))
    where = ", ".join(filter(None, (page.where.street, page.where.postcode, str(page.where.place))))
    if where:
        event.add("location", where)
    note = page.hours_note.within(language)[1]
    if note:
        event.add("description", vText(note, params={"LANGUAGE": language}))
    return event
