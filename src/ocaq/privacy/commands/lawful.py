"""Requests under a law: entered, decided by two people, delivered as an export."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.privacy.commands.exporting import write_export
from ocaq.privacy.commands.looking import write_look
from ocaq.privacy.models import LawfulRequest
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.queries.copies import copy_of
from ocaq.privacy.queries.subjects import things_of_subject
from ocaq.privacy.rules import lawful as rules
from ocaq.privacy.rules.lawful import LONGEST_EXPORT

KIND = "lawful"


@once
@transaction.atomic
def enter_request(
    *, authority: str, act: str, asks: str, subject: str, told_from: datetime | None, key: str, by: Actor, at: datetime
) -> str:
    """Enter that an authority asks for one record; the same key again changes nothing. Returns the reference.

    Args:
        told_from: until when the act forbids to tell the person; None tells them at once.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
        NotValid: `one-record-only`, `delay-too-long`, `lawful-words-missing`.
    """
    require_staff(by)
    known = LawfulRequest.objects.filter(key=key).first()
    if known is not None:
        return known.ref
    if refusal := rules.refusal_to_enter(subject=subject, told_from=told_from, at=at):
        raise NotValid(refusal)
    if not (authority.strip() and act.strip() and asks.strip()):
        raise NotValid("lawful-words-missing")
    request = LawfulRequest.objects.create(
        key=key[:64],
        authority=authority.strip()[:200],
        act=act.strip()[:300],
        asks=asks.strip()[:500],
        subject=subject,
        told_from=told_from,
        entered_at=at,
        entered_by=by.ref,
    )
    _record("privacy.lawful.entered", request, by=by, at=at)
    return request.ref


@transaction.atomic
def agree(*, ref: str, by: Actor, at: datetime) -> str:
    """Agree to a request, as the first or the second of two; return its state.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
        NotPossible: `decided-already`, `two-people-decide`.
    """
    request = _locked(ref, by)
    refusal = rules.refusal_to_agree(
        state=request.state, by=by.ref, entered_by=request.entered_by, first_by=request.first_by
    )
    if refusal:
        raise NotPossible(refusal)
    if request.state == LawfulRequest.State.WAITING:
        request.state, request.first_by, request.first_at = LawfulRequest.State.AGREED, by.ref, at
    else:
        request.state, request.second_by, request.decided_at = LawfulRequest.State.GRANTED, by.ref, at
    request.save()
    _record("privacy.lawful.agreed", request, by=by, at=at)
    return request.state


@transaction.atomic
def refuse(*, ref: str, why: str, by: Actor, at: datetime) -> None:
    """Refuse a request; one person is enough.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`. NotPossible: `decided-already`.
    """
    request = _locked(ref, by)
    if refusal := rules.refusal_to_refuse(state=request.state):
        raise NotPossible(refusal)
    request.state, request.why, request.decided_at = LawfulRequest.State.REFUSED, why.strip()[:500], at
    request.save()
    _record("privacy.lawful.refused", request, by=by, at=at)


@transaction.atomic
def deliver(*, ref: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Write that a granted request is delivered, as an export and as a look that the person is told of.

    Returns:
        What stands in the file, as plain values for JSON.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
        NotPossible: `not-granted`, `record-is-gone`.
    """
    request = _locked(ref, by)
    if refusal := rules.refusal_to_deliver(state=request.state):
        raise NotPossible(refusal)
    things = things_of_subject(request.subject, at=at)
    if not things:
        raise NotPossible("record-is-gone")
    request.state, request.delivered_at = LawfulRequest.State.DELIVERED, at
    request.save()
    write_look(subjects=[request.subject], purpose=KIND, how="export", told_from=request.told_from, by=by, at=at)
    _record("privacy.lawful.delivered", request, by=by, at=at)
    line = write_export(
        kind=KIND,
        recipient=request.authority,
        purpose=f"request {ref}: {request.act}",
        expires_at=at + LONGEST_EXPORT,
        rows=len(things),
        by=by,
        at=at,
    )
    return {"watermark": line, "asked": request.asks, "act": request.act, "kept": copy_of(things, at=at)["kept"]}


def _locked(ref: str, by: Actor) -> LawfulRequest:
    request = LawfulRequest.objects.select_for_update().filter(ref=ref).first()
    require_staff(by)
    if request is None:
        raise NotFound("not-found")
    return request


def _record(kind: str, request: LawfulRequest, *, by: Actor, at: datetime) -> None:
    record(
        kind=kind,
        subject=f"lawful:{request.ref}",
        by=by,
        at=at,
        facts={"delayed": request.told_from is not None, "state": request.state},
    )
