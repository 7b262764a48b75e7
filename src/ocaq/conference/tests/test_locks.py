"""Who waits for whom on PostgreSQL: a director, the crowd's deeds and arrivals meet in the same second."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from ocaq.conference.commands import counts, deeds, erasing, floor, polls, registration
from ocaq.conference.models import Conference, Hand, Poll, PresenceInterval, Question, Registration
from ocaq.conference.rules.entries import PersonEntry
from ocaq.conference.tests.makers import DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register
from ocaq.kernel.actor import ANONYMOUS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE_S = 10


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[Future[object]]:
    """Do `act` in a thread with a connection of its own."""

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")  # a wait for ever would end as a failure
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(run)


def batch(conference: Conference, counted: Callable[[datetime], object], begun: Event, met: Event) -> None:
    """Do as intake does: deeds of two kinds in one transaction; somebody else acts between them."""
    with transaction.atomic():
        counted(after(70))
        begun.set()
        met.wait(1)
        raised = [deeds.Deed(register(conference).ref, "hand-key-0001", "DE", "en", "A word")]
        deeds.raise_hands(conference=conference.ref, deeds=raised, by=HOUSE, at=after(70))


def test_votes_and_moderation_do_not_wait_for_each_other_in_a_ring() -> None:
    conference = make_on_air()
    go_to(conference, "address", 60)
    floor.open_floor(slug=conference.slug, by=DIRECTOR, at=after(60))
    person = register(conference)
    asked = [deeds.Deed(person.ref, "question-key-1", "DE", "en", "How many schools?")]
    with transaction.atomic():
        deeds.ask_questions(conference=conference.ref, deeds=asked, by=HOUSE, at=after(61))
    question = Question.objects.get().ref
    floor.moderate(slug=conference.slug, question=question, state="shown", by=DIRECTOR, at=after(62))
    begun, met = Event(), Event()
    vote = [counts.Vote(person.ref, question)]

    def moderate() -> None:
        assert begun.wait(PATIENCE_S)
        floor.moderate(slug=conference.slug, question=question, state="answered", by=DIRECTOR, at=after(71))

    with beside(moderate) as moderated:
        batch(
            conference,
            lambda at: counts.vote_for_questions(conference=conference.ref, votes=vote, by=HOUSE, at=at),
            begun,
            met,
        )
        moderated.result(PATIENCE_S)

    answered = Question.objects.get()
    assert (answered.state, answered.votes) == ("answered", 1)


def test_voices_and_the_end_of_a_poll_do_not_wait_for_each_other_in_a_ring() -> None:
    conference = make_on_air()
    go_to(conference, "address", 60)
    floor.open_floor(slug=conference.slug, by=DIRECTOR, at=after(60))
    texts = [{"en": "Library"}, {"en": "School"}]
    to = {"slug": conference.slug, "by": DIRECTOR, "at": after(61)}
    poll = polls.create_poll(question={"en": "Which first?"}, options=texts, **to).ref
    polls.open_poll(poll=poll, **to)
    option = Poll.objects.get().options.order_by("position")[0].ref
    begun, met = Event(), Event()
    voice = [counts.Vote(register(conference).ref, poll, option=option)]

    def close() -> None:
        assert begun.wait(PATIENCE_S)
        polls.close_poll(poll=poll, **{**to, "at": after(71)})

    with beside(close) as closed:
        batch(
            conference,
            lambda at: counts.vote_in_poll(conference=conference.ref, votes=voice, by=HOUSE, at=at),
            begun,
            met,
        )
        closed.result(PATIENCE_S)

    ended = Poll.objects.get()
    assert (ended.state, ended.options.get(ref=option).votes) == ("closed", 1)


def test_somebody_who_registers_keeps_nobody_from_being_counted() -> None:
    conference = make_on_air()
    guest = register(conference)
    beat = [counts.Beat(guest.ref, "device1", "DE", "house")]
    person = PersonEntry(name="Nərgiz", country="KZ")

    with transaction.atomic():
        registration.keep_draft(
            slug=conference.slug, key=f"{conference.ref}.draft", person=person, by=ANONYMOUS, at=after(70)
        )
        with beside(
            lambda: counts.be_present(conference=conference.ref, beats=beat, by=HOUSE, at=after(70))
        ) as counted:
            counted.result(PATIENCE_S)  # before the registration commits

    assert PresenceInterval.objects.filter(participant=guest.ref).count() == 1


def test_who_is_erased_while_the_hall_acts_is_erased_and_the_hall_is_kept() -> None:
    conference = make_on_air()
    go_to(conference, "address", 60)
    floor.open_floor(slug=conference.slug, by=DIRECTOR, at=after(60))
    guest = register(conference)
    beat = [counts.Beat(guest.ref, "device1", "DE", "house")]
    counts.be_present(conference=conference.ref, beats=beat, by=HOUSE, at=after(65))
    begun, met = Event(), Event()

    def erase() -> None:
        assert begun.wait(PATIENCE_S)
        erasing.erase_registration(ref=guest.ref, by=HOUSE, at=after(71))

    def as_intake_does() -> None:
        # The intake tries a batch that was broken off once more.
        counted = partial(counts.be_present, conference=conference.ref, beats=beat, by=HOUSE)
        try:
            batch(conference, lambda at: counted(at=at), begun, met)
        except OperationalError:
            batch(conference, lambda at: counted(at=at), begun, met)

    with beside(erase) as erased:
        as_intake_does()
        erased.result(PATIENCE_S)

    assert not Registration.objects.filter(ref=guest.ref).exists()
    assert Hand.objects.filter(state="raised").count() == 1
