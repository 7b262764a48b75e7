"""Who may do what with accounts."""

from datetime import datetime

from ocaq.accounts.network import network
from ocaq.accounts.rules import may_give, scopes_given
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


def require_giver(actor: Actor, *, role: str, scope: str, place: str, at: datetime) -> None:
    """Staff for any role, others for less than they look after themselves (three SQL queries, for those).

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for whoever gives no roles, `role-not-yours-to-give`.
    """
    require_any_giver(actor, at=at)
    asks = scope == "community" and not actor.has_role("staff", "system", "coordinator")
    is_below = asks and bool(network().below([place], by=actor, at=at))
    if not may_give(actor.grants, role=role, scope=scope, is_below=is_below):
        raise NotAllowed("role-not-yours-to-give")


def require_any_giver(actor: Actor, *, at: datetime) -> None:
    """Whoever may give some role: staff, the register's own, a country's, a council; not a single body.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not gives_roles(actor, at=at):
        raise NotAllowed("not-allowed")


def gives_roles(actor: Actor, *, at: datetime) -> bool:
    """Say whether somebody may give any role (none or one SQL query)."""
    scopes = scopes_given(actor.grants)
    return bool(scopes) and (scopes != ("community",) or network().has_below(actor, at))
