"""An evening in which something was not done must not pass, however well the rest was counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from ocaq.rehearsal import cli
from ocaq.rehearsal.demands import INCIDENTS, Cut
from ocaq.rehearsal.desk import Desk
from ocaq.rehearsal.director import ShowRun
from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.outcome import Outcome, settle
from ocaq.rehearsal.people import Habits, Person
from ocaq.rehearsal.truth import DeedAnswered, Line, Truth
from ocaq.rehearsal.verdict import Claims

PEOPLE, EVENTS, CUE = 20, 50, 10
HABITS = Habits(
    votes=1, reacts=1, raises_hand=True, asks=True, drops=0.1, leaves_and_returns=True, goes_early=False, repeats=True,
    oversteps=True,
)  # fmt: skip


@dataclass
class Somebody:
    """What the outcome asks of a guest."""

    person: Person
    truth: Truth
    lines: list[Line]
    left: list[object] = field(default_factory=list)

    def does(self, kind: str, refused: str | None = None, **body: object) -> None:
        key = f"{self.person.number}.{len(self.truth.deeds)}"
        self.truth.deeds.append(DeedAnswered(kind, key, 409 if refused else 201, refused, key, body, 1, 0.0))


@dataclass
class Evening:
    guests: list[Somebody]
    hall: Hall = field(default_factory=Hall)
    run: ShowRun = field(default_factory=lambda: ShowRun({CUE: CUE - 0.1}, happened=sorted(INCIDENTS)))
    desks: list[Desk] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    cuts_planned: int = 1


def guest(number: int, hall: Hall) -> Somebody:
    person = Person(number, "A name", "DE", "school", "en", "stream", 1, 0.5, HABITS, 1)
    truth = Truth(number, "DE", "school", 1, registered=True)
    truth.beat(0, sent=0, done=0)
    truth.left(0, sent=50, done=50)
    line = Line(number, "en", "stream", 0, 0.5)
    one = Somebody(person, truth, [line], [object()])
    for event in range(1, EVENTS + 1):
        hall.saw(line, event, b'{"seq":%d,"kind":"x","patch":{}}' % event, float(event))
    line.went_dark(20.2)
    line.came_back(20.4)
    one.does("question", text="?")
    one.does("question-vote", question="q", on=True)
    one.does("poll-vote", poll="p", option="o")
    one.does("reaction", reaction="applause")
    one.does("hand", topic="")
    one.does("question", refused="rests-anthem", text="?")
    truth.deeds.append(truth.deeds[0])
    return one


def evening() -> Evening:
    hall = Hall()
    hall.begin({"seq": 0})
    made = Evening([guest(number, hall) for number in range(PEOPLE)], hall)
    made.cuts.append(Cut(20.1, [line for one in made.guests for line in one.lines]))
    return made


def outcome(held: Evening) -> Outcome:
    """Return what came of it when the product counts all of it right."""
    truths = [one.truth for one in held.guests]

    def done(kind: str, by: str = "") -> Counter[str]:
        keys = {deed.key: str(deed.body.get(by, "")) for truth in truths for deed in truth.deeds if deed.kind == kind
                and deed.refused is None}  # fmt: skip
        return Counter(keys.values())

    here = sum(bool(truth.stays) for truth in truths)
    claims = Claims(
        persons=Counter({("DE", "school"): here}),
        registered=Counter({("DE", "school"): sum(truth.registered for truth in truths)}),
        person_minutes={"DE": here * 50 / 60},
        question_votes=done("question-vote", "question"),
        poll_votes=done("poll-vote", "option"),
        questions=done("question").total(),
        hands=done("hand").total(),
        reactions=done("reaction", "reaction"),
    )
    return settle(
        guests=held.guests, desks=held.desks, hall=held.hall, run=held.run, claims=claims, ran=[], statuses={},  # type: ignore[arg-type]
        requests=0, took_s=60, end=60, cuts=held.cuts, cuts_planned=held.cuts_planned, server_errors=[],
        server_cpu_s=None,
    )  # fmt: skip


def status_of(held: Evening, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(cli, "_rehearse", lambda _options: outcome(held))
    return cli.main(["--people", "20", "--countries", "1"])


def test_an_evening_as_it_should_be_passes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(evening(), monkeypatch) == 0
    assert "people who asked: 20, at least 8" in capsys.readouterr().out


def without(kind: str) -> Callable[[Evening], None]:
    def change(held: Evening) -> None:
        for one in held.guests:
            one.truth.deeds = [deed for deed in one.truth.deeds if deed.kind != kind or deed.refused]

    return change


def one_does_not_register(held: Evening) -> None:
    held.guests[0].truth.registered = False


def one_stays_outside(held: Evening) -> None:
    held.guests[0].truth.stays.clear()


def nobody_follows(held: Evening) -> None:
    for one in held.guests:
        one.lines = []
    held.cuts, held.cuts_planned = [], 0


def all_come_at_the_end(held: Evening) -> None:
    for one in held.guests:
        for line in one.lines:
            line.start = EVENTS - 5
            del line.numbers[: EVENTS - 5], line.times[: EVENTS - 5]


def much_by_snapshot(held: Evening) -> None:
    for one in held.guests[:5]:
        line = one.lines[0]
        del line.numbers[30:], line.times[30:]
        line.reloaded(EVENTS)


def slow(held: Evening) -> None:
    for one in held.guests:
        one.lines[0].times[CUE - 1] += 11
        one.lines[0].dark.clear()
    held.cuts, held.cuts_planned = [], 0


def no_cue_measured(held: Evening) -> None:
    held.run.sent_at.clear()


def nobody_returns(held: Evening) -> None:
    for one in held.guests:
        one.left.clear()


def nobody_loses_the_line(held: Evening) -> None:
    held.cuts, held.cuts_planned = [], 0
    for one in held.guests:
        one.lines[0].dark.clear()


def nobody_repeats(held: Evening) -> None:
    for one in held.guests:
        one.truth.deeds.pop()


def no_ceremony_holds_back(held: Evening) -> None:
    for one in held.guests:
        one.truth.deeds = [deed for deed in one.truth.deeds if not deed.refused]


def refused_for_no_good_reason(held: Evening) -> None:
    held.guests[0].does("hand", refused="try-again")


def many_refused_late(held: Evening) -> None:
    for one in held.guests:
        one.does("poll-vote", refused="poll-not-open", poll="p", option="o")


def polite_people_are_held_back(held: Evening) -> None:
    for one in held.guests:
        one.person = replace(one.person, habits=replace(HABITS, oversteps=False))


def no_hold(held: Evening) -> None:
    held.run.happened.remove("hold")


def acts_refused(held: Evening) -> None:
    desk = Desk(None, "director", seed=1)  # type: ignore[arg-type]
    desk.acts, desk.refused = 10, [("moderate", "question-not-movable")]
    held.desks.append(desk)


def no_power_cut(held: Evening) -> None:
    held.cuts.clear()


def a_cut_nobody_felt(held: Evening) -> None:
    held.cuts[0] = Cut(30.0, held.cuts[0].held)


def few_come_back(held: Evening) -> None:
    for line in held.cuts[0].held[:5]:
        line.dark[-1] = (20.2, float("inf"))


@pytest.mark.parametrize(
    ("change", "unmet"),
    [
        (one_does_not_register, "people registered: 19"),
        (one_stays_outside, "people who came in: 19"),
        (nobody_follows, "people who followed: 0"),
        (all_come_at_the_end, "events delivered: 100"),
        (much_by_snapshot, "events taken by snapshot: 100"),
        (slow, "ms from cue to page, p99: 111"),
        (no_cue_measured, "ms from cue to page, p99: inf"),
        (without("question"), "people who asked: 0"),
        (without("question-vote"), "people who voted on questions: 0"),
        (without("poll-vote"), "people who gave a voice in a poll: 0"),
        (without("reaction"), "people who reacted: 0"),
        (without("hand"), "people who raised a hand: 0"),
        (nobody_returns, "people who left and returned: 0"),
        (nobody_loses_the_line, "people who lost the line and came back: 0"),
        (nobody_repeats, "people who sent something twice: 0"),
        (no_ceremony_holds_back, "people whom a ceremony held back: 0"),
        (refused_for_no_good_reason, "deeds refused with try-again: 1"),
        (many_refused_late, "deeds refused because they came late: 20"),
        (polite_people_are_held_back, "deeds refused because they came late: 20"),
        (no_hold, "kinds of what happens to a show: 13"),
        (acts_refused, "acts refused: 1"),
        (no_power_cut, "power cuts in mid-show: 0"),
        (a_cut_nobody_felt, "streams broken by the power cut: 0"),
        (few_come_back, "streams back after the power cut: 15"),
    ],
)
def test_what_was_not_done_ends_with_one(
    change: Callable[[Evening], None], unmet: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = evening()
    change(held)

    assert status_of(held, monkeypatch) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if "FAULT" in line]
    assert [line for line in told if unmet in line], told


def test_an_evening_in_which_nothing_happened_at_all_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    held = evening()
    for one in held.guests:
        one.truth.deeds.clear()
        one.lines = []
        one.left.clear()
    held.cuts, held.cuts_planned = [], 0

    assert status_of(held, monkeypatch) == 1
    assert [fault for fault in outcome(held).faults if not fault.startswith("not as demanded: ")] == []
