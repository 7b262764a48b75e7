"""The floor, questions, crew and words: every act's ways out."""

import pytest
from django.db.models import Q

from ocaq.accounts.models import User
from ocaq.conference.commands import counts, crew, deeds, floor, show, words
from ocaq.conference.models import (
    Hand,
    Item,
    LogLine,
    Question,
    Readiness,
    Show,
    SpeakerMessage,
    Words,
)
from ocaq.conference.queries.channels import channel_of, snapshot
from ocaq.conference.queries.console import crew_state
from ocaq.conference.queries.patches import in_language
from ocaq.conference.queries.room import queue
from ocaq.conference.queries.speaker import speaker_state
from ocaq.conference.tests.makers import CREW, DIRECTOR, HOUSE, STRANGER
from ocaq.conference.tests.show_makers import after, asked, go_to, make_floor, make_open, register
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor, Grant
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.live.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_floor()


def test_raised_hands_stand_in_the_order_of_the_rule(conference):
    people = [register(conference, name, country) for name, country in (("A", "DE"), ("B", "DE"), ("C", "KZ"))]

    answers = _raise(conference, people, 10)

    assert all(answer.is_done for answer in answers)
    assert [hand.name for hand in queue(conference.pk).values()] == ["A", "C", "B"]


def test_raising_twice_is_refused_and_lowering_takes_away(conference):
    person = register(conference)
    _raise(conference, [person], 10)

    again = _raise(conference, [person], 11)
    lowered = deeds.lower_hands(conference=conference.ref, deeds=[_deed(person)], by=HOUSE, at=after(12))
    none_left = deeds.lower_hands(conference=conference.ref, deeds=[_deed(person)], by=HOUSE, at=after(13))

    assert (again[0].refused, lowered[0].is_done, none_left[0].refused) == ("hand-up-already", True, "no-hand-up")
    assert queue(conference.pk) == {}


def test_giving_the_floor_ends_the_turn_before_and_counts_its_seconds(conference):
    first, second = (register(conference, name, country) for name, country in (("A", "DE"), ("B", "KZ")))
    a, b = (answer.ref for answer in _raise(conference, [first, second], 10))

    floor.call_hand(slug=conference.slug, hand=a, by=CREW, at=after(20))
    floor.give_floor(slug=conference.slug, hand=a, by=DIRECTOR, at=after(30))
    floor.give_floor(slug=conference.slug, hand=b, by=DIRECTOR, at=after(100))
    floor.end_turn(slug=conference.slug, hand=b, by=DIRECTOR, at=after(130))

    assert list(Hand.objects.order_by("pk").values_list("state", "started_at", "ended_at")) == [
        ("spoke", after(30), after(100)),
        ("spoke", after(100), after(130)),
    ]
    assert LogLine.objects.get(kind="turn.ended").facts == {"name": "B", "seconds": 30}
    # The hall shows these signs beside names, and what strangers read is kept for ever.
    assert not Entry.objects.filter(Q(body__contains=a) | Q(body__contains=b)).exists()


def test_who_has_spoken_stands_behind_who_has_not(conference):
    spoke, fresh = (register(conference, name, country) for name, country in (("A", "DE"), ("B", "KZ")))
    [hand] = _raise(conference, [spoke], 10)
    floor.give_floor(slug=conference.slug, hand=hand.ref, by=DIRECTOR, at=after(20))
    floor.end_turn(slug=conference.slug, hand=hand.ref, by=DIRECTOR, at=after(25))

    _raise(conference, [spoke], 30)
    _raise(conference, [fresh], 40)

    assert [row.name for row in queue(conference.pk).values()] == ["B", "A"]


def test_going_on_ends_the_turn_and_undo_gives_it_back(conference):
    [hand] = _raise(conference, [register(conference)], 10)
    floor.give_floor(slug=conference.slug, hand=hand.ref, by=DIRECTOR, at=after(20))

    show.go(slug=conference.slug, by=DIRECTOR, at=after(50))
    assert Hand.objects.get().state == "spoke"
    show.undo_go(slug=conference.slug, by=DIRECTOR, at=after(52))

    assert Hand.objects.values_list("state", "ended_at").get() == ("speaking", None)


