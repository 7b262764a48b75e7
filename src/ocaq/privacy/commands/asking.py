"""Opening one's record by a mailed code, and asking the institution about it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel import sealing
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.mail.queueing import queue_mail
from ocaq.mail.rules import refusal_of_address
from ocaq.privacy.models import Code, Request
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.record import is_theirs
from ocaq.privacy.rules import asking as rules
from ocaq.privacy.rules.keeping import Holder

ANSWERS = ("done", "refused")


@transaction.atomic
def send_code(
    *, address: str, origin: str, language: str, template: str = "privacy_code", by: Actor, at: datetime
) -> None:
    """Mail six digits to an address, whether anything is kept about it or not: mail, log and page are the same.

    Args:
        origin: the network address that asks; only its mark is kept, for a day.
        template: of the mail, which says what the digits are for; it takes `code` and `minutes`.

    Raises:
        NotValid: `mail-address-wrong`. NotPossible: `codes-too-many`.
    """
    address = address.strip().casefold()
    if refusal_of_address(address):
        raise NotValid("mail-address-wrong")
    address_mark, origin_mark = sealing.mark(address), sealing.mark(f"origin:{origin}")
    lately = Code.objects.filter(made_at__gt=at - rules.WITHIN)
    refusal = rules.refusal_to_send(
        of_address=lately.filter(address_mark=address_mark).count(),
        of_origin=lately.filter(origin_mark=origin_mark).count(),
    )
    if refusal:
        raise NotPossible(refusal)
    code = rules.new_code()
    Code.objects.filter(address_mark=address_mark, used_at=None).update(used_at=at)
    Code.objects.create(
        address_mark=address_mark,
        origin_mark=origin_mark,
        digest=_digest(address, code),
        made_at=at,
        expires_at=at + rules.CODE_HOLDS,
    )
    context = {"code": code, "minutes": int(rules.CODE_HOLDS.total_seconds() // 60)}
    queue_mail(template=template, language=language, to=address, context=context, by=by, at=at, urgent=True)


def prove_address(*, address: str, code: str, by: Actor, at: datetime) -> str:
    """Return the address, case-folded, when the code is the one mailed to it; each try counts, also a wrong one.

    Raises:
        NotPossible: `code-wrong`, also for one that was used or ran out.
    """
    address = address.strip().casefold()
    with transaction.atomic():
        sent = Code.objects.select_for_update().filter(address_mark=sealing.mark(address)).order_by("-pk").first()
        refusal: str | None = "code-wrong"
        if sent is not None:
            refusal = rules.refusal_of_code(
                is_right=sent.digest == _digest(address, code),
                tries=sent.tries,
                expires_at=sent.expires_at,
                used_at=sent.used_at,
                at=at,
            )
            sent.tries, sent.used_at = sent.tries + 1, sent.used_at if refusal else at
            sent.save(update_fields=["tries", "used_at"])
    if refusal:
        raise NotPossible(refusal)
    return address


def _digest(address: str, code: str) -> str:
    return sealing.mark(f"code:{address}:{code}")


@once
@transaction.atomic
def ask(*, holder: Holder, subject: str, kind: str, words: str, address: str, key: str, by: Actor, at: datetime) -> str:
    """Ask the institution to correct, explain or stop something kept of oneself; the same key again changes nothing.

    Args:
        address: where the answer goes.

    Returns:
        The request's reference.

    Raises:
        NotFound: `not-found`, when the record is not theirs.
        NotValid: `request-empty`, `request-too-long`, `mail-address-wrong`, `not-found`.
    """
    known = Request.objects.filter(key=key).first()
    if known is not None:
        return known.ref
    if not is_theirs(holder, subject, at=at):
        raise NotFound("not-found")
    if refusal := rules.refusal_of_words(words):
        raise NotValid(refusal)
    if refusal_of_address(address):
        raise NotValid("mail-address-wrong")
    if kind not in Request.Kind.values:
        raise NotValid("not-found")
    request = Request.objects.create(
        key=key[:64],
        subject=subject,
        kind=kind,
        words=words,
        address=address,
        language=by.language,
        asked_at=at,
        due_at=at + rules.ANSWERED_WITHIN,
    )
    record(kind="privacy.request.asked", subject=f"request:{request.ref}", by=by, at=at, facts={"kind": kind})
    return request.ref


@transaction.atomic
def answer(*, ref: str, outcome: str, words: str, by: Actor, at: datetime) -> None:
    """Answer what a person asked; they are told by mail in their language.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`. NotPossible: `answered-already`.
        NotValid: `request-empty`, `request-too-long`.
    """
    request = Request.objects.select_for_update().filter(ref=ref).first()
    require_staff(by)
    if request is None or outcome not in ANSWERS:
        raise NotFound("not-found")
    if refusal := rules.refusal_to_answer(state=request.state):
        raise NotPossible(refusal)
    if refusal := rules.refusal_of_words(words):
        raise NotValid(refusal)
    request.state, request.answer, request.answered_at, request.answered_by = outcome, words, at, by.ref
    request.save()
    days = max((at - request.asked_at).days, 0)  # a clock may be set back
    record(
        kind="privacy.request.answered",
        subject=f"request:{ref}",
        by=by,
        at=at,
        facts={"days": days, "outcome": outcome},
    )
    context = {"words": words, "done": outcome == "done", "record_url": f"{settings.SITE_ADDRESS}/privacy/record/"}
    queue_mail(
        template="privacy_answered",
        language=request.language,
        to=request.address,
        context=context,
        by=by,
        at=at,
        about=f"request:{ref}",
    )
