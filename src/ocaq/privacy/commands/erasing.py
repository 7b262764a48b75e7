"""Erasing what privacy itself keeps: with the person, with the official, and when its time is over."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from ocaq.accounts.public import subject_of
from ocaq.evidence.recording import record
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.mail.commands import erase_mails
from ocaq.mail.queries import letters_of
from ocaq.privacy import personal
from ocaq.privacy.models import (
    Code,
    DirectoryOnly,
    Emergency,
    Export,
    LawfulRequest,
    Look,
    Looked,
    Receipt,
    Request,
    Review,
)
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.own import DEEDS

_GONE = "erased"
_LINES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Emergency, ("reason",)),
    (Export, ("purpose", "recipient")),
    (LawfulRequest, ("asks",)),
    (Look, ("reason",)),
    (Request, ("words", "answer")),
)


@transaction.atomic
def forget_subjects(*, subjects: Collection[str], by: Actor, at: datetime) -> None:
    """Erase looks, receipts and requests about these records, in the transaction that erases the people.

    A request under a law stays as a count.
    """
    looks = list(Looked.objects.filter(subject__in=subjects).values_list("look_id", flat=True))
    Looked.objects.filter(subject__in=subjects).delete()
    Look.objects.filter(pk__in=looks, looked=None).delete()
    Receipt.objects.filter(subject__in=subjects).delete()
    requests = Request.objects.filter(subject__in=subjects)
    erase_mails(about=[f"request:{ref}" for ref in requests.values_list("ref", flat=True)], by=by, at=at)
    requests.delete()
    LawfulRequest.objects.filter(subject__in=subjects).update(subject=_GONE, asks="", act="")
    erasure.leave_no_trace()


@transaction.atomic
def rewrite_lines(*, left: Callable[[str], str], by: Actor, at: datetime) -> None:
    """Rewrite what people wrote about records, in the transaction that erases somebody whose name may stand there.

    Args:
        left: what is left of a line.
    """
    for table, lines in _LINES:
        for row in list(table._default_manager.only(*lines)):
            rest = {line: left(getattr(row, line)) for line in lines}
            if any(getattr(row, line) != text for line, text in rest.items()):
                table._default_manager.filter(pk=row.pk).update(**rest)


@transaction.atomic
def forget_account(*, user_id: int, by: Actor, at: datetime) -> None:
    """Erase what is kept about an account that is erased, and part it from what it did here: the office stays."""
    official = f"user:{user_id}"
    forget_subjects(subjects=[subject_of(user_id=user_id), letters_of(official)], by=by, at=at)
    for table, name in DEEDS:
        table._default_manager.filter(**{name: official}).update(**{name: _GONE})


@transaction.atomic
def forget(*, by: Actor, at: datetime) -> int:
    """Erase looks, codes and answered requests whose time is over; return how many rows.

    Of requests under a law, files that left and countries told to keep nothing, what is counted in public stays.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_staff(by)
    looks_end = at - timedelta(days=personal.LOOKS_KEPT_DAYS)
    judged = Review.objects.filter(decided_at__lt=looks_end).exclude(decided_by=_GONE)
    opened = Emergency.objects.filter(opened_at__lt=looks_end).exclude(by=_GONE)
    lawful_end = at - timedelta(days=personal.LAWFUL_KEPT_DAYS)
    counts = {
        "codes": Code.objects.filter(made_at__lt=at - timedelta(days=personal.CODES_KEPT_DAYS)).delete()[0],
        "looks": Look.objects.filter(at__lt=looks_end).delete()[0],
        "watched": judged.update(decided_by=_GONE) + opened.update(by=_GONE, reason=""),
        "requests": Request.objects.filter(answered_at__lt=at - timedelta(days=personal.REQUESTS_KEPT_DAYS)).delete()[
            0
        ],
        "lawful": LawfulRequest.objects.filter(entered_at__lt=lawful_end)
        .exclude(subject=_GONE)
        .update(subject=_GONE, asks="", act="", entered_by=_GONE, first_by=_GONE, second_by=""),
        "files": Export.objects.filter(at__lt=lawful_end)
        .exclude(by=_GONE, recipient="", purpose="")
        .update(by=_GONE, recipient="", purpose=""),
        "countries": DirectoryOnly.objects.filter(since__lt=lawful_end).exclude(set_by=_GONE).update(set_by=_GONE),
    }
    if any(counts.values()):
        record(kind="privacy.records.forgotten", subject="privacy:records", by=by, at=at, facts=counts)
        erasure.leave_no_trace()
    return sum(counts.values())
