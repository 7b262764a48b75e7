"""What strangers read in the log of a show: acts and counts, nobody's words, no result before the director shows it."""

import json

import pytest

from ocaq.conference.commands import polls, words
from ocaq.conference.models import Poll, PollOption, Words
from ocaq.conference.tests.makers import CREW, DIRECTOR
from ocaq.conference.tests.show_makers import after, go_to, make_on_air
from ocaq.evidence.commitments import commitment
from ocaq.evidence.models import Entry

pytestmark = pytest.mark.django_db


def test_results_of_a_poll_stand_in_the_log_once_they_are_settled_and_shown() -> None:
    conference = make_on_air()
    go_to(conference, "address", 10)
    to = {"slug": conference.slug, "by": DIRECTOR}
    asked = {"question": {"en": "What first?"}, "options": [{"en": "School"}, {"en": "Library"}]}
    poll = polls.create_poll(**asked, at=after(11), **to).ref
    polls.open_poll(poll=poll, at=after(12), **to)
    PollOption.objects.filter(position=1).update(votes=7)

    polls.show_results(poll=poll, at=after(20), **to)
    polls.show_results(poll=poll, on=False, at=after(21), **to)
    polls.close_poll(poll=poll, at=after(30), **to)
    polls.show_results(poll=poll, at=after(40), **to)

    told = Entry.objects.filter(kind__in=["conference.poll.closed", "conference.results.shown"]).order_by("pk")
    assert [(one.kind, one.facts) for one in told] == [
        ("conference.results.shown", {"poll": poll}),
        ("conference.poll.closed", {"poll": poll}),
        ("conference.results.shown", {"poll": poll, "votes": [0, 7]}),
    ]
    assert Poll.objects.get().results_shown


def test_words_said_are_sealed_under_a_salt_that_goes_with_them() -> None:
    conference = make_on_air()
    go_to(conference, "address", 10)

    words.say_words(slug=conference.slug, text="Thank you, Aygün", language="en", by=CREW, at=after(20))

    entry, said = Entry.objects.get(kind="conference.words.said"), Words.objects.get()
    half = json.loads(entry.body)
    assert half["facts"] == {"languages": ["en"]}
    sealed = {"languages": ["en"], "texts": ["Thank you, Aygün"]}
    assert half["commit"] == commitment(bytes(said.salt), sealed)
