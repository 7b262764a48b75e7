"""Once a year whoever keeps an entry is asked by mail to look it through."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ocaq.evidence.recording import record
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.kernel.sealing import mark
from ocaq.mail.queueing import queue_mail
from ocaq.register import permissions
from ocaq.register.commands.changes import locked
from ocaq.register.models import Group, Renewal
from ocaq.register.queries.renewal import whom_to_ask
from ocaq.register.rules.freshness import LINK_LIVES, LINK_STANDS


@transaction.atomic
def ask_to_renew(*, community: str, by: Actor, at: datetime) -> str:
    """Mail a personal link that lets its reader look the entry through; return the renewal's reference.

    One mailed a moment ago stands; a later one ends those before it.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`.
        NotPossible: `nobody-to-ask`, `community-closed`.
    """
    body = locked(community)
    permissions.require_keeper(by, body, at=at)
    if body.state == body.State.CLOSED:
        raise NotPossible("community-closed")
    asked = whom_to_ask(body)
    if asked is None:
        raise NotPossible("nobody-to-ask")
    lately = body.renewals.filter(sent_at__gt=at - LINK_STANDS, answered_at=None).order_by("-pk").first()
    line_mark = "" if asked.post else mark(asked.email)
    if lately is not None and (lately.post_id, lately.line_mark) == (asked.post, line_mark):
        return lately.ref
    ref = new_ref()
    secret = links.secret("renewal", ref)
    Renewal.objects.create(
        ref=ref,
        community=body,
        post_id=asked.post,
        line_mark=line_mark,
        secret_digest=links.digest(secret),
        sent_at=at,
        expires_at=at + LINK_LIVES,
    )
    queue_mail(
        template="register_renewal",
        language=asked.language if asked.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        to=asked.email,
        context={
            "title": body.title,
            "name": asked.name,
            "address": settings.SITE_ADDRESS + reverse("register:renewal", args=[secret]),
            "until": at + LINK_LIVES,
        },
        about=f"renewal:{ref}",
        by=by,
        at=at,
    )
    record(kind="register.renewal.asked", subject=body.subject, by=by, at=at, facts={"renewal": ref})
    return ref


@transaction.atomic
def close_renewal(*, renewal: str, by: Actor, at: datetime) -> bool:
    """Write that a link was answered once every group was looked at since it was sent; return whether it is.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `renewal-unknown`.
    """
    row = Renewal.objects.select_for_update(of=("self",)).select_related("community").filter(ref=renewal).first()
    if row is None:
        raise NotFound("renewal-unknown")
    permissions.require_keeper(by, row.community, at=at)
    if row.answered_at is not None:
        return True
    seen = set(row.community.verifications.filter(at__gte=row.sent_at).values_list("group", flat=True))
    # Posts and names that the body changed wait for a council; that they were looked at is what counts here.
    seen |= set(row.community.changes.filter(at__gte=row.sent_at).values_list("group", flat=True))
    if not set(Group.values) <= seen:
        return False
    row.answered_at = at
    row.save(update_fields=["answered_at"])
    record(kind="register.renewal.answered", subject=row.community.subject, by=by, at=at, facts={"renewal": row.ref})
    return True
