"""Who may see and steer the outbox."""

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed


def require_mail_staff(actor: Actor) -> None:
    """Staff of the whole institution.

    Raises:
        NotAllowed: `not-allowed`.
    """
    if not actor.has_role("staff", "system"):
        raise NotAllowed("not-allowed")
