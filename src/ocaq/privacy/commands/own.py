"""Leaving what the floors below keep."""

from datetime import datetime

from django.db import transaction

from ocaq.accounts.public import account_of_subject, erase_account
from ocaq.kernel.actor import Actor


@transaction.atomic
def leave_account(*, subject: str, by: Actor, at: datetime) -> None:
    """Erase an account with everything any domain keeps of it; again changes nothing.

    Raises:
        NotPossible: `last-staff`.
    """
    user_id = account_of_subject(subject)
    if user_id is not None:
        erase_account(user_id=user_id, by=by, at=at)
