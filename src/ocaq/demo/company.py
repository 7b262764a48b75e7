"""The made-up people who stay in the hall while the conference of the demo runs, each with comings and goings."""

from collections.abc import Iterable
from datetime import datetime

from ocaq.conference.api import PresentDeed
from ocaq.conference.models import Conference, Registration
from ocaq.demo import tonight
from ocaq.intake.kinds import Submitted
from ocaq.intake.store import keep
from ocaq.live.tickets import Ticket

EVERY_S = 20  # well within a lease, as the pages of real people do it
AWAY_MIN = 6


def stay(*, at: datetime) -> int:
    """Have those who are here now say so through the intake, as their pages would; return how many they are.

    They are the first whom the seed registered: never a visitor, nobody erased, and nobody once the hall has closed.
    """
    ref = Conference.objects.filter(slug=tonight.SLUG, state__in=["doors", "on_air"]).values_list("ref", flat=True)
    here = [person for person in _guests() if _is_here(person.pk, at)] if (conference := ref.first()) else []
    if here:
        keep([_says_so(person, f"conference/{conference}", at) for person in here], at=at)
    return len(here)


def _guests() -> Iterable[Registration]:
    seeded = [f"{tonight.SLUG}.{number}" for number in range(tonight.HERE)]
    return Registration.objects.filter(key__in=seeded, state="confirmed")


def _is_here(number: int, at: datetime) -> bool:
    """Each is away for some minutes of a round of their own, of half an hour to an hour."""
    minute = int(at.timestamp()) // 60
    return (minute + 7 * number) % (31 + number % 29) >= AWAY_MIN


def _says_so(person: Registration, prefix: str, at: datetime) -> Submitted:
    ticket = Ticket(
        prefix,
        "public",
        person.languages[0],
        int(at.timestamp()) + EVERY_S,
        participant=person.ref,
        device="demo",
        country=person.country,
        capacity=person.capacity,
    )
    return Submitted(PresentDeed(key=f"demo-{person.ref}-{int(at.timestamp())}"), ticket, at)
