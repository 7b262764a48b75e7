"""What is written of a look, and when two are one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from ocaq.kernel.actor import Grant

REPEATED_WITHIN = timedelta(minutes=15)
REASON_HOLDS = timedelta(minutes=30)
REASON_LENGTH = (10, 300)
EMERGENCY_HOLDS = timedelta(hours=1)
DRAWN, REVIEW_OVER = 10, timedelta(days=7)  # how many looks a week are reviewed, and of how long
_WEIGHT = ("staff", "guardian", "director", "crew", "coordinator")


def office_of(grants: Collection[Grant]) -> tuple[str, str]:
    """Return (office, role) of whoever looks: `coordinator:country:DE` and `coordinator`.

    Of several the one with the widest view counts; nobody's office is `none`.
    """
    if not grants:
        return "none", "none"
    scopes = ("institution", "country", "community")
    widest = min(grants, key=lambda one: (_rank(one.role), scopes.index(one.scope), one.place))
    parts = [widest.role, *([widest.scope, widest.place] if widest.place else [])]
    return ":".join(parts), widest.role


def _rank(role: str) -> int:
    return _WEIGHT.index(role) if role in _WEIGHT else len(_WEIGHT)


def refusal_of_reason(reason: str) -> str | None:
    """Return why this is no reason: one that says nothing, or a whole letter."""
    least, most = REASON_LENGTH
    if len(reason) < least or not any(c.isalpha() for c in reason):
        return "reason-too-short"
    return "reason-too-long" if len(reason) > most else None


def week_began(at: datetime) -> datetime:
    """Return the Monday of a moment, at midnight."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=at.weekday())


def refusal_to_judge(*, looker: str | None, by: str, verdict: str) -> str | None:
    """Return why somebody may not judge a look; `looker` is None when the look went with the person."""
    if looker is None:
        return "look-is-gone"
    if verdict:
        return "review-decided"
    return "own-look" if looker == by else None
