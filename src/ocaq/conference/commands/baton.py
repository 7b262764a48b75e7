"""Two directors, one baton: taken, handed over, accepted, never lost."""

from datetime import datetime

from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.stage import Act, enter
from ocaq.conference.models import Show
from ocaq.conference.queries.directors import is_director
from ocaq.conference.rules import show as rules
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotPossible


@transaction.atomic
def take_baton(*, slug: str, by: Actor, at: datetime, confirmed: bool = False, key: str = "") -> Act:
    """Take the baton that nobody holds, or, once confirmed, that of a director who is not at the console.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-held`, `baton-absent-unconfirmed`.
    """
    stage = enter(slug=slug, by=by, key=key)
    if stage.earlier:
        return stage.earlier
    if not permissions.may_direct(by):
        raise NotAllowed("not-allowed")
    show = stage.show
    if refusal := rules.refusal_to_take_baton(
        holder=show.baton, by=by.ref, seen_at=show.baton_seen_at, at=at, confirmed=confirmed
    ):
        raise NotPossible(refusal)
    show.baton, show.baton_offered_to, show.baton_seen_at = by.ref, "", at
    return stage.settle("baton.taken", by=by, at=at, counts=True)


@transaction.atomic
def hand_over_baton(*, slug: str, to: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Offer the baton to another director, who holds it once they accept; to nobody: withdraw the offer.

    Args:
        to: actor ref of the director, or empty.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-not-taken`, `baton-not-yours`, `baton-to-nobody`.
    """
    stage = enter(slug=slug, by=by, key=key)
    if stage.earlier:
        return stage.earlier
    stage.expect_baton(by, at)
    if to and (to == by.ref or not is_director(to, at=at)):
        raise NotPossible("baton-to-nobody")
    stage.show.baton_offered_to = to
    return stage.settle("baton.offered" if to else "baton.kept", by=by, at=at, counts=True)


@transaction.atomic
def accept_baton(*, slug: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Hold the baton that was offered.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-not-offered`.
    """
    stage = enter(slug=slug, by=by, key=key)
    if stage.earlier:
        return stage.earlier
    if not permissions.may_direct(by):
        raise NotAllowed("not-allowed")
    if stage.show.baton_offered_to != by.ref:
        raise NotPossible("baton-not-offered")
    stage.show.baton, stage.show.baton_offered_to, stage.show.baton_seen_at = by.ref, "", at
    return stage.settle("baton.accepted", by=by, at=at, counts=True)


def hear_of_holder(*, slug: str, by: Actor, at: datetime) -> None:
    """Keep in mind that the holder of the baton is at the console. Not an act: no version, no log, no evidence."""
    Show.objects.filter(conference__slug=slug, baton=by.ref).update(baton_seen_at=at)
