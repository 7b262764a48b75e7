"""What several pages say of a person's answers and of what is kept."""

from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocaq.conference.queries.programme import ConferenceRow
from ocaq.conference.rules.entries import PersonEntry
from ocaq.conference.rules.registration import NOTICE_VERSION
from ocaq.conference.words.planning import CAPACITIES, KEPT, NEEDS
from ocaq.design import dates
from ocaq.design.zones import capital_zone, city_of, zone_named
from ocaq.kernel import places


def answers_of(person: PersonEntry) -> list[tuple[str, str, bool]]:
    """Return (term, words, whether they are the person's own words) for everything that was answered."""
    language = get_language() or "en"
    languages = dates.series([places.language_name(code, language) for code in person.languages])
    lines = [
        (_("Name"), person.name, True),
        (_("Addressed as"), person.address_as, True),
        (_("Mail address"), person.email, True),
        (_("Country"), places.country_name(person.country, language), False),
        (_("Capacity"), str(CAPACITIES.get(person.capacity, "")), False),
        (_("House, school or association"), person.organisation, True),
        (_("Language"), languages, False),
        (_("Time zone"), city_of(person.zone, language) if person.zone else "", False),
        (_("What would help you"), dates.series([str(NEEDS[code]) for code in person.needs if code in NEEDS]), False),
    ]
    return [line for line in lines if line[1]]


def kept_beside(conference: ConferenceRow) -> dict[str, Any]:
    """Return what the aside "What we keep" says, with dates."""
    zone = zone_named(conference.zone) or capital_zone()
    lines = []
    for what, why, days in KEPT:
        until = (
            _("until %(day)s") % {"day": dates.short_day(conference.starts_at + timedelta(days=days), zone)}
            if days
            else ""
        )
        lines.append({"what": what, "why": why, "until": until})
    return {"kept": lines, "notice_version": NOTICE_VERSION}
