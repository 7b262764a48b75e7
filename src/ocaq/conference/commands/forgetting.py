"""What ends by itself: drafts, needs and names, when their time is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from ocaq.conference import personal
from ocaq.conference.models import Hand, Invitation, LogLine, Question, Registration
from ocaq.evidence.recording import record
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor

_NO_ADDRESS = {"email": "", "email_mark": ""}


@transaction.atomic
def forget(*, by: Actor, at: datetime) -> int:
    """Erase drafts, needs, names and what people said whose time is over; return how many rows.

    Country, capacity and every count stay; the reference that rows share leads to a registration without a name.
    """
    drafts, _kinds = Registration.objects.filter(
        state=Registration.State.DRAFT, changed_at__lt=at - timedelta(days=personal.DRAFTS_KEPT_DAYS)
    ).delete()
    needs = Registration.objects.filter(_over(at, personal.NEEDS_KEPT_DAYS)).exclude(needs=[]).update(needs=[])
    names = (
        Registration.objects.filter(_over(at, personal.NAMES_KEPT_DAYS))
        .exclude(name="")
        .update(
            name="", address_as="", organisation="", zone="", languages=[], user=None, invitation=None, **_NO_ADDRESS
        )
    )
    invited = (
        Invitation.objects.filter(_over(at, personal.NAMES_KEPT_DAYS))
        .exclude(email_mark="")
        .update(name="", country="", capacity="", language="", **_NO_ADDRESS)
    )
    said = _over(at, personal.NAMES_KEPT_DAYS)
    questions = Question.objects.filter(said).exclude(name="", text="").update(name="", text="")
    hands = Hand.objects.filter(said).exclude(name="", topic="").update(name="", topic="")
    lines = _unname(said)
    counts = {
        "drafts": drafts,
        "needs": needs,
        "names": names,
        "invitations": invited,
        "questions": questions,
        "hands": hands,
        "lines": lines,
    }
    if any(counts.values()):
        subject = "conference:registrations"
        record(kind="conference.registrations.forgotten", subject=subject, by=by, at=at, facts=counts)
        erasure.leave_no_trace()
    return sum(counts.values())


def _unname(over: Q) -> int:
    lines = list(LogLine.objects.filter(over, facts__has_key="name").exclude(facts__name=""))
    for line in lines:
        line.facts = {**line.facts, "name": ""}
    return LogLine.objects.bulk_update(lines, ["facts"])


def _over(at: datetime, days: int) -> Q:
    since = at - timedelta(days=days)
    # One that was never begun or was cancelled ends with the day it was planned for.
    return Q(conference__ended_at__lt=since) | Q(
        conference__ended_at=None, conference__starts_at__lt=since - timedelta(days=1)
    )