def test_undo_leaves_the_floor_to_one_person(conference):
    a, b = (answer.ref for answer in _raise(conference, [register(conference, n, "DE") for n in "AB"], 10))
    floor.give_floor(slug=conference.slug, hand=a, by=DIRECTOR, at=after(20))
    show.go(slug=conference.slug, by=DIRECTOR, at=after(50))
    floor.give_floor(slug=conference.slug, hand=b, by=DIRECTOR, at=after(52))

    show.undo_go(slug=conference.slug, by=DIRECTOR, at=after(54))

    assert dict(Hand.objects.values_list("name", "state")) == {"A": "speaking", "B": "raised"}


def test_who_withdrew_has_no_voice_though_the_ticket_lives(conference):
    person = register(conference)
    person.state = "withdrawn"
    person.save()

    [hand] = _raise(conference, [person], 10)
    [question] = deeds.ask_questions(
        conference=conference.ref, deeds=[_deed(person, text="When?")], by=HOUSE, at=after(11)
    )

    assert (hand.refused, question.refused) == ("register-first", "register-first")
    assert not Hand.objects.exists()
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (floor.call_hand, "hand-not-raised"),
        (floor.give_floor, "hand-not-raised"),
        (floor.end_turn, "hand-not-speaking"),
        (floor.dismiss_hand, "hand-not-raised"),
    ],
)
def test_acts_on_a_hand_that_is_down_are_refused(conference, act, code):
    person = register(conference)
    [hand] = _raise(conference, [person], 10)
    deeds.lower_hands(conference=conference.ref, deeds=[_deed(person)], by=HOUSE, at=after(11))

    with pytest.raises(NotPossible, match=code):
        act(slug=conference.slug, hand=hand.ref, by=DIRECTOR, at=after(12))
    with pytest.raises(NotFound, match="not-found"):
        act(slug=conference.slug, hand="nobody", by=DIRECTOR, at=after(12))
    with pytest.raises(NotAllowed, match="not-allowed"):
        act(slug=conference.slug, hand=hand.ref, by=STRANGER, at=after(12))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("anthem", "rests-anthem"),
        ("silence", "rests-silence"),
        ("film", "rests-screening"),
        ("medals", "rests-presentation"),
    ],
)
def test_deeds_rest_by_the_mode(conference, kind, code):
    person = register(conference)
    go_to(conference, kind, 60)
    here = {"conference": conference.ref, "by": HOUSE, "at": after(61)}
    vote = counts.Vote(person.ref, "applause")

    refused = [
        deeds.ask_questions(deeds=[_deed(person, "Why?")], **here)[0].refused,
        deeds.raise_hands(deeds=[_deed(person)], **here)[0].refused,
        counts.vote_for_questions(votes=[vote], **here)[0].refused,
        counts.vote_in_poll(votes=[vote], **here)[0].refused,
        counts.react(votes=[vote], **here)[0].refused or "done",
    ]

    assert refused == [code] * 4 + ["done" if kind == "medals" else code]


def test_questions_wait_for_the_moderator_and_are_told_to_the_crew_alone(conference):
    person = register(conference, "Aynur Ləkili")
    public = Event.objects.filter(channel=f"conference/{conference.ref}/public").count()

    [answer, empty] = deeds.ask_questions(
        conference=conference.ref, deeds=[_deed(person, " When? "), _deed(person, "\u202e ")], by=HOUSE, at=after(5)
    )

    assert Question.objects.values_list("ref", "text", "name", "state").get() == (
        answer.ref,
        "When?",
        "Aynur Ləkili",
        "waiting",
    )
    assert empty.refused == "question-empty"
    assert Event.objects.filter(channel=f"conference/{conference.ref}/public").count() == public
    assert Event.objects.filter(channel=f"conference/{conference.ref}/crew", kind="question.asked").count() == 1


