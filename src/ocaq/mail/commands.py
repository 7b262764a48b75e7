"""What changes mails: sending those due, staff trying again, forgetting old ones."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q

from ocaq.evidence.recording import record
from ocaq.kernel import actor as actors
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail
from ocaq.mail.permissions import require_mail_staff
from ocaq.mail.returning import report_in
from ocaq.mail.rules import CLAIM, KEPT, Outcome, outcome_of, refusal_to_retry, state_after_report
from ocaq.mail.sending import Refusal, connection_to, transmit

SENDER = actors.system("mail")
SETTLED = {
    "sent": "mail.message.sent",
    "deferred": "mail.message.deferred",
    "bounced": "mail.message.bounced",
    "failed": "mail.message.failed",
}
OPEN = ("waiting", "deferred", "sending")
Returned = Literal["bounced", "failed", "no-report", "not-final", "not-ours", "not-sent"]


def send_due(
    *,
    server: str,
    sender: str,
    bounces: str = "",
    by: Actor = SENDER,
    at: datetime,
    limit: int = 100,
    within_s: float = 4.0,
) -> dict[str, int]:
    """Send what is due, urgent first, each mail claimed and settled in a transaction of its own.

    A mail whose worker died between the server's answer and ours is sent again when its claim ends: twice is
    possible then, never is not. Both copies carry one Message-ID, by which mail programs know them as one.

    Args:
        server: address of the mail server, as in OCAQ_SMTP.
        bounces: mailbox for reports, as in OCAQ_MAIL_BOUNCES.
        within_s: no further mail is begun after this long, so that other work gets its turn.

    Returns:
        {state: how many mails came to it}; `server-down`: the rest was left, because no mail would be taken now.
    """
    counts: dict[str, int] = {}
    end = time.monotonic() + within_s
    due = Mail.objects.filter(state__in=OPEN, due_at__lte=at).order_by("-urgent", "due_at", "pk")
    over = connection_to(server)
    try:
        for pk in list(due.values_list("pk", flat=True)[:limit]):
            if time.monotonic() >= end or "server-down" in counts:
                break
            if (mail := _claim(pk, at=clock.now())) is not None:
                refusal = transmit(mail, over=over, sender=sender, bounces=bounces)
                state = _settle(mail, refusal, by=by, at=clock.now())
                counts[state] = counts.get(state, 0) + 1
                if refusal is not None and refusal.of_server:
                    counts["server-down"] = 1
    finally:
        over.close()
    return counts


def _claim(pk: int, *, at: datetime) -> Mail | None:
    """Take the mail for this worker alone; None when another was faster."""
    mail = Mail.objects.prefetch_related("attachments").get(pk=pk)
    if mail.due_at > at or mail.state not in OPEN:
        return None
    lapse = at + CLAIM
    # The attempts seen are the lock: of two workers that saw the same number one changes the row, the other none.
    if not Mail.objects.filter(pk=pk, state=mail.state, attempts=mail.attempts).update(
        state="sending",
        attempts=mail.attempts + 1,
        due_at=lapse,
    ):
        return None
    mail.state, mail.attempts, mail.due_at = "sending", mail.attempts + 1, lapse
    return mail


def _settle(mail: Mail, refusal: Refusal | None, *, by: Actor, at: datetime) -> str:
    if refusal is None:
        outcome = Outcome("sent")
    else:
        outcome = outcome_of(
            error=refusal.error,
            code=refusal.code,
            of_address=refusal.of_address,
            attempts=mail.attempts,
            since=mail.retried_at or mail.queued_at,
            at=at,
        )
    with transaction.atomic():
        ours = Mail.objects.filter(pk=mail.pk, state="sending", attempts=mail.attempts)
        changed = ours.update(
            state=outcome.state,
            due_at=outcome.due_at or at,
            last_error=outcome.error,
            sent_at=at if outcome.state == "sent" else None,
        )
        if changed:
            record(
                kind=SETTLED[outcome.state],
                subject=f"mail:{mail.ref}",
                by=by,
                at=at,
                facts={"attempt": mail.attempts, "error": outcome.error or None},
            )
    return outcome.state


@transaction.atomic
def note_returned(*, raw: bytes, to: str = "", by: Actor = SENDER, at: datetime) -> Returned:
    """Write that a mail which a server took did not arrive, as a report says that came later. Again changes nothing.

    Whoever knows the reference of a mail, in its Message-ID and the address it is sent from, can say so: its reader,
    and servers on the way.

    Args:
        raw: the message that came back.
        to: address it came to, where whoever hands it over knows it.

    Returns:
        What the mail is now, or why nothing changed.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_mail_staff(by)
    report = report_in(raw, to=to)
    if report is None:
        return "no-report"
    if not report.status:
        return "not-final"
    mail = Mail.objects.select_for_update().filter(ref__in=report.refs).first()
    if mail is None:
        return "not-ours"
    if mail.state != Mail.State.SENT:
        return "not-sent"
    state, error = state_after_report(report.status), f"report-{report.status}"
    Mail.objects.filter(pk=mail.pk).update(state=state, last_error=error)
    record(
        kind=SETTLED[state],
        subject=f"mail:{mail.ref}",
        by=by,
        at=at,
        facts={"attempt": mail.attempts, "error": error},
    )
    return state


