"""Plain makers of what tests need."""

from datetime import UTC, datetime, timedelta

from ocaq.conference.commands.planning import create_conference, publish_programme
from ocaq.conference.models import Conference
from ocaq.conference.rules.entries import ConferenceEntry
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant, system

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EVENING = datetime(2026, 12, 19, 17, 0, tzinfo=UTC)
STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))
DIRECTOR = Actor(ref="user:2", grants=frozenset({Grant("director")}))
CREW = Actor(ref="user:3", grants=frozenset({Grant("crew")}))
COORDINATOR = Actor(ref="user:4", grants=frozenset({Grant("coordinator", "country", "DE")}))
STRANGER = ANONYMOUS
HOUSE = system("test")


def entry_of_conference(slug: str = "yearly-2026", **changes: object) -> ConferenceEntry:
    said: dict[str, object] = {
        "slug": slug,
        "title": {"en": "Yearly conference", "az": "İllik videokonfrans"},
        "starts_at": EVENING,
        "zone": "Asia/Baku",
        "languages": ("en", "az"),
        **changes,
    }
    return ConferenceEntry(**said)  # type: ignore[arg-type]


def make_conference(
    slug: str = "yearly-2026",
    *,
    template: str = "solidarity-day",
    published: bool = True,
    at: datetime = NOON,
    **changes: object,
) -> Conference:
    conference = create_conference(entry=entry_of_conference(slug, **changes), template=template, by=HOUSE, at=at)
    if published:
        publish_programme(slug=slug, by=HOUSE, at=at + timedelta(seconds=1))
        conference.refresh_from_db()
    return conference
