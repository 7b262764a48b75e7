"""How any domain writes a mail: rendered now, stored in the caller's transaction, sent by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotValid
from ocaq.mail.models import Attachment, Mail
from ocaq.mail.rendering import render_mail
from ocaq.mail.rules import refusal_of_address


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail; `content_type` may carry parameters (`text/calendar; method=PUBLISH`)."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def queue_mail(
    *,
    template: str,
    language: str,
    to: str,
    context: Mapping[str, Any],
    by: Actor,
    at: datetime,
    attachments: Sequence[Enclosure] = (),
    about: str = "",
    urgent: bool = False,
) -> str:
    """Render and store a mail in the current transaction.

    Args:
        template: name under `templates/mail/`; `<name>.subject.txt`, `<name>.txt` and `<name>.html` must exist.
        language: in which the mail is rendered and which it declares.
        context: for the three templates; `institution`, `site`, `language`, `direction` are added.
        about: subject it concerns, as in evidence (`registration:k7m…`).
        urgent: somebody waits for it at this moment (a sign-in code); goes before all others.

    Returns:
        The mail's reference.

    Raises:
        NotValid: `mail-address-wrong`.
    """
    if refusal_of_address(to):
        raise NotValid("mail-address-wrong")
    rendered = render_mail(template=template, language=language, context=context)
    ref = new_ref()
    mail = Mail.objects.create(
        ref=ref,
        template=template,
        language=language,
        to=to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        about=about,
        urgent=urgent,
        queued_at=at,
        due_at=at,
        message_id=f"<{ref}@{urlsplit(settings.SITE_ADDRESS).hostname or 'localhost'}>",
    )
    Attachment.objects.bulk_create(
        Attachment(mail=mail, name=one.name, content_type=one.content_type, content=one.content) for one in attachments
    )
    # Neither template nor language: the log is public, and would tell which addresses have an account here.
    record(kind="mail.message.queued", subject=f"mail:{ref}", by=by, at=at)
    return ref
