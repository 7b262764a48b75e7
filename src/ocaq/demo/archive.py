"""Last year's conference, long over: its page, its report and the map at rest."""

from datetime import datetime, timedelta

from ocaq.conference.commands.floor import moderate, open_floor, open_questions
from ocaq.conference.commands.polls import close_poll, create_poll, open_poll, show_results
from ocaq.conference.commands.show import end_show, go, open_doors
from ocaq.conference.queries.programme import conference_by_slug, rundown
from ocaq.demo import deeds, names, planning, texts
from ocaq.kernel.actor import Actor
from ocaq.report.commands.publication import publish_figures

SLUG = "results-of-the-year"
PEOPLE = 240


def hold(*, director: Actor, crew: Actor, at: datetime) -> None:
    """Hold it from the first registration to the last item, ten months ago."""
    starts_at = (at - timedelta(days=304)).replace(hour=13, minute=0, second=0, microsecond=0)
    ref = planning.plan(
        slug=SLUG,
        template="year-results",
        title=texts.LAST_YEAR,
        starts_at=starts_at,
        by=director,
        at=starts_at - timedelta(days=40),
    )
    people = names.people(PEOPLE, seed=1)
    refs = planning.register_people(
        people,
        slug=SLUG,
        key="archive",
        first_at=starts_at - timedelta(days=38),
        last_at=starts_at - timedelta(hours=2),
    )
    open_doors(slug=SLUG, by=director, at=starts_at - timedelta(minutes=30))
    guests = deeds.Guests(ref, [deeds.Guest(one, somebody) for one, somebody in zip(refs, people, strict=True)])
    # Every eleventh registered and could not come.
    guests.stay(absent_each=11, first_at=starts_at - timedelta(minutes=20), last_at=starts_at + timedelta(minutes=140))
    _run(director, crew, guests, starts_at)


def publish(*, by: Actor) -> None:
    """Publish its figures on the day after, when the log has taken in everything that happened."""
    over = conference_by_slug(SLUG)
    assert over.ended_at is not None
    publish_figures(about=f"conference:{over.ref}", by=by, at=over.ended_at + timedelta(hours=19))


def _run(director: Actor, crew: Actor, guests: deeds.Guests, starts_at: datetime) -> None:
    items = rundown(SLUG, at=starts_at).items
    clock = starts_at + timedelta(seconds=25)
    for item in items:
        go(slug=SLUG, by=director, at=clock)
        if item.kind == "exchange":
            _exchange(director, crew, guests, clock + timedelta(minutes=1))
        # Music ran short, words ran long, as they do.
        clock += timedelta(seconds=item.length_s + {"music": -20, "exchange": 190, "answers": 75}.get(item.kind, 12))
    end_show(slug=SLUG, by=director, at=clock)


def _exchange(director: Actor, crew: Actor, guests: deeds.Guests, at: datetime) -> None:
    open_questions(slug=SLUG, by=director, at=at)
    open_floor(slug=SLUG, by=director, at=at)
    for index, (language, text, share) in enumerate(texts.QUESTIONS):
        when = at + timedelta(minutes=2 + 6 * index)
        question = guests.ask(text, language=language, at=when)
        for seconds, state in ((20, "shown"), (200, "taken"), (320, "answered")):
            moderate(slug=SLUG, question=question, state=state, by=crew, at=when + timedelta(seconds=seconds))
            if state == "shown":
                guests.vote(question, share_pct=share, at=when + timedelta(seconds=90))
    asked, options = texts.POLL
    poll = create_poll(slug=SLUG, question=asked, options=options, by=director, at=at).ref
    open_poll(slug=SLUG, poll=poll, by=director, at=at + timedelta(minutes=31))
    guests.choose(SLUG, poll, shares_pct=(41, 17, 24), at=at + timedelta(minutes=32))
    close_poll(slug=SLUG, poll=poll, by=director, at=at + timedelta(minutes=36))
    show_results(slug=SLUG, poll=poll, by=director, at=at + timedelta(minutes=36, seconds=20))
