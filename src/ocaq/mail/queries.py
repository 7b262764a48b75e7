"""Reads of the outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.db.models import Count, Q

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen, subjects_about
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Attachment, Mail
from ocaq.mail.permissions import require_mail_staff


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as the desk sees it: never its words, which may hold a code that signs somebody in."""

    ref: str
    template: str
    language: str
    to: str
    state: str
    attempts: int
    last_error: str
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    about: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A mail as `/demo/outbox/` shows it, words and all."""

    ref: str
    template: str
    language: str
    to: str
    subject: str
    state: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    id: int
    name: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail with everything in it."""

    ref: str
    template: str
    language: str
    to: str
    subject: str
    text: str
    html: str
    state: str
    last_error: str
    message_id: str
    queued_at: datetime
    sent_at: datetime | None
    files: tuple[FileRow, ...]


_WHEN = ("queued_at", "due_at", "sent_at")
_MAIL = (
    "ref",
    "template",
    "language",
    "to",
    "state",
    "attempts",
    "last_error",
    "queued_at",
    "due_at",
    "sent_at",
    "about",
)
_OUTBOX = ("ref", "template", "language", "to", "subject", "state", "queued_at")


def mails_by_state(*, by: Actor) -> Mapping[str, int]:
    """Return {state: how many} for every state there is (one query).

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_mail_staff(by)
    return counts_by_state()


def counts_by_state() -> Mapping[str, int]:
    """Return {state: how many} for every state there is, for the operator's numbers (one query)."""
    counted = dict(Mail.objects.values_list("state").annotate(Count("pk")).order_by())
    return {state: counted.get(state, 0) for state in Mail.State.values}


def stuck(*, by: Actor) -> int:
    """Return how many mails did not arrive (one query).

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_mail_staff(by)
    return Mail.objects.filter(state__in=["bounced", "failed"]).count()


def mails(*, by: Actor, at: datetime, state: str = "", before: str = "", limit: int = 50) -> tuple[list[MailRow], str]:
    """Return the newest mails, and the last one's reference when there are older ones, else "".

    Two queries at most, one for each thing that mails are about, and the look.

    Args:
        state: of this state only.
        before: reference of the mail than which they are older.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_mail_staff(by)
    rows = Mail.objects.filter(state=state) if state else Mail.objects.all()
    if before and (pk := Mail.objects.filter(ref=before).values_list("pk", flat=True).first()):
        rows = rows.filter(pk__lt=pk)
    found = [MailRow(*row) for row in rows.order_by("-pk").values_list(*_MAIL)[: limit + 1]]
    page = found[:limit]
    subjects = subjects_about({row.about for row in page}) | {letters_of(row.to) for row in page}
    older = page[-1].ref if len(found) > limit else ""
    return seen((page, older), subjects, by=by, purpose="mail", at=at)


def outbox(*, to: str = "", limit: int = 200) -> list[OutboxRow]:
    """Return the newest mails for the demo's outbox, those to one address when given (one query)."""
    rows = Mail.objects.filter(to_mark=mark(to)) if to else Mail.objects.all()
    return [OutboxRow(*row) for row in rows.order_by("-pk").values_list(*_OUTBOX)[:limit]]


_SIGN = 32  # hexadecimal digits of a mark that tell one holder of letters from every other


def letters_of(whose: str) -> str:
    """Return the subject of the letters to one address, or about one account (`user:<number>`)."""
    return f"letters:{mark(whose)[:_SIGN]}"


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as whom it went to reads it in their own record."""

    to: str
    subject: str
    language: str
    queued_at: datetime


def letters_kept(*, to: Collection[str] = (), about: Collection[str] = ()) -> list[KeptLetter]:
    """Return the letters to these addresses or about these records, newest first (one query)."""
    found = Mail.objects.filter(Q(to_mark__in=[mark(one) for one in to]) | Q(about__in=about))
    rows = found.order_by("-pk") if to or about else Mail.objects.none()
    return [KeptLetter(*row) for row in rows.values_list("to", "subject", "language", "queued_at")]


def not_arrived(refs: Collection[str]) -> list[str]:
    """Return which of these mails came back or were refused for good (one query)."""
    # Few come back; those asked about may be more than a statement holds.
    gone = Mail.objects.filter(state__in=[Mail.State.BOUNCED, Mail.State.FAILED]).values_list("ref", flat=True)
    wanted = set(refs)
    return [ref for ref in gone if ref in wanted]


def letter_by_ref(*, ref: str) -> Letter:
    """Return one mail with its words and the list of its files (two queries).

    Raises:
        NotFound: `not-found`.
    """
    mail = Mail.objects.filter(ref=ref).first()
    if mail is None:
        raise NotFound("not-found")
    files = tuple(
        FileRow(one.pk, one.name, one.content_type, len(one.content)) for one in mail.attachments.order_by("pk")
    )
    return Letter(
        mail.ref,
        mail.template,
        mail.language,
        mail.to,
        mail.subject,
        mail.text,
        mail.html,
        mail.state,
        mail.last_error,
        mail.message_id,
        mail.queued_at,
        mail.sent_at,
        files,
    )


def file_content(*, ref: str, file_id: int) -> tuple[FileRow, bytes]:
    """Return one attachment (one query).

    Raises:
        NotFound: `not-found`.
    """
    found = Attachment.objects.filter(mail__ref=ref, pk=file_id).first()
    if found is None:
        raise NotFound("not-found")
    described = Message()
    described["Content-Type"] = found.content_type
    content = bytes(found.content)
    return FileRow(found.pk, found.name, described.get_content_type(), len(content)), content
