"""Who may look after privacy at the desk."""

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed


def require_staff(actor: Actor) -> None:
    """Staff of the whole institution, and guardians of records.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not actor.has_role("staff", "guardian", "system"):
        raise NotAllowed("not-allowed")


def require_keeper_anywhere(actor: Actor) -> None:
    """Whoever looks after some part of the register. Staff see all of it and need no emergency.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if "coordinator" not in roles_of(actor):
        raise NotAllowed("not-allowed")


def roles_of(actor: Actor) -> set[str]:
    return {grant.role for grant in actor.grants}
