"""A conference that is over, and staff who publish its figures."""

from ocaq.conference.commands import counts, deeds, show
from ocaq.conference.models import Conference
from ocaq.conference.tests.makers import DIRECTOR, HOUSE, STAFF
from ocaq.conference.tests.show_makers import after, make_on_air, register
from ocaq.evidence.recording import record
from ocaq.report.commands.publication import publish_figures

COUNTRIES = ["DE"] * 7 + ["TR"] * 5 + ["KZ"] * 2


def make_over(slug: str = "yearly-2026", countries: list[str] = COUNTRIES, asked: int = 3) -> Conference:
    """Return a conference that has ended, with somebody from each of `countries` in it for fourteen minutes."""
    conference = make_on_air(slug)
    beats = [counts.Beat(f"who-{number}", "phone", country, "house") for number, country in enumerate(countries)]
    for second in range(60, 900, 50):
        counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(second))
    ask(conference, asked)
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(900))
    conference.refresh_from_db()
    return conference


def ask(conference: Conference, number: int) -> None:
    guest = register(conference)
    asked = [deeds.Deed(guest.ref, f"{conference.slug}.{one}", "DE", "en", "When?") for one in range(number)]
    deeds.ask_questions(conference=conference.ref, deeds=asked, by=HOUSE, at=after(300))
    # As the intake writes it, once a batch.
    record(
        kind="conference.questions.asked",
        subject=f"conference:{conference.ref}",
        by=HOUSE,
        at=after(300),
        facts={"deeds": number, "refused": 0},
    )


def publish(conference: Conference, *, seconds: float = 1200, by=STAFF, seen: str = "") -> int:
    return publish_figures(about=f"conference:{conference.ref}", seen=seen, by=by, at=after(seconds))
