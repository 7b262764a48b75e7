"""Who may do what with the register."""

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed


def require_person_or_staff(actor: Actor, user_id: int | None) -> None:
    """The person themselves, by their account, or staff.

    Raises:
        NotAllowed: `sign-in-first` for nobody, `not-allowed` for others.
    """
    if actor.is_anonymous:
        raise NotAllowed("sign-in-first")
    if not actor.has_role("staff", "system") and (user_id is None or actor.user_id != user_id):
        raise NotAllowed("not-allowed")
