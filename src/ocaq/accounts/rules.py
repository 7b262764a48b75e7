"""Whether a role may be given or ended, and what a name may look like. No Django."""

import re
import unicodedata

ROLES = ("staff", "director", "crew", "coordinator")
SCOPES = ("institution", "country", "community")
NAME_LENGTH = 200
# Coordinators look after one country or community; the others run the institution's own house.
_SCOPES_OF = {"staff": ("institution",), "director": ("institution",), "crew": ("institution",), "coordinator": SCOPES}
_COMMUNITY = re.compile(r"[0-9a-z]{4,40}")
# Overrides and isolates turn the text after them round; they have no place in one line that stands in <bdi>.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def refusal_to_grant(*, role: str, scope: str, place: str, countries: frozenset[str], holds: bool) -> str | None:
    """Return why the role cannot be given.

    Args:
        countries: codes a person may declare.
        holds: the person holds this role in this scope already.
    """
    if role not in ROLES or scope not in _SCOPES_OF[role]:
        return "role-scope-wrong"
    if scope == "institution" and place:
        return "role-scope-wrong"
    if scope == "country" and place not in countries:
        return "role-country-wrong"
    if scope == "community" and not _COMMUNITY.fullmatch(place):
        return "role-scope-wrong"
    return "role-held" if holds else None


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


def one_line(text: str) -> str:
    """Return what a person wrote as one line: composed letters, single spaces, no control or turning characters."""
    bare = _TURNING.sub("", unicodedata.normalize("NFC", text))
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in bare).split())


def digits(code: str) -> str:
    """Return a code as typed or pasted, in any script's digits, as ASCII digits; other characters are left out."""
    return "".join(str(unicodedata.digit(c)) for c in code if unicodedata.digit(c, None) is not None)
