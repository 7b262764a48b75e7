"""Votes, polls and reactions: one voice a person, counted many at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocaq.conference.commands import counts, floor, polls
from ocaq.conference.models import Poll, PollOption, Question, QuestionVote, Reaction, Show
from ocaq.conference.queries.channels import channel_of, levels
from ocaq.conference.tests.makers import CREW, DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, asked, go_to, make_floor, register
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_floor()


def test_votes_are_counted_once_a_person_and_can_be_taken_back(conference):
    shown = asked(conference, "One?")
    floor.moderate(slug=conference.slug, question=shown, state="shown", by=CREW, at=after(20))
    here = {"conference": conference.ref, "by": HOUSE, "at": after(30)}

    one, two, three = (register(conference).ref for _ in range(3))

    counts.vote_for_questions(votes=[counts.Vote(one, shown), counts.Vote(one, shown), counts.Vote(two, shown)], **here)
    counts.vote_for_questions(votes=[counts.Vote(one, shown), counts.Vote(two, shown, on=False)], **here)
    answers = counts.vote_for_questions(
        votes=[counts.Vote(three, "nothing"), counts.Vote(three, shown), counts.Vote(three, shown, on=False)], **here
    )

    assert [answer.refused for answer in answers] == ["question-not-shown", "", ""]
    assert Question.objects.get().votes == QuestionVote.objects.count() == 1


def test_a_question_that_waits_takes_no_votes(conference):
    waiting = asked(conference, "One?")

    [answer] = counts.vote_for_questions(
        conference=conference.ref, votes=[counts.Vote(register(conference).ref, waiting)], by=HOUSE, at=after(30)
    )

    assert answer.refused == "question-not-shown"


def test_poll_counts_one_voice_a_person_and_lets_it_change(conference):
    poll, (library, school) = _poll(conference)
    polls.open_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(20))
    here = {"conference": conference.ref, "by": HOUSE, "at": after(30)}
    one, two, three = (register(conference).ref for _ in range(3))

    counts.vote_in_poll(votes=[counts.Vote(one, poll, option=library), counts.Vote(two, poll, option=library)], **here)
    answers = counts.vote_in_poll(
        votes=[
            counts.Vote(one, poll, option=school),
            counts.Vote(one, poll, option=school),
            counts.Vote(three, poll, option="nothing"),
            counts.Vote(three, "another", option=school),
        ],
        **here,
    )

    assert dict(PollOption.objects.values_list("ref", "votes")) == {library: 1, school: 1}
    assert [answer.refused for answer in answers] == ["", "", "poll-option-unknown", "poll-not-open"]


def test_results_are_told_only_while_the_director_wishes(conference):
    poll, (library, school) = _poll(conference)
    to = {"slug": conference.slug, "poll": poll, "by": DIRECTOR, "at": after(20)}
    everybody, directors = channel_of(conference.ref, "public"), channel_of(conference.ref, "crew")

    def told() -> tuple[object, object]:
        public, crew = levels(everybody)["poll"], levels(directors)["poll"]
        return (public and public["options"], crew and crew["options"])

    counted = {library: 5, school: 0}
    polls.open_poll(**to)
    voices = [counts.Vote(register(conference).ref, poll, option=library) for _ in range(5)]
    counts.vote_in_poll(conference=conference.ref, votes=voices, by=HOUSE, at=after(21))
    assert told() == (None, counted)
    polls.show_results(**to)
    assert told() == (counted, counted)
    polls.show_results(on=False, **to)
    assert told() == (None, counted)
    polls.close_poll(**to)
    polls.show_results(**to)
    assert told() == (counted, counted)
    polls.show_results(on=False, **to)
    assert levels(everybody)["poll"] is None  # said, so that screens which have it let it go


def test_polls_open_one_at_a_time_and_close_once(conference):
    poll, _ = _poll(conference)
    other, _ = _poll(conference)

    with pytest.raises(NotPossible, match="poll-never-open"):
        polls.show_results(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(10))
    with pytest.raises(NotPossible, match="poll-not-open"):
        polls.close_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(10))
    polls.open_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(20))
    with pytest.raises(NotPossible, match="poll-other-open"):
        polls.open_poll(slug=conference.slug, poll=other, by=DIRECTOR, at=after(21))
    polls.close_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(22))
    with pytest.raises(NotPossible, match="poll-was-open"):
        polls.open_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(23))
    polls.show_results(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(24))

    assert Poll.objects.get(ref=poll).results_shown
    with pytest.raises(NotFound):
        polls.open_poll(slug=conference.slug, poll="nothing", by=DIRECTOR, at=after(25))
    with pytest.raises(NotAllowed):
        polls.open_poll(slug=conference.slug, poll=other, by=CREW, at=after(25))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"question": {"en": " "}}, "poll-question-missing"),
        ({"options": [{"en": "One"}]}, "poll-options-count"),
        ({"options": [{"en": "One"}, {"en": "ONE"}]}, "poll-options-alike"),
    ],
)
def test_polls_without_sense_are_not_kept(conference, change, code):
    asked = {"question": {"en": "Which?"}, "options": [{"en": "One"}, {"en": "Two"}], **change}

    with pytest.raises(NotValid, match=code):
        polls.create_poll(slug=conference.slug, by=DIRECTOR, at=after(5), **asked)


def test_reactions_belong_to_the_item_on_stage(conference):
    here = {"conference": conference.ref, "by": HOUSE, "at": after(30)}
    one, two = (register(conference).ref for _ in range(2))

    counts.react(votes=[counts.Vote(one, "applause"), counts.Vote(one, "applause"), counts.Vote(two, "thanks")], **here)
    counts.react(votes=[counts.Vote(two, "thanks", on=False)], **here)

    assert list(Reaction.objects.values_list("participant", "kind", "item")) == [
        (one, "applause", Show.objects.get().current_id)
    ]


def test_a_reaction_that_waited_for_its_line_goes_to_whom_it_was_meant(conference):
    person = register(conference).ref
    spoke = Show.objects.get().current
    go_to(conference, "speech", 60)
    comes = conference.items.get(kind="medals")
    here = {"conference": conference.ref, "by": HOUSE, "at": after(61)}

    answers = counts.react(
        votes=[
            counts.Vote(person, "applause", item=spoke.ref),
            counts.Vote(person, "thanks", item=Show.objects.get().current.ref),
            counts.Vote(person, "agree", item=comes.ref),
            counts.Vote(person, "agree", item="nothing"),
        ],
        **here,
    )

    assert [answer.refused for answer in answers] == ["", "", "reaction-to-nothing", "reaction-to-nothing"]
    assert dict(Reaction.objects.values_list("kind", "item")) == {
        "applause": spoke.pk,
        "thanks": Show.objects.get().current_id,
    }


@pytest.mark.parametrize("gone", ["withdrawn", "draft", "erased"])
def test_whoever_withdrew_has_no_voice_until_their_ticket_ends(conference, gone):
    shown = asked(conference, "One?")
    floor.moderate(slug=conference.slug, question=shown, state="shown", by=CREW, at=after(20))
    poll, (library, _) = _poll(conference)
    polls.open_poll(slug=conference.slug, poll=poll, by=DIRECTOR, at=after(20))
    stays, went = register(conference), register(conference)
    here = {"conference": conference.ref, "by": HOUSE, "at": after(30)}
    if gone == "erased":
        went.delete()
    else:
        type(went).objects.filter(pk=went.pk).update(state=gone)

    answers = [
        counts.vote_for_questions(votes=[counts.Vote(who.ref, shown) for who in (went, stays)], **here),
        counts.vote_in_poll(votes=[counts.Vote(who.ref, poll, option=library) for who in (went, stays)], **here),
        counts.react(votes=[counts.Vote(who.ref, "applause") for who in (went, stays)], **here),
    ]

    assert [[answer.refused for answer in pair] for pair in answers] == [["register-first", ""]] * 3
    assert (Question.objects.get().votes, PollOption.objects.get(ref=library).votes) == (1, 1)
    assert list(Reaction.objects.values_list("participant", flat=True)) == [stays.ref]


@pytest.mark.parametrize("many", [2, 120])
def test_batches_cost_the_same_however_many_vote(conference, many):
    shown = asked(conference, "One?")
    floor.moderate(slug=conference.slug, question=shown, state="shown", by=CREW, at=after(20))
    votes = [counts.Vote(register(conference).ref, shown) for _ in range(many)]

    with CaptureQueriesContext(connection) as queries:
        counts.vote_for_questions(conference=conference.ref, votes=votes, by=HOUSE, at=after(30))

    assert len(queries) <= 6
    assert Question.objects.get().votes == many


def _poll(conference) -> tuple[str, list[str]]:
    options = [{"en": "Library"}, {"en": "School"}]
    act = polls.create_poll(
        slug=conference.slug, question={"en": "Which first?"}, options=options, by=DIRECTOR, at=after(5)
    )
    return act.ref, list(
        PollOption.objects.filter(poll__ref=act.ref).order_by("position").values_list("ref", flat=True)
    )