def test_moderating_shows_takes_and_answers_one_after_the_other(conference):
    first, second = (asked(conference, text) for text in ("One?", "Two?"))
    for ref in (first, second):
        floor.moderate(slug=conference.slug, question=ref, state="shown", by=CREW, at=after(20))

    floor.moderate(slug=conference.slug, question=first, state="taken", by=CREW, at=after(30))
    floor.moderate(slug=conference.slug, question=second, state="taken", by=CREW, at=after(40))

    assert dict(Question.objects.values_list("ref", "state")) == {first: "answered", second: "taken"}
    assert not Entry.objects.filter(Q(body__contains=first) | Q(body__contains=second)).exists()
    with pytest.raises(NotPossible, match="question-not-movable"):
        floor.moderate(slug=conference.slug, question=second, state="declined", by=CREW, at=after(50))
    with pytest.raises(NotAllowed):
        floor.moderate(slug=conference.slug, question=second, state="answered", by=STRANGER, at=after(50))
    with pytest.raises(NotFound):
        floor.moderate(slug=conference.slug, question="nothing", state="shown", by=CREW, at=after(50))


def test_standby_asks_the_departments_with_a_cue_and_they_answer(conference):
    item = conference.items.get(position=5)
    item.cues = {"stream": "Close on the speaker", "captions": "As heard"}
    item.save()

    show.set_standby(slug=conference.slug, item=item.ref, by=DIRECTOR, at=after(40))
    crew.set_light(slug=conference.slug, item=item.ref, department="stream", state="ready", by=CREW, at=after(41))
    crew.nudge(slug=conference.slug, item=item.ref, department="captions", by=DIRECTOR, at=after(42))

    assert list(
        Readiness.objects.filter(item=item).order_by("department").values_list("department", "state", "nudged_at")
    ) == [("captions", "asked", after(42)), ("stream", "ready", None)]
    with pytest.raises(NotValid, match="department-unknown"):
        crew.set_light(slug=conference.slug, item=item.ref, department="kitchen", state="ready", by=CREW, at=after(43))
    with pytest.raises(NotValid, match="light-unknown"):
        crew.set_light(slug=conference.slug, item=item.ref, department="stream", state="asked", by=CREW, at=after(43))
    with pytest.raises(NotAllowed):
        crew.set_light(
            slug=conference.slug, item=item.ref, department="stream", state="ready", by=STRANGER, at=after(43)
        )
    with pytest.raises(NotAllowed):
        crew.nudge(slug=conference.slug, item=item.ref, department="stream", by=CREW, at=after(43))


@pytest.mark.parametrize("told", [crew_state, speaker_state])
def test_a_message_sent_by_a_key_is_read_in_the_readers_language(conference, told):
    crew.show_message(slug=conference.slug, text="message.two_minutes", by=DIRECTOR, at=after(40))
    read = {language: in_language(told(conference.pk), language)["message"]["text"] for language in ("en", "az", "ru")}
    assert read["en"] == "Two minutes left"
    assert len(set(read.values())) == 3

    crew.show_message(slug=conference.slug, text="Please end", by=DIRECTOR, at=after(50))
    assert in_language(told(conference.pk), "az")["message"]["text"] == "Please end"


def test_a_message_stands_on_the_speakers_screen_until_taken_off(conference):
    crew.show_message(slug=conference.slug, text="Two minutes left", by=DIRECTOR, at=after(40))
    crew.show_message(slug=conference.slug, text="Please end", by=DIRECTOR, at=after(50))
    message = SpeakerMessage.objects.get(removed_at=None)

    crew.message_seen(slug=conference.slug, message=message.pk, by=CREW, at=after(52))
    crew.message_seen(slug=conference.slug, message=message.pk, by=CREW, at=after(55))

    message.refresh_from_db()
    assert (message.text, message.seen_at) == ("Please end", after(52))
    crew.remove_message(slug=conference.slug, by=DIRECTOR, at=after(60))
    with pytest.raises(NotPossible, match="message-gone"):
        crew.message_seen(slug=conference.slug, message=message.pk, by=CREW, at=after(61))
    with pytest.raises(NotPossible, match="message-gone"):
        crew.remove_message(slug=conference.slug, by=DIRECTOR, at=after(62))
    with pytest.raises(NotValid, match="message-empty"):
        crew.show_message(slug=conference.slug, text=" ", by=DIRECTOR, at=after(63))
    with pytest.raises(NotValid, match="text-too-long"):
        crew.show_message(slug=conference.slug, text="x" * 201, by=DIRECTOR, at=after(63))


