"""Whether a role may be given or ended, and what a name may look like. No Django."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from ocaq.kernel.actor import Grant

ROLES = ("staff", "guardian", "director", "crew", "coordinator")
SCOPES = ("institution", "country", "community")
NAME_LENGTH = 200
# Coordinators look after one country or community; the others run the institution's own house.
_SCOPES_OF = {role: SCOPES if role == "coordinator" else SCOPES[:1] for role in ROLES}
# A role that ends neither with a post nor on a day is looked through so often.
LOOKED_THROUGH = timedelta(days=365)
_COMMUNITY = re.compile(r"[0-9a-z]{4,40}")


def may_give(grants: Collection[Grant], *, role: str, scope: str, is_below: bool) -> bool:
    """Say whether somebody with these grants may give and end a role: staff any, others less than they hold.

    Args:
        is_below: the community the role is for lies within what they look after, and is not all of it.
    """
    whole = {grant.role for grant in grants if grant.scope == "institution"}
    if whole & {"staff", "system"}:
        return True
    if role != "coordinator" or scope == "institution":
        return False
    return "coordinator" in whole or (scope == "community" and is_below)


def scopes_given(grants: Collection[Grant]) -> tuple[str, ...]:
    """Return for which scopes somebody may give roles; for which communities is a question to the register."""
    whole = {grant.role for grant in grants if grant.scope == "institution"}
    if whole & {"staff", "system"}:
        return SCOPES
    if "coordinator" in whole:
        return SCOPES[1:]
    return SCOPES[2:] if any(grant.role == "coordinator" for grant in grants) else ()


def refusal_to_grant(
    *,
    role: str,
    scope: str,
    place: str,
    countries: frozenset[str],
    holds: bool,
    ends_at: datetime | None = None,
    at: datetime | None = None,
    post_held: bool = True,
) -> str | None:
    """Return why the role cannot be given.

    Args:
        countries: codes a person may declare.
        holds: the person holds this role in this scope already.
        post_held: no post is named, or one that is held now in the community the role is for.
    """
    if role not in ROLES or scope not in _SCOPES_OF[role]:
        return "role-scope-wrong"
    if scope == "institution" and place:
        return "role-scope-wrong"
    if scope == "country" and place not in countries:
        return "role-country-wrong"
    if scope == "community" and not _COMMUNITY.fullmatch(place):
        return "role-scope-wrong"
    if not post_held:
        return "role-post-over"
    if ends_at is not None and at is not None and ends_at <= at:
        return "role-over-before-it-began"
    return "role-held" if holds else None


def is_to_be_looked_through(*, post: str, ends_at: datetime | None, seen_at: datetime, at: datetime) -> bool:
    """Say whether a role with no end of its own has not been looked at for a year.

    Args:
        seen_at: when it was given, or last found to be still right.
    """
    return not post and ends_at is None and seen_at + LOOKED_THROUGH <= at


def refusal_to_end(*, role: str, own: bool, ended: bool) -> str | None:
    """Return why the role cannot be ended: staff cannot end their own staff role, so that somebody always remains."""
    if ended:
        return "role-ended"
    return "own-staff-role" if own and role == "staff" else None


def refusal_to_erase(*, is_staff: bool, other_staff: bool) -> str | None:
    """Return why an account cannot be erased: the last of the staff would leave a house that nobody can open."""
    return "last-staff" if is_staff and not other_staff else None


def refusal_of_name(name: str) -> str | None:
    return "name-too-long" if len(name) > NAME_LENGTH else None


def digits(code: str) -> str:
    """Return a code as typed or pasted, in any script's digits, as ASCII digits; other characters are left out."""
    return "".join(str(unicodedata.digit(c)) for c in code if unicodedata.digit(c, None) is not None)
