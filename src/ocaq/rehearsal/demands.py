"""What an evening must have been before its counts say anything: everybody there, every kind of deed done, few refused.

Where nothing happens nothing is lost. These are the thresholds, all of them, each with its reason; they are judged by
what people themselves did and were answered, never by what the server says of itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import floor, inf

from ocaq.rehearsal.people import Habits, Person
from ocaq.rehearsal.truth import Line, Truth
from ocaq.rehearsal.verdict import Delivery

# Of the people who come: whoever cannot get in is lost before the first event.
ALL = 1.0
# Of those with a script, how many received something: a few of those who go early leave before anything is said.
LEAST_FOLLOWING = 0.95
# Of all events times all who follow: who comes late misses a third at most, who goes early may miss all.
LEAST_HEARD = 0.6
# Of all events due: a snapshot in place of events hides whether they would have come. A power cut makes none necessary.
MOST_BY_SNAPSHOT = 0.01
# Of those with a habit: chance and a short show leave some of them no time.
LEAST_OF_THE_WILLING = 0.5
# So many of any group are left to chance, lest a small rehearsal fails by it.
UNLUCKY = 3
# Of those whose line drops now and then, so seldom that a short show spares most of them.
LEAST_DROPPED = 0.2
# Of everybody with a script who was there while the poll was open; it stays open for two items.
LEAST_VOICES = 0.3
# Of everybody with a script: votes and applause need nothing but a moment.
LEAST_VOTES = 0.5
# Deeds for each person: fewer than one for two people is a hall that is asleep.
LEAST_DEEDS = 0.5
# Of all deeds, refused because the show went on while they were on their way.
MOST_LATE = 0.03
# Of what the crew did: a turn that the next cue ended needs no ending, two may reach for one question.
MOST_ACTS_REFUSED = 0.05
# Of the streams held at a power cut, how many broke, and came back: else none was rehearsed. Some leave meanwhile.
LEAST_BROKEN = 0.8
# A cue that takes longer comes after what it announced. Far more than is promised: other jobs may share the machine.
MOST_P99_MS = 10_000.0

RESTS = frozenset({"rests-anthem", "rests-silence", "rests-screening", "rests-presentation"})
LATE = frozenset(
    {
        "show-ended",
        "doors-closed",
        "nothing-on-stage",
        "poll-not-open",
        "question-not-shown",
        "questions-closed",
        "reaction-to-nothing",
        "floor-closed",
        "no-hand-up",
        "said-on-the-page",  # a page without script tells a sentence, not a code
    }
)
INCIDENTS = frozenset(
    {
        "open_floor",
        "open_questions",
        "open_poll",
        "stretch",
        "show_message",
        "undo_go",
        "close_poll",
        "show_results",
        "hold",
        "resume",
        "hand_over",
        "skip",
        "insert",
        "end_show",
    }
)


@dataclass(frozen=True)
class Demand:
    """`was` must lie from `least` to `most`."""

    what: str
    was: float
    least: float = 0
    most: float = inf

    @property
    def is_met(self) -> bool:
        return self.least <= self.was <= self.most

    def __str__(self) -> str:
        bound = f"at least {self.least:g}" if self.most == inf else f"at most {self.most:g}"
        return f"{self.what}: {self.was:g}, {bound}"


@dataclass(frozen=True)
class Part:
    """One person's part in the evening: what they are like, what they did, and the lines they held."""

    person: Person
    truth: Truth
    lines: Sequence[Line]
    returns: int = 0

    @property
    def follows(self) -> bool:
        return self.person.how != "pages"

    def did(self, kind: str) -> bool:
        return any(deed.kind == kind and deed.refused is None for deed in self.truth.deeds)

    @property
    def repeated(self) -> bool:
        """The same key was sent, and answered, more than once."""
        return max(Counter(deed.key for deed in self.truth.deeds).values(), default=0) > 1

    @property
    def reconnected(self) -> bool:
        return any(end != inf for line in self.lines for _, end in line.dark)

    @property
    def was_held_back(self) -> bool:
        return any(deed.refused in RESTS for deed in self.truth.deeds)


@dataclass(frozen=True)
class Cut:
    """A power cut: when, by the client's clock, and the streams that were open then."""

    at: float
    held: Sequence[Line]

    @property
    def broken(self) -> int:
        return sum(any(start >= self.at for start, _ in line.dark) for line in self.held)

    @property
    def back(self) -> int:
        return sum(any(start >= self.at and end != inf for start, end in line.dark) for line in self.held)


