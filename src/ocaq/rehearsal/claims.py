"""What the product says of the evening, read from its report."""

from collections import Counter

import msgspec

from ocaq.rehearsal.desk import Desk, ShowStopped
from ocaq.rehearsal.verdict import Claims


class _Cell(msgspec.Struct):
    country: str
    capacity: str
    people: int
    seconds: float = 0.0


class _Question(msgspec.Struct):
    ref: str
    votes: int


class _Option(msgspec.Struct):
    ref: str
    votes: int


class _Poll(msgspec.Struct):
    ref: str
    options: list[_Option]


class _Ran(msgspec.Struct):
    item: str


class Report(msgspec.Struct):
    attendance: list[_Cell]
    registered: list[_Cell]
    questions: list[_Question]
    hands: int
    reactions: dict[str, int]
    polls: list[_Poll]
    runs: list[_Ran]


async def read_report(desk: Desk, slug: str) -> Report:
    """Return the exact report, as the director may see it.

    Raises:
        ShowStopped: there is none, or it is not understood.
    """
    path = f"/conferences/{slug}/report.json"
    answer = await desk.browser.get(path, accept="application/json")
    if answer.status != 200:
        message = f"{path}: {answer.status}"
        raise ShowStopped(message)
    return msgspec.json.decode(answer.body, type=Report)


def claims_of(report: Report) -> Claims:
    minutes: Counter[str] = Counter()
    persons: Counter[tuple[str, str]] = Counter()
    for cell in report.attendance:
        minutes[cell.country] += cell.seconds / 60  # type: ignore[assignment]
        persons[cell.country, cell.capacity] += cell.people
    return Claims(
        persons=persons,
        person_minutes=minutes,
        registered=Counter({(cell.country, cell.capacity): cell.people for cell in report.registered}),
        question_votes={one.ref: one.votes for one in report.questions},
        poll_votes={option.ref: option.votes for poll in report.polls for option in poll.options},
        questions=len(report.questions),
        hands=report.hands,
        reactions=report.reactions,
    )
