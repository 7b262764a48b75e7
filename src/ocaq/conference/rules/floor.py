"""Whose turn it is on the floor.

The written rule, in this order: who is speaking and who has been called come first; then those who have not spoken
today before those who have; among each, countries take turns: next is the country least heard so far, counting the
seconds its people have spoken and the budgets of those already standing in the queue before; among people of one
country, and between countries heard alike, the earlier hand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

_OPEN_STATES = {"speaking": 0, "called": 1, "raised": 2}


@dataclass(frozen=True, slots=True)
class Raised:
    """A hand that is up. `budget_s` is the time its owner will be given."""

    ref: str
    participant: str
    country: str
    state: str
    budget_s: int
    raised_at: datetime


def queue_order(hands: Iterable[Raised], *, heard_s: Mapping[str, int], spoken: Collection[str]) -> list[str]:
    """Return the refs of all open hands in the order of their turns.

    Args:
        heard_s: {country: seconds its people have spoken}.
        spoken: participants who had the floor today.
    """
    ordered: list[Raised] = []
    heard: dict[str, int] = defaultdict(int, heard_s)
    groups: dict[tuple[int, bool], list[Raised]] = defaultdict(list)
    for hand in hands:
        waiting = hand.state == "raised"
        groups[_OPEN_STATES[hand.state], waiting and hand.participant in spoken].append(hand)
    for group in sorted(groups):
        remaining = sorted(groups[group], key=lambda hand: (hand.raised_at, hand.ref))
        while remaining:
            hand = min(remaining, key=lambda hand: heard[hand.country]) if group[0] == 2 else remaining[0]
            remaining.remove(hand)
            heard[hand.country] += hand.budget_s
            ordered.append(hand)
    return [hand.ref for hand in ordered]


def refusal_to_call(state: str) -> str | None:
    return None if state == "raised" else "hand-not-raised"


def refusal_to_give_floor(state: str) -> str | None:
    return None if state in {"raised", "called"} else "hand-not-raised"


def refusal_to_end_turn(state: str) -> str | None:
    return None if state == "speaking" else "hand-not-speaking"


_QUESTION_MOVES = {
    "waiting": {"shown", "declined", "taken"},
    "shown": {"taken", "declined", "answered"},
    "taken": {"answered", "shown"},
    "answered": {"shown"},
    "declined": {"shown"},
}


def refusal_to_moderate(*, state: str, to: str) -> str | None:
    """Return why a question cannot pass from one state to another, or None."""
    return None if to in _QUESTION_MOVES.get(state, ()) else "question-not-movable"


def refusal_of_poll_move(*, act: str, state: str, other_open: bool = False) -> str | None:
    """Return why a poll cannot be opened, closed or shown, or None."""
    if act == "open":
        if state != "draft":
            return "poll-was-open"
        return "poll-other-open" if other_open else None
    if act == "close":
        return None if state == "open" else "poll-not-open"
    return "poll-never-open" if state == "draft" else None


LEAST_OPTIONS, MOST_OPTIONS = 2, 8


def refusal_of_options(options: Collection[str]) -> str | None:
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return "poll-options-count"
    return "poll-options-alike" if len({option.casefold() for option in options}) != len(options) else None
