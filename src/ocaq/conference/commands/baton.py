"""Two directors, one baton: taken, handed over, accepted, never lost."""

from datetime import datetime

from ocaq.conference.commands.stage import Act, atomic_act, direct, enter
from ocaq.conference.models import Show
from ocaq.conference.queries.directors import is_director
from ocaq.conference.rules import show as rules
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotPossible


@atomic_act
def take_baton(*, slug: str, by: Actor, at: datetime, confirmed: bool = False, key: str = "") -> Act:
    """Take the baton that nobody holds, or, once confirmed, that of a director who is not at the console.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-held`, `baton-absent-unconfirmed`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key, counts=True)
    show = stage.show
    if refusal := rules.refusal_to_take_baton(
        holder=show.baton, by=by.ref, seen_at=show.baton_seen_at, at=at, confirmed=confirmed
    ):
        raise NotPossible(refusal)
    show.baton, show.baton_offered_to, show.baton_seen_at = by.ref, "", at
    return stage.settle("baton.taken")


@atomic_act
def hand_over_baton(*, slug: str, to: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Offer the baton to another director, who holds it once they accept; to nobody: withdraw the offer.

    Args:
        to: actor ref of the director, or empty.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-not-taken`, `baton-not-yours`, `baton-to-nobody`.
    """
    stage = direct(slug=slug, by=by, at=at, key=key)
    if to and (to == by.ref or not is_director(to, at=at)):
        raise NotPossible("baton-to-nobody")
    stage.show.baton_offered_to = to
    return stage.settle("baton.offered" if to else "baton.kept")


@atomic_act
def accept_baton(*, slug: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Hold the baton that was offered.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-not-offered`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key, counts=True)
    if stage.show.baton_offered_to != by.ref:
        raise NotPossible("baton-not-offered")
    stage.show.baton, stage.show.baton_offered_to, stage.show.baton_seen_at = by.ref, "", at
    return stage.settle("baton.accepted")


def hear_of_holder(*, slug: str, by: Actor, at: datetime) -> None:
    """Keep in mind that the holder of the baton is at the console. Not an act: no version, no log, no evidence."""
    Show.objects.filter(conference__slug=slug, baton=by.ref).update(baton_seen_at=at)