def demands(
    parts: Sequence[Part],
    *,
    delivery: Delivery,
    head: int,
    p99_ms: float | None,
    happened: Sequence[str],
    acts: int,
    acts_refused: int,
) -> list[Demand]:
    """Return all that was demanded of this evening, met or not. `head` is the last number anybody saw."""
    return [
        *_there(parts, delivery, head, p99_ms),
        *_done(parts),
        *_refused(parts),
        Demand("kinds of what happens to a show", len(INCIDENTS & set(happened)), len(INCIDENTS)),
        Demand("acts refused", acts_refused, most=MOST_ACTS_REFUSED * acts),
    ]


def power_cuts(cuts: Sequence[Cut], *, planned: int) -> list[Demand]:
    """Return what is demanded of the power cuts of an evening, of which `planned` were to happen in mid-show."""
    wanted = [Demand("power cuts in mid-show", len(cuts), planned)] if planned else []
    for cut in cuts:
        least = max(1, floor(LEAST_BROKEN * len(cut.held)))
        wanted.append(Demand("streams broken by the power cut", cut.broken, least))
        wanted.append(Demand("streams back after the power cut", cut.back, least))
    return wanted


def _there(parts: Sequence[Part], delivery: Delivery, head: int, p99_ms: float | None) -> list[Demand]:
    following = [part for part in parts if part.follows]
    heard = sum(any(len(line.numbers) for line in part.lines) for part in following)
    return [
        Demand("people registered", sum(part.truth.registered for part in parts), ALL * len(parts)),
        Demand("people who came in", sum(bool(part.truth.stays) for part in parts), ALL * len(parts)),
        Demand("people who followed", heard, floor(LEAST_FOLLOWING * len(following))),
        Demand("events delivered", delivery.delivered, max(1, floor(LEAST_HEARD * head * len(following)))),
        Demand("events taken by snapshot", delivery.by_snapshot, most=floor(MOST_BY_SNAPSHOT * delivery.due)),
        Demand("ms from cue to page, p99", inf if p99_ms is None else p99_ms, most=MOST_P99_MS),
    ]


def _done(parts: Sequence[Part]) -> list[Demand]:
    following = [part for part in parts if part.follows]
    # Where few come nobody may ask, and then there is nothing to vote on; of many, half of those who would must ask.
    votes = LEAST_VOTES if any(part.did("question") for part in parts) else 0
    deeds = sum(deed.refused is None and deed.kind != "leave" for part in parts for deed in part.truth.deeds)

    def willing(habit: Callable[[Habits], object]) -> list[Part]:
        return [part for part in following if habit(part.person.habits)]

    def people(what: str, among: Sequence[Part], share: float, did: Callable[[Part], object]) -> Demand:
        return Demand(
            f"people {what}", sum(bool(did(part)) for part in among), floor(share * max(0, len(among) - UNLUCKY))
        )

    some = LEAST_OF_THE_WILLING
    dropping = [part for part in willing(lambda one: one.drops) if part.person.how == "stream"]
    return [
        Demand("deeds done", deeds, LEAST_DEEDS * len(parts)),
        people("who voted on questions", following, votes, lambda part: part.did("question-vote")),
        people("who reacted", following, LEAST_VOTES, lambda part: part.did("reaction")),
        people("who gave a voice in a poll", following, LEAST_VOICES, lambda part: part.did("poll-vote")),
        people("who asked", willing(lambda one: one.asks), some, lambda part: part.did("question")),
        people("who raised a hand", willing(lambda one: one.raises_hand), some, lambda part: part.did("hand")),
        people("who left and returned", willing(lambda one: one.leaves_and_returns), some, lambda part: part.returns),
        people("who lost the line and came back", dropping, LEAST_DROPPED, lambda part: part.reconnected),
        people("who sent something twice", willing(lambda one: one.repeats), some, lambda part: part.repeated),
        people("whom a ceremony held back", willing(lambda one: one.oversteps), some, lambda part: part.was_held_back),
    ]


def _refused(parts: Iterable[Part]) -> list[Demand]:
    codes: Counter[str] = Counter()
    late = deeds = 0
    for part in parts:
        for deed in part.truth.deeds:
            deeds += 1
            if deed.refused is None:
                continue
            if deed.refused in LATE or (deed.refused in RESTS and not part.person.habits.oversteps):
                late += 1
            elif deed.refused not in RESTS:
                codes[deed.refused] += 1
    return [
        Demand("deeds refused because they came late", late, most=max(1, floor(MOST_LATE * deeds))),
        *(Demand(f"deeds refused with {code}", count, most=0) for code, count in codes.items()),
    ]
