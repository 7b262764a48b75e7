"""Mail about a registration or an invitation, queued in the caller's transaction."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ocaq.conference.models import Conference, Invitation, Registration
from ocaq.conference.rules import planning
from ocaq.design import dates
from ocaq.design.zones import city_of
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.mail.calendar import Appointment, calendar_file
from ocaq.mail.queueing import Enclosure, queue_mail


def personal_address(registration: Registration, slug: str) -> str:
    """Return the address that opens this registration without an account."""
    secret = links.secret("registration", registration.ref)
    return settings.SITE_ADDRESS + reverse("conference:mine_by_link", args=[slug, secret])


def invitation_address(invitation: Invitation, slug: str) -> str:
    return settings.SITE_ADDRESS + reverse(
        "conference:invitation", args=[slug, links.secret("invitation", invitation.ref)]
    )


def send_confirmation(
    registration: Registration, conference: Conference, *, changed: bool = False, by: Actor, at: datetime
) -> None:
    """Write to the person that their place is kept, with the calendar file; nothing without an address."""
    registration.link_sent_at = at
    if not registration.email:
        return
    language = _language(registration.languages, conference)
    queue_mail(
        template="conference_registered",
        language=language,
        to=registration.email,
        context={**_context(conference, registration, language), "changed": changed},
        attachments=[_calendar(conference, registration, language, at)],
        about=f"registration:{registration.ref}",
        by=by,
        at=at,
    )


def send_withdrawal(registration: Registration, conference: Conference, *, by: Actor, at: datetime) -> None:
    """Write to the person that they are not expected any more, with a file that takes the date out of the calendar."""
    if not registration.email:
        return
    language = _language(registration.languages, conference)
    queue_mail(
        template="conference_withdrawn",
        language=language,
        to=registration.email,
        context=_context(conference, registration, language),
        attachments=[_calendar(conference, registration, language, at, cancelled=True)],
        about=f"registration:{registration.ref}",
        by=by,
        at=at,
    )


def send_invitation(invitation: Invitation, conference: Conference, *, by: Actor, at: datetime) -> None:
    language = invitation.language or _language([], conference)
    context = {
        **_shown(conference, language, conference.zone),
        "name": invitation.name,
        "action_url": invitation_address(invitation, conference.slug),
    }
    with translation.override(language):
        context["good_until_day"] = dates.day(invitation.expires_at, ZoneInfo(settings.CAPITAL_ZONE))
    queue_mail(
        template="conference_invited",
        language=language,
        to=invitation.email,
        context=context,
        about=f"invitation:{invitation.ref}",
        by=by,
        at=at,
    )


def _language(chosen: list[str], conference: Conference) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return next((code for code in [*chosen, *conference.languages] if code in known), "en")


def _context(conference: Conference, registration: Registration, language: str) -> dict[str, Any]:
    return {
        **_shown(conference, language, registration.zone or conference.zone),
        "address_as": registration.address_as or registration.name,
        "action_url": personal_address(registration, conference.slug),
    }


def _shown(conference: Conference, language: str, zone: str) -> dict[str, Any]:
    """Return the date as this reader's clock shows it, with the capital's beside it."""
    at, here, there = conference.starts_at, ZoneInfo(zone), ZoneInfo(settings.CAPITAL_ZONE)
    with translation.override(language):
        return {
            "title": conference.title.within(language)[1],
            "here_city": city_of(zone, language),
            "here_time": dates.clock(at, here),
            "here_day": dates.day(at, here),
            "here_date": dates.short_day(at, here),
            "here_weekday": _weekday(at, here),
            "there_time": dates.clock(at, there),
            "there_day": dates.day(at, there),
            "there_date": dates.short_day(at, there),
            "there_weekday": _weekday(at, there),
            "same": at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset(),
        }


def _weekday(at: datetime, zone: ZoneInfo) -> str:
    return str(format_date(at.astimezone(zone).date(), "EEEE", locale=dates.active()))


def _calendar(
    conference: Conference, registration: Registration, language: str, at: datetime, *, cancelled: bool = False
) -> Enclosure:
    # The public address, not the personal link: calendars are shared and copied.
    since_s = (at - registration.created_at).total_seconds()
    with translation.override(language):
        description = _("The hall can be followed as text on any line. Your personal link is in the mail.")
    appointment = Appointment(
        ref=f"{conference.ref}.{registration.ref}",
        title=conference.title.within(language)[1],
        starts_at=conference.starts_at,
        ends_at=_ends_at(conference),
        zone=registration.zone or conference.zone,
        description=description,
        sequence=round(since_s),
        address=settings.SITE_ADDRESS + reverse("conference:page", args=[conference.slug]),
        alarm_minutes=30,
        cancelled=cancelled,
    )
    return calendar_file(appointment, at=at, language=language, name="conference.ics")


def _ends_at(conference: Conference) -> datetime:
    items = conference.items.order_by("position")
    slots = planning.timetable(
        [planning.Planned(one.ref, one.length_s, one.fixed_start_at, one.skipped) for one in items],
        conference.starts_at,
    )
    return planning.ends_at(slots, conference.starts_at)
