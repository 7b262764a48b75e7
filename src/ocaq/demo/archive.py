"""Last year's conference, long over: its page, its report, its figures and the map at rest."""

from datetime import datetime, timedelta

from ocaq.conference.commands.polls import close_poll, show_results
from ocaq.conference.commands.show import end_show, go
from ocaq.conference.queries.programme import conference_by_slug, rundown
from ocaq.demo import names, texts
from ocaq.demo.evening import Evening, gather
from ocaq.kernel.actor import Actor
from ocaq.report.commands.publication import publish_figures

SLUG = "results-of-the-year"
PEOPLE = 240


def hold(*, director: Actor, crew: Actor, at: datetime) -> None:
    """Hold it from the first registration to the last item, ten months ago."""
    starts_at = (at - timedelta(days=304)).replace(hour=13, minute=0, second=0, microsecond=0)
    evening = gather(
        slug=SLUG,
        template="year-results",
        title=texts.LAST_YEAR,
        starts_at=starts_at,
        registered=names.people(PEOPLE, seed=1),
        here=PEOPLE,
        director=director,
        crew=crew,
    )
    # Every eleventh registered and could not come.
    evening.guests.stay(
        absent_each=11, first_at=starts_at - timedelta(minutes=20), last_at=starts_at + timedelta(minutes=140)
    )
    _run(evening)


def publish(*, by: Actor) -> None:
    """Publish its figures on the day after, when the log has taken in everything that happened."""
    over = conference_by_slug(SLUG)
    assert over.ended_at is not None
    publish_figures(about=f"conference:{over.ref}", by=by, at=over.ended_at + timedelta(hours=19))


def _run(evening: Evening) -> None:
    clock = evening.starts_at + timedelta(seconds=25)
    for item in rundown(SLUG, at=evening.starts_at).items:
        go(slug=SLUG, by=evening.director, at=clock)
        if item.kind == "exchange":
            _exchange(evening, clock + timedelta(minutes=1))
        # Music ran short, words ran long, as they do.
        clock += timedelta(seconds=item.length_s + {"music": -20, "exchange": 190, "answers": 75}.get(item.kind, 12))
    end_show(slug=SLUG, by=evening.director, at=clock)


def _exchange(evening: Evening, at: datetime) -> None:
    evening.open_floor(at=at)
    for index, asked in enumerate(texts.QUESTIONS):
        when = at + timedelta(minutes=2 + 6 * index)
        question = evening.ask(
            asked, at=when, shown_at=when + timedelta(seconds=20), voted_at=when + timedelta(seconds=90)
        )
        evening.moderate(question, "taken", at=when + timedelta(seconds=200))
        evening.moderate(question, "answered", at=when + timedelta(seconds=320))
    opened_at = at + timedelta(minutes=31)
    poll = evening.poll((41, 17, 24), at=opened_at, chosen_at=opened_at + timedelta(minutes=1))
    close_poll(slug=SLUG, poll=poll, by=evening.director, at=opened_at + timedelta(minutes=5))
    show_results(slug=SLUG, poll=poll, by=evening.director, at=opened_at + timedelta(minutes=5, seconds=20))
