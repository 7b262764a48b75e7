"""What people asked about their records: for themselves, and for the desk with its clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotFound
from ocaq.privacy.models import Request
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.lines import Thing
from ocaq.privacy.queries.subjects import things_of_subject


@dataclass(frozen=True, slots=True)
class RequestRow:
    ref: str
    subject: str
    kind: str
    words: str
    language: str
    state: str
    asked_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None

    def days_left(self, at: datetime) -> int:
        """Return whole days until the answer is due, below nought when it is late."""
        return (self.due_at - at).days

    def is_late(self, at: datetime) -> bool:
        return self.state == "waiting" and at >= self.due_at


_ROW = ("ref", "subject", "kind", "words", "language", "state", "asked_at", "due_at", "answer", "answered_at")


def requests_of(*, subjects: Collection[str]) -> list[RequestRow]:
    """Return what was asked about these records, newest first (one SQL query)."""
    rows = Request.objects.filter(subject__in=subjects).order_by("-asked_at", "-pk")
    return [RequestRow(*row) for row in rows.values_list(*_ROW)]


def requests_waiting(*, by: Actor, limit: int = 100) -> list[RequestRow]:
    """Return what waits for an answer, due first (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    rows = Request.objects.filter(state=Request.State.WAITING).order_by("due_at", "pk")
    return [RequestRow(*row) for row in rows.values_list(*_ROW)[:limit]]


def waiting(*, by: Actor) -> int:
    """Return how many requests wait (one SQL query).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    return Request.objects.filter(state=Request.State.WAITING).count()


def request_asked(*, ref: str, by: Actor, at: datetime) -> tuple[RequestRow, list[Thing]]:
    """Return one request and the things it is about (one SQL query, those of the things' keeper, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
    """
    require_staff(by)
    row = Request.objects.filter(ref=ref).values_list(*_ROW).first()
    if row is None:
        raise NotFound("not-found")
    found = RequestRow(*row)
    told = found, things_of_subject(found.subject, at=at)
    return seen(told, [found.subject], by=by, purpose="answer", at=at)
