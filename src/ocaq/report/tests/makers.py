"""A conference that is over, and staff who publish its figures."""

import re

from django.http import HttpResponse

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.conference.api import QuestionDeed
from ocaq.conference.commands import counts, show
from ocaq.conference.models import Conference
from ocaq.conference.tests.makers import DIRECTOR, HOUSE, STAFF
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register
from ocaq.intake.kinds import Submitted
from ocaq.intake.store import keep
from ocaq.kernel import clock
from ocaq.live.tickets import Ticket
from ocaq.report.commands.publication import publish_figures

COUNTRIES = ["DE"] * 7 + ["TR"] * 5 + ["KZ"] * 2


def make_over(slug: str = "yearly-2026", countries: list[str] = COUNTRIES, asked: int = 3) -> Conference:
    """Return a conference that has ended, with somebody from each of `countries` in it for fourteen minutes."""
    conference = make_on_air(slug)
    go_to(conference, "address", 30)
    beats = [counts.Beat(f"who-{number}", "phone", country, "house") for number, country in enumerate(countries)]
    for second in range(60, 900, 50):
        counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(second))
    ask(conference, asked)
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(900))
    conference.refresh_from_db()
    return conference


def ask(conference: Conference, number: int) -> None:
    guest = register(conference)
    room, until = f"conference/{conference.ref}", int(after(3600).timestamp())
    ticket = Ticket(room, "public", "en", until, participant=guest.ref, country="DE")
    deeds = [QuestionDeed(key=f"{conference.slug}-{one}", text="When?") for one in range(number)]
    for outcome in keep([Submitted(deed, ticket, after(300)) for deed in deeds], at=after(300)):
        assert outcome.answer.is_done, outcome


def publish(conference: Conference, *, seconds: float = 1200, by=STAFF, seen: str = "") -> int:
    return publish_figures(about=f"conference:{conference.ref}", seen=seen, by=by, at=after(seconds))


def member(role: str) -> User:
    """Return an account of the house that holds `role`."""
    user_id = open_account(email=f"{role}@example.org", name=role.title(), language="en", by=HOUSE, at=clock.now())
    grant_role(user_id=user_id, role=role, scope="institution", place="", tell=False, by=HOUSE, at=clock.now())
    return User.objects.get(pk=user_id)


def text_of(page: HttpResponse) -> str:
    """Return what is read on a page, its elements parted by spaces."""
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())
