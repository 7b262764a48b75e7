"""The count of a conference that is over: who was there and what was said, written to the log for good."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.models import Attendance, Conference, Tally
from ocaq.conference.queries.counting import Counts, Facts, counts, last_tally
from ocaq.conference.rules.attendance import Stay, length_s
from ocaq.evidence.commitments import commitment
from ocaq.evidence.queries import greatest
from ocaq.evidence.recording import Fact, record
from ocaq.evidence.rules.cells import in_parts
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible

_LONGEST = 700  # bytes of a table in one entry, which stays below 1 KB


@transaction.atomic
def count_conference(*, ref: str, by: Actor, at: datetime) -> int:
    """Write down who was there, one entry a person, and the totals; return the round.

    A count that finds what the last one found writes nothing. Else it is a new round: everybody is written anew, and
    what the last round kept of people goes with its salts.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `conference-not-over`, `too-few-people`.
    """
    conference = Conference.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if conference is None:
        raise NotFound("no-such-conference")
    if not permissions.may_count(by):
        raise NotAllowed("not-allowed")
    if conference.state != Conference.State.ENDED or conference.ended_at is None:
        raise NotPossible("conference-not-over")
    found, last = counts(conference.pk, until=conference.ended_at), last_tally(conference.pk)
    if found.are_few:
        raise NotPossible("too-few-people")
    logged = greatest("round", kind="conference.attendance.counted", subject=f"conference:{conference.ref}")
    if last and last.round >= logged and (last.attendance, last.floor) == (found.attendance, found.floor):
        return last.round
    number = max(last.round if last else 0, logged) + 1
    Tally.objects.create(
        conference=conference,
        round=number,
        attendance=found.attendance,
        floor=found.floor,
        asked=list(found.asked),
        counted_at=at,
    )
    _keep(conference, found.stays, number, by=by, at=at)
    _total(conference, found, number, by=by, at=at)
    return number


def _total(conference: Conference, found: Counts, number: int, *, by: Actor, at: datetime) -> None:
    subject = f"conference:{conference.ref}"
    people, said = {"round": number} | _numbers(found.attendance), {"round": number} | _numbers(found.floor)
    record(kind="conference.attendance.counted", subject=subject, by=by, at=at, facts=people)
    record(kind="conference.floor.counted", subject=subject, by=by, at=at, facts=said)
    for facts in _tables(found.attendance, number):
        record(kind="conference.attendance.listed", subject=subject, by=by, at=at, facts=facts)
    for facts in _tables(found.floor, number):
        record(kind="conference.floor.listed", subject=subject, by=by, at=at, facts=facts)


def _numbers(facts: Facts) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if isinstance(fact, int)}


def _tables(facts: Facts, number: int) -> Iterable[dict[str, Fact]]:
    """Yield each table in as many parts as keep an entry short."""
    for name, cells in facts.items():
        if isinstance(cells, list) and cells:
            for part in in_parts(cells, longest=_LONGEST):
                yield {"round": number, name: part}


def _keep(conference: Conference, stays: Iterable[Stay], number: int, *, by: Actor, at: datetime) -> None:
    conference.attendances.all().delete()
    rows = [
        Attendance(
            conference=conference,
            participant=stay.participant,
            country=stay.country,
            capacity=stay.capacity,
            minutes=round(length_s(stay.intervals) / 60),
        )
        for stay in stays
    ]
    # In the order of their random references: the place in the log tells nothing of a person.
    rows.sort(key=lambda row: row.ref)
    Attendance.objects.bulk_create(rows)
    for row in rows:
        record(
            kind="conference.attendance.kept",
            subject=f"attendance:{row.ref}",
            by=by,
            at=at,
            facts={"conference": conference.ref, "round": number},
            commit=commitment(bytes(row.salt), _committed(row, conference.ref, number)),
        )


def _committed(row: Attendance, conference: str, number: int) -> dict[str, str | int]:
    return {
        "participant": row.participant,
        "conference": conference,
        "country": row.country,
        "capacity": row.capacity,
        "minutes": row.minutes,
        "round": number,
    }