@transaction.atomic
def retry_mail(*, ref: str, by: Actor, at: datetime) -> None:
    """Have a mail that did not arrive tried again now, with two days of patience anew.

    Raises:
        NotFound: `not-found`. NotAllowed: `not-allowed`. NotPossible: `mail-not-stuck`.
    """
    mail = Mail.objects.select_for_update().filter(ref=ref).first()
    require_mail_staff(by)
    if mail is None:
        raise NotFound("not-found")
    if refusal := refusal_to_retry(mail.state):
        raise NotPossible(refusal)
    _retry(mail, by=by, at=at)


@transaction.atomic
def retry_all(*, by: Actor, at: datetime) -> int:
    """Have every failed and every deferred mail tried again now; unknown addresses are left. Returns how many.

    Raises:
        NotAllowed: `not-allowed`.
    """
    require_mail_staff(by)
    stuck = list(Mail.objects.select_for_update().filter(state__in=["failed", "deferred"]).order_by("pk"))
    for mail in stuck:
        _retry(mail, by=by, at=at)
    return len(stuck)


def _retry(mail: Mail, *, by: Actor, at: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="waiting", due_at=at, retried_at=at, last_error="")
    record(kind="mail.message.retried", subject=f"mail:{mail.ref}", by=by, at=at, facts={"was": mail.state})


@transaction.atomic
def forget_old(*, by: Actor = SENDER, at: datetime, kept: timedelta = KEPT) -> int:
    """Erase mails that reached their end and are older than `kept`; evidence of them stays. Returns how many."""
    old = Mail.objects.filter(queued_at__lt=at - kept).exclude(state__in=OPEN)
    count = old.count()
    if count:
        old.delete()
        record(kind="mail.messages.forgotten", subject="mail:old", by=by, at=at, facts={"count": count})
    return count


@transaction.atomic
def erase_mails(*, about: Collection[str] = (), to: Collection[str] = (), by: Actor, at: datetime) -> list[str]:
    """Erase every mail about these subjects or to these addresses, sent or not. Returns their references.

    One that a worker is handing over at this moment arrives; of it too nothing stays here.
    """
    found = Mail.objects.filter(
        Q(about__in=[one for one in about if one]) | Q(to_mark__in=[mark(one) for one in to if one])
    )
    refs = list(found.values_list("ref", flat=True))
    if refs:
        found.delete()
        record(kind="mail.messages.erased", subject="mail:erased", by=by, at=at, facts={"count": len(refs)})
    return refs
