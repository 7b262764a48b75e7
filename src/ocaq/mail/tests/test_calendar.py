"""Calendar files: zones with their rules, a stable id, growing sequence."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from ocaq.mail.calendar import Appointment, calendar_file

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START = datetime(2026, 12, 19, 17, 0, tzinfo=UTC)


def made(**changed: object) -> Calendar:
    fields = {
        "ref": "registration-k7m",
        "title": "Həmrəylik günü; müzakirə, konsert",
        "zone": "Asia/Baku",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        **changed,
    }
    file = calendar_file(Appointment(**fields), at=AT, language="az")  # type: ignore[arg-type]
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))
    calendar = Calendar.from_ical(file.content)
    assert isinstance(calendar, Calendar)
    return calendar


@pytest.mark.parametrize("zone", ["Asia/Baku", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"])
def test_the_time_is_the_same_moment_in_its_zone(zone: str) -> None:
    calendar = made(zone=zone)
    event = calendar.events[0]
    assert event.start == START
    assert event.end - event.start == timedelta(hours=2)
    assert str(event["DTSTART"].params.get("TZID", "UTC")) == zone
    zones = [str(part["TZID"]) for part in calendar.walk("VTIMEZONE")]
    assert zones == ([] if zone == "UTC" else [zone])
    assert event.start.utcoffset() == START.astimezone(ZoneInfo(zone)).utcoffset()


def test_id_stays_and_sequence_grows() -> None:
    first, second = made().events[0], made(sequence=3, title="Başqa").events[0]
    assert first["UID"] == second["UID"] == "registration-k7m@localhost"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 3)
    assert str(first["SUMMARY"]) == "Həmrəylik günü; müzakirə, konsert"


def test_cancelling_says_so() -> None:
    calendar = made(cancelled=True)
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.events[0]["STATUS"] == "CANCELLED"


def test_an_alarm_only_when_asked() -> None:
    assert not list(made().walk("VALARM"))
    alarm = next(iter(made(alarm_minutes=30).walk("VALARM")))
    assert alarm["TRIGGER"].dt == timedelta(minutes=-30)
