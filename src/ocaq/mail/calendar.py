"""A calendar file for a mail: one event, in the time zone it is held in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Alarm, Calendar, Event, Timezone, vText, vUri

from ocaq.mail.queueing import Enclosure


@dataclass(frozen=True, slots=True)
class Appointment:
    """What stands in somebody's calendar.

    `ref` never changes for one event and one person; `sequence` grows with each change.
    """

    ref: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    description: str = ""
    address: str = ""
    sequence: int = 0
    alarm_minutes: int | None = None
    cancelled: bool = False


def calendar_file(appointment: Appointment, *, at: datetime, language: str, name: str = "calendar.ics") -> Enclosure:
    """Return the appointment as an attachment; times carry their zone with its rules (VTIMEZONE).

    Args:
        at: the moment of making; calendars keep the newest by `sequence`, then by this.
        language: of title and description.
    """
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", "-//Ocaq//Ocaq//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.cancelled else "PUBLISH")
    if appointment.zone != "UTC":
        calendar.add_component(zone_rules(appointment.zone))
    calendar.add_component(_event(appointment, at=at, host=host, language=language))
    method = "CANCEL" if appointment.cancelled else "PUBLISH"
    return Enclosure(name, f"text/calendar; method={method}; charset=utf-8", calendar.to_ical())


@cache
def zone_rules(zone: str) -> Timezone:
    # Found by trying every day of seventy years, 25 ms each time.
    return Timezone.from_tzid(zone)


def _event(appointment: Appointment, *, at: datetime, host: str, language: str) -> Event:
    # The zone called UTC needs no rules: such times end in Z.
    zone = UTC if appointment.zone in {"UTC", "Etc/UTC"} else ZoneInfo(appointment.zone)
    event = Event()
    event.add("uid", f"{appointment.ref}@{host}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("summary", vText(appointment.title, params={"LANGUAGE": language}))
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    if appointment.description:
        event.add("description", vText(appointment.description, params={"LANGUAGE": language}))
    if appointment.address:
        event.add("url", vUri(appointment.address))
        event.add("location", appointment.address)
    if appointment.alarm_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", appointment.title)
        alarm.add("trigger", timedelta(minutes=-appointment.alarm_minutes))
        event.add_component(alarm)
    return event
