"""Consent of those who register: given with the form, and what rests on it ends when it is taken back."""

from datetime import datetime

from django.db import transaction

from ocaq.conference.models import Registration
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.privacy.public import end_receipt, give_receipt

NOTICE, REGISTRATION, NEEDS = "registration", "registration", "needs"


def note_consent(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Write what a finished registration agrees to, in the transaction that finishes or changes it."""
    subject, language = registration.subject, next(iter(registration.languages), by.language)
    give_receipt(subject=subject, notice=NOTICE, purpose=REGISTRATION, language=language, by=by, at=at)
    if registration.needs:
        give_receipt(subject=subject, notice=NOTICE, purpose=NEEDS, language=language, by=by, at=at)
    else:
        end_receipt(subject=subject, notice=NOTICE, purpose=NEEDS, by=by, at=at)


@transaction.atomic
def drop_needs(*, subject: str, by: Actor, at: datetime) -> None:
    """Erase what would help a person, because they took their consent to it back."""
    found = Registration.objects.filter(pseudonym=subject.removeprefix("registration:")).exclude(needs=[])
    if found.update(needs=[], changed_at=at):
        record(kind="conference.registration.needs_erased", subject=subject, by=by, at=at)
