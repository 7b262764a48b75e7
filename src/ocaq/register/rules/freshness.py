"""How long an entry that somebody verified is taken for true."""

from datetime import datetime, timedelta
from typing import Final

FRESH_FOR: Final = timedelta(days=365)


def is_fresh(verified_at: datetime | None, at: datetime) -> bool:
    """Say whether an entry was looked at within the last twelve months."""
    return verified_at is not None and at - verified_at < FRESH_FOR
