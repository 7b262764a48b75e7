"""Receipts of consent: given, asked again, taken back."""

from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.privacy.models import Receipt
from ocaq.privacy.queries.consent import ends_of
from ocaq.privacy.queries.record import is_theirs
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.words.notices import NOTICES


@transaction.atomic
def give_receipt(
    *, subject: str, notice: str, purpose: str, language: str, ends_at: datetime | None = None, by: Actor, at: datetime
) -> str:
    """Write that somebody agreed to a purpose under the notice as it stands; return the receipt's reference.

    To the same version again changes only the end; to a newer one it replaces the old receipt, which stays to be read.

    Raises:
        KeyError: there is no such notice.
    """
    version = NOTICES[notice].version
    force = Receipt.objects.select_for_update().filter(
        subject=subject, notice=notice, purpose=purpose, withdrawn_at=None
    )
    known = force.first()
    if known is not None and known.version == version:
        if known.ends_at != ends_at:
            force.update(ends_at=ends_at)
        return known.ref
    force.update(withdrawn_at=at)
    return Receipt.objects.create(
        subject=subject,
        notice=notice,
        version=version,
        purpose=purpose,
        language=language[:10],
        given_at=at,
        ends_at=ends_at,
    ).ref


@transaction.atomic
def end_receipt(*, subject: str, notice: str, purpose: str, by: Actor, at: datetime) -> None:
    """Write that a consent was taken back; without one nothing changes."""
    Receipt.objects.filter(subject=subject, notice=notice, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def withdraw(*, holder: Holder, ref: str, by: Actor, at: datetime) -> None:
    """Take a consent back; what rests on it ends with it.

    Raises:
        NotFound: `not-found`.
    """
    receipt = Receipt.objects.select_for_update().filter(ref=ref).first()
    if receipt is None or not is_theirs(holder, receipt.subject, at=at):
        raise NotFound("not-found")
    if receipt.withdrawn_at is not None:
        return
    Receipt.objects.filter(pk=receipt.pk).update(withdrawn_at=at)
    for end in ends_of(receipt.notice, receipt.purpose):
        end(subject=receipt.subject, by=by, at=at)
    record(
        kind="privacy.consent.withdrawn",
        subject=f"receipt:{ref}",
        by=by,
        at=at,
        facts={"notice": receipt.notice, "purpose": receipt.purpose, "version": receipt.version},
    )
