"""The conference that is on the air while the demo runs: the chair is speaking."""

from datetime import datetime, timedelta

from ocaq.conference.commands.crew import ask_ready, set_light
from ocaq.conference.commands.show import go
from ocaq.conference.commands.words import say_line
from ocaq.conference.queries.programme import rundown
from ocaq.demo import names, planning, texts
from ocaq.demo.evening import Evening, gather
from ocaq.kernel.actor import Actor

SLUG = "solidarity-day"
PEOPLE = 180
HERE = 96  # of them come, and stay while the demo runs (company.py)


def hold(*, director: Actor, crew: Actor, at: datetime) -> None:
    """Plan the evening, open its doors and call it up to the address."""
    starts_at = planning.quarter_before(at, least=timedelta(minutes=11))
    evening = gather(
        slug=SLUG,
        template="solidarity-day",
        title=texts.TONIGHT,
        starts_at=starts_at,
        registered=names.people(PEOPLE, seed=2),
        here=HERE,
        director=director,
        crew=crew,
    )
    _play(evening, upto="address")
    evening.guests.come(first_at=starts_at - timedelta(minutes=6), last_at=starts_at + timedelta(minutes=9))
    _speak(evening, at)


def _play(evening: Evening, *, upto: str) -> None:
    """Put one item after the other on stage, each a little after its time, until the one of kind `upto`."""
    for item in rundown(SLUG, at=evening.starts_at).items:
        go(slug=SLUG, by=evening.director, at=item.starts_at + timedelta(seconds=4 + 3 * item.position))
        if item.kind == upto:
            return


def _speak(evening: Evening, at: datetime) -> None:
    items = rundown(SLUG, at=at).items
    stage = next(item for item in items if item.kind == "address")
    began = stage.starts_at + timedelta(seconds=15)
    for line in range(texts.LINES_SAID):
        say_line(slug=SLUG, item=stage.ref, line=line, by=evening.crew, at=began + timedelta(seconds=6 * line))
    _discuss(evening, began)
    coming = items[stage.position + 1].ref
    ask_ready(slug=SLUG, item=coming, by=evening.director, at=began + timedelta(seconds=50))
    for department, state in (("stream", "ready"), ("interpreters", "read")):
        set_light(
            slug=SLUG,
            item=coming,
            department=department,
            state=state,
            by=evening.crew,
            at=began + timedelta(seconds=55),
        )


def _discuss(evening: Evening, began: datetime) -> None:
    evening.open_floor(at=began)
    for index, asked in enumerate(texts.QUESTIONS):
        when = began + timedelta(seconds=5 * index)
        evening.ask(
            asked, at=when, shown_at=when + timedelta(seconds=3), voted_at=began + timedelta(seconds=30 + index)
        )
    for language, text in texts.WAITING_QUESTIONS:
        evening.guests.ask(text, language=language, at=began + timedelta(seconds=40))
    for index, (language, topic) in enumerate(texts.HAND_TOPICS):
        evening.guests.raise_hand(topic, language=language, at=began + timedelta(seconds=12 * index))
    evening.guests.react("applause", share_pct=45, at=began + timedelta(seconds=20))
    evening.guests.react("thanks", share_pct=12, at=began + timedelta(seconds=25))
    evening.poll((34, 12, 21), at=began + timedelta(seconds=10), chosen_at=began + timedelta(seconds=20))
