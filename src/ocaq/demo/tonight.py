"""The conference that is on the air while the demo runs: the chair is speaking."""

from datetime import datetime, timedelta

from ocaq.conference.commands.crew import ask_ready, set_light
from ocaq.conference.commands.floor import moderate, open_floor, open_questions
from ocaq.conference.commands.polls import create_poll, open_poll
from ocaq.conference.commands.show import go, open_doors
from ocaq.conference.commands.words import say_line
from ocaq.conference.queries.programme import rundown
from ocaq.demo import deeds, names, planning, texts
from ocaq.kernel.actor import Actor

SLUG = "solidarity-day"
PEOPLE = 180
HERE = 96  # of them opened the page; their presence has run out when somebody looks


def hold(*, director: Actor, crew: Actor, at: datetime) -> None:
    """Plan the evening, open its doors and call it up to the address."""
    starts_at = planning.quarter_before(at, least=timedelta(minutes=11))
    ref = planning.plan(
        slug=SLUG,
        template="solidarity-day",
        title=texts.TONIGHT,
        starts_at=starts_at,
        by=director,
        at=starts_at - timedelta(days=30),
    )
    people = names.people(PEOPLE, seed=2)
    refs = planning.register_people(
        people,
        slug=SLUG,
        key="tonight",
        first_at=starts_at - timedelta(days=28),
        last_at=starts_at - timedelta(hours=1),
    )
    open_doors(slug=SLUG, by=director, at=starts_at - timedelta(minutes=40))
    _play(director, starts_at, upto="address")
    guests = deeds.Guests(
        ref, [deeds.Guest(one, somebody) for one, somebody in zip(refs[:HERE], people[:HERE], strict=True)]
    )
    guests.come(first_at=starts_at - timedelta(minutes=6), last_at=starts_at + timedelta(minutes=9))
    _speak(director, crew, guests, at)


def _play(director: Actor, starts_at: datetime, *, upto: str) -> None:
    """Put one item after the other on stage, each a little after its time, until the one of kind `upto`."""
    for item in rundown(SLUG, at=starts_at).items:
        go(slug=SLUG, by=director, at=item.starts_at + timedelta(seconds=4 + 3 * item.position))
        if item.kind == upto:
            return


def _speak(director: Actor, crew: Actor, guests: deeds.Guests, at: datetime) -> None:
    items = rundown(SLUG, at=at).items
    stage = next(item for item in items if item.kind == "address")
    began = stage.starts_at + timedelta(seconds=15)
    for line in range(texts.LINES_SAID):
        say_line(slug=SLUG, item=stage.ref, line=line, by=crew, at=began + timedelta(seconds=6 * line))
    open_questions(slug=SLUG, by=director, at=began)
    open_floor(slug=SLUG, by=director, at=began)
    for index, (language, text, share) in enumerate(texts.QUESTIONS):
        question = guests.ask(text, language=language, at=began + timedelta(seconds=5 * index))
        moderate(slug=SLUG, question=question, state="shown", by=crew, at=began + timedelta(seconds=5 * index + 3))
        guests.vote(question, share_pct=share, at=began + timedelta(seconds=30 + index))
    for language, text in texts.WAITING_QUESTIONS:
        guests.ask(text, language=language, at=began + timedelta(seconds=40))
    for index, (language, topic) in enumerate(texts.HAND_TOPICS):
        guests.raise_hand(topic, language=language, at=began + timedelta(seconds=12 * index))
    guests.react("applause", share_pct=45, at=began + timedelta(seconds=20))
    guests.react("thanks", share_pct=12, at=began + timedelta(seconds=25))
    _open_poll(director, guests, began)
    coming = items[stage.position + 1]
    ask_ready(slug=SLUG, item=coming.ref, by=director, at=began + timedelta(seconds=50))
    for department, state in (("stream", "ready"), ("interpreters", "read")):
        set_light(
            slug=SLUG, item=coming.ref, department=department, state=state, by=crew, at=began + timedelta(seconds=55)
        )


def _open_poll(director: Actor, guests: deeds.Guests, began: datetime) -> None:
    question, options = texts.POLL
    poll = create_poll(slug=SLUG, question=question, options=options, by=director, at=began).ref
    open_poll(slug=SLUG, poll=poll, by=director, at=began + timedelta(seconds=10))
    guests.choose(SLUG, poll, shares_pct=(34, 12, 21), at=began + timedelta(seconds=20))
