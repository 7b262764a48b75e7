"""A conference that is over, with people who were in it."""

from collections.abc import Sequence

from ocaq.conference.api import QuestionDeed
from ocaq.conference.commands import counts, show
from ocaq.conference.models import Conference, Registration
from ocaq.conference.tests.makers import DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register
from ocaq.intake.kinds import Submitted
from ocaq.intake.store import keep
from ocaq.live.tickets import Ticket

COUNTRIES = ("DE",) * 7 + ("TR",) * 5 + ("KZ",) * 2


def make_over(
    slug: str = "yearly-2026", countries: Sequence[str] = COUNTRIES, asked: int = 3, guests: str = "who"
) -> Conference:
    """Return a conference that has ended, with somebody from each of `countries` in it for fourteen minutes.

    Args:
        guests: what references of its people begin with: who-0, who-1 …
    """
    conference = make_on_air(slug)
    go_to(conference, "address", 30)
    beats = [_beat(conference, f"{guests}-{number}", country) for number, country in enumerate(countries)]
    for second in range(60, 900, 50):
        counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(second))
    _ask(conference, f"{guests}-0", asked)
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(900))
    conference.refresh_from_db()
    return conference


def _beat(conference: Conference, ref: str, country: str) -> counts.Beat:
    guest = register(conference, name=f"Guest {ref}", country=country)
    Registration.objects.filter(pk=guest.pk).update(ref=ref)
    return counts.Beat(ref, "phone", country, "house")


def _ask(conference: Conference, guest: str, number: int) -> None:
    room, until = f"conference/{conference.ref}", int(after(3600).timestamp())
    ticket = Ticket(room, "public", "en", until, participant=guest, country="DE")
    deeds = [QuestionDeed(key=f"{conference.slug}-{one}", text="When?") for one in range(number)]
    for outcome in keep([Submitted(deed, ticket, after(300)) for deed in deeds], at=after(300)):
        assert outcome.answer.is_done, outcome
