"""What a body asked for is agreed to, or refused with a reason, by whoever looks after its country."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ocaq.accounts.public import account_kept
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.mail.queueing import queue_mail
from ocaq.register import permissions
from ocaq.register.commands import changes, posts
from ocaq.register.commands.settling import Collided, settle
from ocaq.register.commands.verifying import mark_verified
from ocaq.register.models import Change, Group, Person
from ocaq.register.queries.renewal import Asked, whom_to_ask
from ocaq.register.words.keeping import GROUPS

_LONGEST_ANSWER = 500


@transaction.atomic
def agree(
    *,
    change: str,
    version: int,
    collided: Collided = "",
    instead: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let a waiting change hold; again it changes nothing. Nobody's words are lost: see `settling`.

    Args:
        version: of the entry as the reviewer saw it beside the change.
        collided: which words hold where others changed the same since the change was asked for.
        instead: fields that the reviewer wrote out of both.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`. NotFound: `no-such-change`.
        NotPossible: `change-answered`, `changed-meanwhile`, `change-overtaken`, `post-held`, `post-ended`,
            `keeps-nobody-here`.
        NotValid: `field-unknown`, or what the rules of a field say.
    """
    row = _waiting(change)
    community = changes.locked(row.community.ref)
    office = permissions.require_reviewer(by, community, at=at)
    if row.state in {Change.State.APPLIED, Change.State.OVERTAKEN}:
        return
    _require_open(row)
    if version != community.version:
        raise NotPossible("changed-meanwhile")
    state: str = Change.State.APPLIED
    if row.group == Group.POSTS:
        posts.let_hold(community, row.after, by=by, at=at)
    else:
        state = settle(row, community, collided=collided, instead=instead, by=by, at=at)
    row.version = community.version if state == Change.State.APPLIED else row.version
    _answer(row, state, "", by, at)
    mark_verified(community, [row.group], office=office, by=by, at=at)


@transaction.atomic
def refuse(*, change: str, answer: str, by: Actor, at: datetime) -> None:
    """Refuse a waiting change with a reason for its author; again it changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`. NotFound: `no-such-change`.
        NotPossible: `change-answered`. NotValid: `refusal-needs-reason`.
    """
    row = _waiting(change)
    permissions.require_reviewer(by, row.community, at=at)
    if row.state == Change.State.REFUSED:
        return
    _require_open(row)
    reason = one_line(answer)
    if not reason:
        raise NotValid("refusal-needs-reason")
    if row.group == Group.POSTS:
        posts.drop_asked(row.after, by=by, at=at)
    _answer(row, Change.State.REFUSED, reason[:_LONGEST_ANSWER], by, at)


def _waiting(ref: str) -> Change:
    row = Change.objects.select_for_update(of=("self",)).select_related("community").filter(ref=ref).first()
    if row is None:
        raise NotFound("no-such-change")
    return row


def _require_open(row: Change) -> None:
    if row.state != Change.State.WAITING:
        raise NotPossible("change-answered")


def _answer(row: Change, state: str, answer: str, by: Actor, at: datetime) -> None:
    row.state, row.answer, row.reviewed_by, row.reviewed_at = state, answer, by.ref, at
    row.save()
    _tell(row, by, at)
    record(
        kind="register.change.reviewed",
        subject=f"change:{row.ref}",
        by=by,
        at=at,
        facts={"community": row.community.ref, "state": state, "group": row.group},
    )


def _tell(row: Change, by: Actor, at: datetime) -> None:
    """Write to whoever asked for the change; to an account at its address, to others where the body is reached."""
    asked = _author(row)
    if asked is None:
        return
    queue_mail(
        template="register_answered",
        language=asked.language if asked.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        to=asked.email,
        context={
            "title": row.community.title,
            "group": GROUPS[row.group],
            "agreed": row.state == Change.State.APPLIED,
            "beside": Change.objects.filter(community=row.community, state=Change.State.OVERTAKEN)
            .filter(key__in=[row.key, f"{row.key}+"])
            .exists(),
            "answer": row.answer,
            "address": settings.SITE_ADDRESS + _where(row),
        },
        about=row.community.subject,
        by=by,
        at=at,
    )


def _where(row: Change) -> str:
    """Whoever asked to be called otherwise reads their own record, everybody else the entry."""
    return (
        reverse("privacy:record")
        if "rename" in row.after
        else reverse("register:desk_community", args=[row.community.ref])
    )


def _author(row: Change) -> Asked | None:
    if "rename" in row.after:
        person = Person.objects.filter(ref=row.after["rename"]["holder"]).first()
        return Asked(person.email, person.name, person.language) if person and person.email else None
    user_id = Actor(row.by).user_id
    account = account_kept(user_id=user_id) if user_id is not None else None
    return Asked(account.email, account.name, account.language) if account else whom_to_ask(row.community)