def test_words_are_said_once_a_key_and_name_nobody_in_the_evidence(conference):
    for _ in range(2):
        words.say_words(slug=conference.slug, text="Dear friends", language="en", by=CREW, at=after(10), key="w1")

    assert Words.objects.count() == 1
    assert "Dear" not in str(Entry.objects.get(kind="conference.words.said").facts)
    with pytest.raises(NotValid, match="words-empty"):
        words.say_words(slug=conference.slug, text=" ", language="en", by=CREW, at=after(11))
    with pytest.raises(NotValid, match="not-a-language-of-conference"):
        words.say_words(slug=conference.slug, text="Hej", language="sv", by=CREW, at=after(11))
    with pytest.raises(NotValid, match="text-too-long"):
        words.say_words(slug=conference.slug, text="x" * 501, language="en", by=CREW, at=after(11))
    with pytest.raises(NotAllowed):
        words.say_words(slug=conference.slug, text="Hi", language="en", by=STRANGER, at=after(11))


def test_who_writes_the_words_is_told_to_the_crew_alone(conference):
    writer = User.objects.create_user("captions@example.org", name="Leyla Q.")
    by = Actor(f"user:{writer.pk}", frozenset({Grant("crew")}))

    for second, text in ((10, "Dear friends"), (12, "we begin.")):
        words.say_words(slug=conference.slug, text=text, language="en", by=by, at=after(second))
    go_to(conference, "speech", 60)
    words.say_words(slug=conference.slug, text="Thank you.", language="en", by=by, at=after(61))

    assert set(Words.objects.values_list("by", flat=True)) == {by.ref}
    lines = LogLine.objects.filter(kind="words.begun").order_by("pk")
    assert [line.facts["number"] for line in lines] == [_number_of("address"), _number_of("speech")]
    told = {name: snapshot(channel_of(conference.ref, name), "en").decode() for name in ("public", "speaker", "crew")}
    assert "Leyla Q. writes the captions of item" in told["crew"]
    assert "Leyla" not in told["public"] + told["speaker"]
    public = Event.objects.filter(channel=channel_of(conference.ref, "public")).values_list("body", flat=True)
    assert not [body for body in public if "Leyla" in str(body) or by.ref in str(body)]


def test_words_before_the_first_item_have_their_writer_in_the_log():
    conference = make_open()

    words.say_words(slug=conference.slug, text="Welcome", language="en", by=CREW, at=after(-60))

    assert LogLine.objects.filter(kind="words.begun_early", by=CREW.ref).count() == 1


def _number_of(kind: str) -> str:
    return str(Item.objects.filter(kind=kind).order_by("position").first().position + 1)


def test_a_line_of_the_script_is_said_in_every_language_once(conference):
    item = Show.objects.get().current
    item.script = {"en": "One\n\nTwo", "az": "Bir\nİki"}
    item.save()

    for _ in range(2):
        words.say_line(slug=conference.slug, item=item.ref, line=1, by=CREW, at=after(10))

    assert sorted(Words.objects.values_list("language", "text")) == [("az", "İki"), ("en", "Two")]
    with pytest.raises(NotPossible, match="script-over"):
        words.say_line(slug=conference.slug, item=item.ref, line=2, by=CREW, at=after(11))
    with pytest.raises(NotFound, match="no-such-item"):
        words.say_line(slug=conference.slug, item="nothing", line=0, by=CREW, at=after(11))


def _deed(person, text: str = "A shared summer school") -> deeds.Deed:
    return deeds.Deed(person.ref, f"key-{person.ref}-{Hand.objects.count()}-{text}"[:60], person.country, "en", text)


def _raise(conference, people, second: float):
    return deeds.raise_hands(
        conference=conference.ref, deeds=[_deed(one) for one in people], by=HOUSE, at=after(second)
    )
