"""Who may do what with accounts."""

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed


def require_staff(actor: Actor) -> None:
    """Staff of the whole institution.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not actor.has_role("staff", "system"):
        raise NotAllowed("not-allowed")


def require_desk(actor: Actor) -> None:
    """Anybody who holds a role, whatever its scope.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not actor.grants:
        raise NotAllowed("not-allowed")


def require_account(actor: Actor) -> int:
    """Return the id of the account that acts.

    Raises:
        NotAllowed: `sign-in-first`.
    """
    if actor.user_id is None:
        raise NotAllowed("sign-in-first")
    return actor.user_id


def require_self_or_staff(actor: Actor, user_id: int) -> None:
    """The account itself, or staff.

    Raises:
        NotAllowed: `not-allowed`.
    """
    if actor.user_id != user_id:
        require_staff(actor)
