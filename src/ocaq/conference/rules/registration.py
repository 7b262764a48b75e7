"""Who may register when, and what a registration must say."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

NEEDS = ("captions", "sign-language", "telephone", "large-print", "screen-reader", "interpreter")
OPEN_STATES = frozenset({"published", "doors", "on_air"})
NAME_LIMIT = 200
NOTICE_VERSION = "2026-11"
INVITATION_LIVES = timedelta(days=60)
LINK_AGAIN_AFTER = timedelta(hours=1)
MOST_LINES = 2_000


def refusal_of_name(name: str) -> str | None:
    """Return why `name`, already tidy, is not a person's name as they could write it, or None."""
    if len(name) > NAME_LIMIT:
        return "name-too-long"
    return None if any(c.isalpha() for c in name) else "name-missing"


def refusal_to_register(*, state: str, entry: str, invited: bool, invitation_over: str | None = None) -> str | None:
    """Return why nobody, or not this person, can register now, or None."""
    if state not in OPEN_STATES:
        return "registration-not-open" if state == "draft" else "registration-closed"
    if invitation_over:
        return invitation_over
    return "entry-by-invitation" if entry == "invitation" and not invited else None


def invitation_over(*, expires_at: datetime, withdrawn_at: datetime | None, at: datetime) -> str | None:
    """Return why a personal link is good no longer, or None. The instant it expires is already too late."""
    if withdrawn_at is not None:
        return "invitation-withdrawn"
    return "invitation-expired" if at >= expires_at else None


def refusal_to_confirm(
    *,
    name: str,
    country: str,
    capacity: str,
    languages: Sequence[str],
    countries: Collection[str],
    capacities: Collection[str],
) -> str | None:
    if refusal := refusal_of_name(name):
        return refusal
    if country not in countries:
        return "country-missing"
    if capacity not in capacities:
        return "capacity-missing"
    return None if languages else "languages-missing-of-person"


def unknown_in_line(
    *,
    country: str,
    capacity: str,
    language: str,
    countries: Collection[str],
    capacities: Collection[str],
    languages: Collection[str],
) -> frozenset[str]:
    """Return which parts of a pasted line say what does not exist; what was left out is not unknown."""
    said = {"country": (country, countries), "capacity": (capacity, capacities), "language": (language, languages)}
    return frozenset(part for part, (word, known) in said.items() if word and word not in known)


def refusal_to_change(*, registration_state: str, conference_state: str) -> str | None:
    """Return why a registration cannot be changed or withdrawn, or None. A withdrawn one may be taken up again."""
    if registration_state == "draft":
        return "registration-not-finished"
    return None if conference_state in OPEN_STATES else "registration-closed"


def new_key(conference_ref: str) -> str:
    """Return a key for a form opened now; it begins with its conference."""
    return f"{conference_ref}.{secrets.token_urlsafe(24)}"
