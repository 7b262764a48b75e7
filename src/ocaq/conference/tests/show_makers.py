"""Plain makers of what tests of the running show need."""

from datetime import datetime, timedelta

from ocaq.conference.commands import deeds, floor, show
from ocaq.conference.commands.stage import Act
from ocaq.conference.models import Conference, Registration
from ocaq.conference.tests.makers import DIRECTOR, HOUSE, make_conference
from ocaq.kernel.ids import new_ref

STARTS = datetime.fromisoformat("2026-12-19T17:00:00+00:00")


def after(seconds: float) -> datetime:
    return STARTS + timedelta(seconds=seconds)


def make_open(slug: str = "yearly-2026", template: str = "solidarity-day") -> Conference:
    conference = make_conference(slug, template=template)
    show.open_doors(slug=slug, by=DIRECTOR, at=after(-600))
    conference.refresh_from_db()
    return conference


def make_on_air(slug: str = "yearly-2026", template: str = "solidarity-day") -> Conference:
    conference = make_open(slug, template)
    go(conference, 0)
    conference.refresh_from_db()
    return conference


def go(conference: Conference, seconds: float) -> Act:
    return show.go(slug=conference.slug, by=DIRECTOR, at=after(seconds))


def go_to(conference: Conference, kind: str, seconds: float) -> Act:
    """Put the first item of a kind on stage."""
    item = conference.items.filter(kind=kind).order_by("position").first()
    show.set_standby(slug=conference.slug, item=item.ref, by=DIRECTOR, at=after(seconds))
    return go(conference, seconds)


def register(
    conference: Conference, name: str = "Aynur Ləkili", country: str = "DE", capacity: str = "house"
) -> Registration:
    return Registration.objects.create(
        conference=conference,
        key=new_ref(),
        secret_digest=new_ref(),
        state="confirmed",
        name=name,
        country=country,
        capacity=capacity,
        languages=["az"],
        created_at=after(-9000),
        confirmed_at=after(-9000),
        changed_at=after(-9000),
    )


def make_floor() -> Conference:
    """Make a conference on air whose floor is open."""
    conference = make_open()
    go_to(conference, "address", 0)
    floor.open_floor(slug=conference.slug, by=DIRECTOR, at=after(1))
    conference.refresh_from_db()
    return conference


def asked(conference: Conference, text: str) -> str:
    """Have somebody ask a question and return its ref."""
    person = register(conference, text)
    deed = deeds.Deed(person.ref, f"key-{person.ref}", person.country, "en", text)
    [answer] = deeds.ask_questions(conference=conference.ref, deeds=[deed], by=HOUSE, at=after(5))
    return answer.ref
