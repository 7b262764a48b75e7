"""A community enters the register. What is changed of it later: `changes`, `standing`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.kernel.ids import new_ref
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotValid
from ocaq.kernel.repeats import once
from ocaq.register.commands.applying import apply, hang, tidied, title_of
from ocaq.register.commands.changes import LONGEST_KEY
from ocaq.register.models import Change, Community, Group
from ocaq.register.permissions import require_reviewer
from ocaq.register.rules.fields import CONTACTS

_TAKEN = frozenset({"data"})  # an address of the directory's own
# Lines of their own that hang on the row of the entry; the rest stands in it.
_HANGING = frozenset({"names", "state", "hours", *CONTACTS})


@once
@transaction.atomic
def found(
    *,
    kind: str,
    country: str,
    names: Sequence[Sequence[str]],
    place: str = "",
    fields: Mapping[str, Any] | None = None,
    key: str,
    by: Actor,
    at: datetime,
) -> str:
    """Enter a community; return its reference. Again with the same key it enters nothing and returns the first.

    Args:
        kind: code of a `Kind`.
        country: of its seat; that of `place`, if it has one.
        names: (text, language, use) each, as `rules.fields` has them.
        place: reference of a `Place`, or "".
        fields: any others of `rules.fields`, e.g. `{"email": […], "about:az": "…", "taught": ["az"]}`.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`.
        NotValid: `kind-unknown`, `place-unknown`, `country-unknown`, or what the rules of a field say.
    """
    key = key[:LONGEST_KEY]
    known = Change.objects.filter(key=key).values_list("community__ref", flat=True).first()
    if known:
        return known
    if country not in country_codes():
        raise NotValid("country-unknown")
    community = Community(country=country, created_at=at, changed_at=at)
    require_reviewer(by, community, at=at)
    wanted = tidied({"kind": kind, "names": names, "place": place, **(fields or {})})
    apply(community, {field: value for field, value in wanted.items() if field not in _HANGING}, at=at)
    if community.country != country:
        raise NotValid("place-unknown")
    _enter(community, wanted, at)
    Change.objects.create(
        key=key,
        community=community,
        group=Group.NAMES,
        before={},
        after=wanted,
        state=Change.State.APPLIED,
        version=1,
        by=by.ref,
        at=at,
    )
    record(
        kind="register.community.founded",
        subject=community.subject,
        by=by,
        at=at,
        facts={"kind": community.kind.code, "country": country.lower()},
    )
    return community.ref


def _enter(community: Community, wanted: Mapping[str, Any], at: datetime) -> None:
    community.title = title_of(wanted["names"])
    community.slug = _slug(wanted["names"])
    if state := wanted.get("state"):
        community.state = state["state"]
    community.save(force_insert=True)
    hang(community, wanted, at=at)


def _slug(names: Sequence[Sequence[str]]) -> str:
    """Return an address out of the most readable name; a number of its own when another has it."""
    order = ("romanised", "original", "translated", "alias", "former")
    texts = [text for use in order for text, _, its in names if its == use]
    slug = next((slug for text in texts if len(slug := slugify(fold(text))[:60].strip("-")) > 2), "")
    if not slug or slug in _TAKEN or Community.objects.filter(slug=slug).exists():
        return f"{slug or 'community'}-{new_ref()[:5]}"
    return slug
