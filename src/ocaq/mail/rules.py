"""When a mail is tried again, when it is given up, and what an address must look like."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

MAX_AGE = timedelta(days=2)
LONGEST_WAIT = timedelta(hours=2)
# Long enough for any server's patience; a worker killed in mid-sending delays its mail by this much.
CLAIM = timedelta(minutes=10)
# What was sent holds names and addresses; the evidence that it was sent does not, and stays.
KEPT = timedelta(days=30)

_ADDRESS = re.compile(
    r"[^@\s\x00-\x1f<>,;:\"()\[\]\\]{1,64}@[^@\s\x00-\x1f<>,;:\"()\[\]\\.][^@\s\x00-\x1f<>,;:\"()\[\]\\]{0,252}"
)


def refusal_of_address(address: str) -> str | None:
    """Return `mail-address-wrong` for what cannot be one plain mail address, in any script."""
    return None if len(address) <= 254 and _ADDRESS.fullmatch(address) else "mail-address-wrong"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a mail after a trial; `due_at` only when it is tried again."""

    state: Literal["sent", "deferred", "bounced", "failed"]
    error: str = ""
    due_at: datetime | None = None


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after that many trials: 1 minute, doubling, two hours at most."""
    return min(timedelta(minutes=2 ** max(attempts - 1, 0)), LONGEST_WAIT) if attempts < 12 else LONGEST_WAIT


def outcome_of(
    *, error: str, code: int | None, of_address: bool, attempts: int, since: datetime, at: datetime
) -> Outcome:
    """Decide what becomes of a mail that was not taken.

    Args:
        error: short code of what happened, for people who look after mail.
        code: the server's reply, None when there was none (no connection).
        of_address: the reply was about the recipient's address.
        attempts: trials so far, this one included.
        since: when it was queued, or last given a new chance by staff.
    """
    if code is not None and code >= 500:
        return Outcome("bounced" if of_address else "failed", error)
    if at - since >= MAX_AGE:
        return Outcome("failed", "given-up")
    return Outcome("deferred", error, at + wait_after(attempts))


# Status of RFC 3463: no such mailbox, no such host, wrong form, moved, takes no mail, closed.
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


def state_after_report(status: str) -> Literal["bounced", "failed"]:
    """Return what a mail is once a server that took it reports, with this status, that it was given up."""
    return "bounced" if status in _NO_SUCH_ADDRESS else "failed"


def refusal_to_retry(state: str) -> str | None:
    return None if state in {"deferred", "bounced", "failed"} else "mail-not-stuck"
