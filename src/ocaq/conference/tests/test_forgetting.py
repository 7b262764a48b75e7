"""What people said in the hall loses their names when the time is over; what is counted stays."""

from datetime import timedelta

import pytest
from django.db import transaction

from ocaq.conference.commands import deeds, floor, show
from ocaq.conference.commands.forgetting import forget
from ocaq.conference.models import Hand, LogLine, Question
from ocaq.conference.personal import NAMES_KEPT_DAYS
from ocaq.conference.queries.programme import conference_by_slug
from ocaq.conference.queries.report import report_for_house
from ocaq.conference.tests.makers import DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register

pytestmark = pytest.mark.django_db
OVER = after(600) + timedelta(days=NAMES_KEPT_DAYS, seconds=1)


def test_names_and_words_of_the_floor_end_with_their_time() -> None:
    conference = make_on_air()
    go_to(conference, "address", 10)
    guest, to = register(conference), {"slug": conference.slug, "by": DIRECTOR}
    floor.open_floor(at=after(20), **to)
    with transaction.atomic():
        deed = deeds.Deed(guest.ref, "key-of-deed-1", "DE", "az", "Our school")
        deeds.raise_hands(conference=conference.ref, deeds=[deed], by=HOUSE, at=after(21))
        deeds.ask_questions(conference=conference.ref, deeds=[deed], by=HOUSE, at=after(22))
    floor.give_floor(hand=Hand.objects.get().ref, at=after(30), **to)
    floor.moderate(question=Question.objects.get().ref, state="shown", at=after(31), **to)
    show.end_show(at=after(600), **to)
    told = report_for_house(conference_by_slug(conference.slug), by=DIRECTOR, at=after(601))
    assert len(told.questions) == 1

    forget(by=HOUSE, at=OVER - timedelta(seconds=2))
    assert Hand.objects.get().name == guest.name
    forget(by=HOUSE, at=OVER)

    hand, question = Hand.objects.get(), Question.objects.get()
    assert (hand.name, hand.topic, hand.country, hand.state) == ("", "", "DE", "spoke")
    assert (question.name, question.text, question.country) == ("", "", "DE")
    given = LogLine.objects.get(kind="floor.given")
    assert given.facts["name"] == ""
    later = report_for_house(conference_by_slug(conference.slug), by=DIRECTOR, at=OVER)
    assert (later.shown, later.questions) == (told.shown, [])
    assert forget(by=HOUSE, at=OVER) == 0
