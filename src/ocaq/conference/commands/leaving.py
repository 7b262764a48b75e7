"""Leaving a conference from the page of one's own record, which knows things by what looks at them call them."""

from datetime import datetime

from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.erasing import erase_registration
from ocaq.conference.models import Invitation, Registration
from ocaq.evidence.recording import record
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed
from ocaq.mail.commands import erase_mails
from ocaq.privacy.public import forget_subjects


@transaction.atomic
def leave_conference(*, subject: str, by: Actor, at: datetime) -> None:
    """Erase the registration or the invitation of a subject; again changes nothing.

    Raises:
        NotAllowed: `not-allowed`.
    """
    thing, _colon, name = subject.partition(":")
    if thing == "invitation":
        _erase_invitation(name, by, at)
        return
    ref = Registration.objects.filter(pseudonym=name).values_list("ref", flat=True).first()
    if ref is not None:
        erase_registration(ref=ref, by=by, at=at)


def _erase_invitation(ref: str, by: Actor, at: datetime) -> None:
    if not permissions.may_erase(by, ref="", user_id=None):
        raise NotAllowed("not-allowed")
    link = Invitation.objects.select_for_update().filter(ref=ref).first()
    if link is None:
        return
    link.delete()
    subject = f"invitation:{ref}"
    erase_mails(about=[subject], by=by, at=at)
    forget_subjects(subjects=[subject], by=by, at=at)
    record(kind="conference.invitation.erased", subject=subject, by=by, at=at)
    erasure.leave_no_trace()
