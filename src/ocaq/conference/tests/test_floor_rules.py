"""The written rule of the floor, the modes of the hall, the clock of the show: as properties."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.conference.models import Item
from ocaq.conference.rules import floor, modes, show
from ocaq.conference.rules.modes import Mode, mode_of, refusal_of_deed

NOON = datetime(2026, 12, 19, 12, 0, tzinfo=UTC)
COUNTRIES = st.sampled_from(["DE", "KZ", "TR", "US"])


@st.composite
def queues(draw):
    count = draw(st.integers(0, 12))
    hands = [
        floor.Raised(
            f"h{n}",
            f"p{n}",
            draw(COUNTRIES),
            draw(st.sampled_from(["raised", "raised", "raised", "called", "speaking"])),
            draw(st.sampled_from([60, 120, 180])),
            NOON + timedelta(seconds=draw(st.integers(0, 600))),
        )
        for n in range(count)
    ]
    heard = draw(st.dictionaries(COUNTRIES, st.integers(0, 900)))
    spoken = draw(st.sets(st.sampled_from([hand.participant for hand in hands]))) if hands else set()
    return hands, heard, spoken


@given(queues())
def test_queue_holds_everybody_once_and_never_puts_who_spoke_before_who_did_not(queue):
    hands, heard, spoken = queue

    order = floor.queue_order(hands, heard_s=heard, spoken=spoken)

    by_ref = {hand.ref: hand for hand in hands}
    assert sorted(order) == sorted(by_ref)
    ranks = [
        (
            ["speaking", "called", "raised"].index(by_ref[ref].state),
            by_ref[ref].state == "raised" and by_ref[ref].participant in spoken,
        )
        for ref in order
    ]
    assert ranks == sorted(ranks)


@given(queues())
def test_queue_gives_each_turn_to_the_country_least_heard(queue):
    hands, heard, _ = queue
    raised = [hand for hand in hands if hand.state == "raised"]
    seconds = dict.fromkeys((hand.country for hand in raised), 0) | heard

    order = floor.queue_order(raised, heard_s=heard, spoken=set())

    waiting = {hand.ref: hand for hand in raised}
    for ref in order:
        hand = waiting.pop(ref)
        alike = [other for other in waiting.values() if seconds[other.country] == seconds[hand.country]]
        assert all(seconds[hand.country] <= seconds[other.country] for other in waiting.values())
        assert all((hand.raised_at, hand.ref) <= (other.raised_at, other.ref) for other in alike)
        seconds[hand.country] += hand.budget_s


def test_queue_takes_countries_in_turn():
    hands = [
        floor.Raised("d1", "a", "DE", "raised", 120, NOON),
        floor.Raised("d2", "b", "DE", "raised", 120, NOON + timedelta(seconds=1)),
        floor.Raised("k1", "c", "KZ", "raised", 120, NOON + timedelta(seconds=2)),
    ]

    assert floor.queue_order(hands, heard_s={}, spoken=set()) == ["d1", "k1", "d2"]


@pytest.mark.parametrize("kind", Item.Kind.values)
def test_every_kind_has_a_mode_and_every_mode_holds_back_by_rule(kind):
    mode = mode_of(kind)
    held = {
        deed
        for deed in (*modes.SPEAKING_DEEDS, "reaction")
        if refusal_of_deed(deed=deed, phase="on_air", mode=mode) is not None
    }

    expected = {
        Mode.OPEN: set(),
        Mode.PRESENTATION: set(modes.SPEAKING_DEEDS),
    }.get(mode, {*modes.SPEAKING_DEEDS, "reaction"})
    assert held == expected


@pytest.mark.parametrize("deed", ["present", "leave", "hand-down"])
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("phase", list(show.Phase))
def test_being_there_leaving_and_lowering_a_hand_are_never_held_back(deed, mode, phase):
    assert refusal_of_deed(deed=deed, phase=phase, mode=mode, floor_open=False, questions_open=False) is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"deed": "question", "phase": "before"}, "doors-closed"),
        ({"deed": "question", "phase": "ended"}, "show-ended"),
        ({"deed": "question", "phase": "on_air", "questions_open": False}, "questions-closed"),
        ({"deed": "hand", "phase": "on_air", "floor_open": False}, "floor-closed"),
        ({"deed": "reaction", "phase": "doors"}, "nothing-on-stage"),
        ({"deed": "hand", "phase": "on_air", "mode": Mode.ANTHEM}, "rests-anthem"),
        ({"deed": "reaction", "phase": "on_air", "mode": Mode.SILENCE}, "rests-silence"),
        ({"deed": "poll-vote", "phase": "held", "mode": Mode.SCREENING}, "rests-screening"),
        ({"deed": "question-vote", "phase": "on_air", "mode": Mode.PRESENTATION}, "rests-presentation"),
    ],
)
def test_refusal_of_deed_says_why(asked, code):
    assert refusal_of_deed(**{"mode": Mode.OPEN, **asked}) == code


@pytest.mark.parametrize("act", show.PHASES_OF_ACT)
@pytest.mark.parametrize("phase", list(show.Phase))
def test_acts_are_refused_outside_their_phases(act, phase):
    refusal = show.refusal_of_act(act=act, phase=phase)

    assert (refusal is None) == (phase in show.PHASES_OF_ACT[act])


@st.composite
def rundowns(draw):
    cues, clock = [], NOON
    for n in range(draw(st.integers(1, 12))):
        length = draw(st.integers(5, 1800))
        fixed = clock + timedelta(seconds=draw(st.integers(0, 900))) if draw(st.integers(0, 4)) == 0 else None
        clock = (fixed or clock) + timedelta(seconds=length)
        inserted = draw(st.booleans()) if n else False
        cues.append(show.Cue(f"i{n}", length, fixed, draw(st.booleans()), inserted and fixed is None, ran=False))
    return cues


@given(rundowns(), st.integers(-600, 3600), st.integers(0, 300))
def test_expected_starts_honour_fixed_ones_and_let_free_time_absorb_lateness(cues, late, held):
    stage = show.OnStage(cues[0].ref, NOON + timedelta(seconds=late), cues[0].length_s, held)

    starts, end = show.expected_starts(cues, starts_at=NOON, on_stage=stage)

    coming = show.to_come(cues, cues[0].ref)
    assert list(starts) == [cue.ref for cue in coming]
    clock = stage.ends_at
    for cue in coming:
        assert starts[cue.ref] == (max(clock, cue.fixed_at) if cue.fixed_at else clock)
        clock = starts[cue.ref] + timedelta(seconds=cue.length_s)
    assert end == clock


@given(rundowns())
def test_numbers_grow_and_those_of_the_plan_never_move(cues):
    numbers = list(show.numbers(cues).values())

    assert numbers == sorted(set(numbers))
    assert [n for n in numbers if n == int(n) and n > 0][: len(cues)] == list(
        range(1, 1 + sum(not cue.inserted for cue in cues))
    )


def test_plan_keeps_the_times_of_the_first_go_when_something_is_inserted():
    cues = [show.Cue("a", 60), show.Cue("b", 60)]
    plan = show.plan_of(cues, starts_at=NOON)

    told = show.with_inserted(plan, [cues[0], show.Cue("x", 300, inserted=True), cues[1]], starts_at=NOON)

    assert told == {
        "a": (NOON, 60),
        "x": (NOON + timedelta(seconds=60), 0),
        "b": (NOON + timedelta(seconds=60), 60),
    }


@pytest.mark.parametrize(
    ("state", "to", "code"),
    [
        ("waiting", "shown", None),
        ("waiting", "answered", "question-not-movable"),
        ("shown", "taken", None),
        ("taken", "answered", None),
        ("answered", "waiting", "question-not-movable"),
        ("shown", "shown", "question-not-movable"),
        ("declined", "shown", None),
    ],
)
def test_questions_move_only_as_the_table_says(state, to, code):
    assert floor.refusal_to_moderate(state=state, to=to) == code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["a"], "poll-options-count"),
        (["a", "A"], "poll-options-alike"),
        ("abcdefghi", "poll-options-count"),
        ("ab", None),
    ],
)
def test_refusal_of_options(options, code):
    assert floor.refusal_of_options(list(options)) == code
