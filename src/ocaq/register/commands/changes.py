"""Writing fields of an entry: at once, after a review, or kept beside what others wrote meanwhile."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from ocaq.accounts.public import end_roles_of
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.register import permissions
from ocaq.register.commands.applying import apply, tidied
from ocaq.register.commands.verifying import mark_verified
from ocaq.register.models import Change, Community, Place
from ocaq.register.queries.snapshot import changes_since, snapshot
from ocaq.register.rules import scopes
from ocaq.register.rules.fields import SENSITIVE, group_of
from ocaq.register.rules.merging import merged

_LONGEST_NOTE = 500
LONGEST_KEY = 60  # a mark may follow it


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a form.

    `state`: applied, waiting for a review, or nothing when nothing differs. `overtaken`: reference of what was kept
    because others wrote the same fields meanwhile, or "". `version`: of the entry now.
    """

    state: Literal["applied", "waiting", "nothing"]
    change: str
    overtaken: str
    version: int


@once
@transaction.atomic
def write(
    *,
    ref: str,
    version: int,
    group: str,
    fields: Mapping[str, Any],
    key: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Written:
    """Write fields of one group of an entry read at `version`. The same words with the same key change nothing.

    Fields that nobody touched since then are applied; those that somebody did are kept as an overtaken change, so that
    nobody's words are lost. Sensitive groups wait for a review when the body itself writes them.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`.
        NotValid: `field-unknown`, `place-other-country`, or what the rules of a field say.
        NotPossible: `form-of-another-entry`.
    """
    community = locked(ref)
    office = permissions.require_keeper(by, community, at=at)
    wanted = tidied(fields)
    _require_fits(wanted, group, community, office)
    now = snapshot(community, group)
    outcome = merged(now, since=changes_since(community, group, version), wanted=wanted)
    if _says_more(made_of(community, key), {**outcome.apply, **outcome.overtaken}):
        key = _key_of(key, wanted)
    known = _written(community, key)
    if known is not None:
        return known
    made = Author(community, group, key, one_line(note)[:_LONGEST_NOTE], by, at)
    if group in SENSITIVE and not scopes.may_review(office):
        asked = {**outcome.apply, **outcome.overtaken}
        change = made.keep(Change.State.WAITING, outcome.before, asked, version) if asked else None
        return Written("waiting" if change else "nothing", change.ref if change else "", "", community.version)
    overtaken = made.keep(Change.State.OVERTAKEN, outcome.before, outcome.overtaken, version, mark="+")
    change = None
    if outcome.apply:
        write_down(community, outcome.apply, group=group, by=by, at=at)
        change = made.keep(Change.State.APPLIED, outcome.before, outcome.apply, community.version)
    mark_verified(community, [group], office=office, by=by, at=at)
    return Written(
        "applied" if change else "nothing",
        change.ref if change else "",
        overtaken.ref if overtaken else "",
        community.version,
    )


def _says_more(rows: Mapping[str, Change], asked: Mapping[str, Any]) -> bool:
    """Tell whether a form that became these changes before says something else now: a browser may bring it back."""
    stored = {field: value for row in rows.values() for field, value in row.after.items()}
    return bool(rows) and any(field not in stored or stored[field] != value for field, value in asked.items())


def _key_of(key: str, wanted: Mapping[str, Any]) -> str:
    said = json.dumps(wanted, sort_keys=True, default=str).encode()
    return f"{key[:40]}.{hashlib.sha256(said).hexdigest()[:16]}"


def locked(ref: str) -> Community:
    """Return a community that nobody else changes until the commit.

    Raises:
        NotFound: `no-such-community`.
    """
    found = Community.objects.select_for_update(of=("self",)).select_related("kind", "place", "founding")
    community = found.filter(ref=ref).first()
    if community is None:
        raise NotFound("no-such-community")
    return community


@dataclass(frozen=True, slots=True)
class Author:
    """Who wants something of one group, and by which key their form is known again."""

    community: Community
    group: str
    key: str
    note: str
    by: Actor
    at: datetime

    def keep(
        self, state: str, before: Mapping[str, Any], after: Mapping[str, Any], version: int, *, mark: str = ""
    ) -> Change | None:
        if not after:
            return None
        return Change.objects.create(
            key=f"{self.key[:LONGEST_KEY]}{mark}",
            community=self.community,
            group=self.group,
            before={field: before[field] for field in after},
            after=dict(after),
            state=state,
            version=version,
            by=self.by.ref,
            at=self.at,
            note=self.note,
        )


def made_of(community: Community, key: str) -> dict[str, Change]:
    """Return what a form became before: {"": what it asked for, "+": what others had overtaken}.

    Raises:
        NotPossible: `form-of-another-entry`.
    """
    key = key[:LONGEST_KEY]
    rows = {row.key[len(key) :]: row for row in Change.objects.filter(key__in=[key, f"{key}+"])}
    if any(row.community_id != community.pk for row in rows.values()):
        raise NotPossible("form-of-another-entry")
    return rows


def _written(community: Community, key: str) -> Written | None:
    rows = made_of(community, key)
    if not rows:
        return None
    change, overtaken = rows.get(""), rows.get("+")
    state: Literal["applied", "waiting", "nothing"] = "nothing"
    if change is not None:
        state = "waiting" if change.state == Change.State.WAITING else "applied"
    return Written(state, change.ref if change else "", overtaken.ref if overtaken else "", community.version)


def _require_fits(wanted: Mapping[str, Any], group: str, community: Community, office: scopes.Office) -> None:
    if any(group_of(field) != group for field in wanted):
        raise NotValid("field-unknown")
    # Moving abroad moves an entry out of sight of whoever looks after it: that is for those who see both countries.
    ref = wanted.get("place")
    if ref and office != "staff" and not Place.objects.filter(ref=ref, country=community.country).exists():
        raise NotValid("place-other-country")


def write_down(community: Community, fields: Mapping[str, Any], *, group: str, by: Actor, at: datetime) -> None:
    """Apply fields in the caller's transaction: the entry has another version then."""
    state = community.state
    apply(community, fields, at=at)
    community.version += 1
    community.changed_at = at
    community.save()
    record(
        kind="register.community.changed",
        subject=community.subject,
        by=by,
        at=at,
        facts={"group": group, "fields": sorted(fields), "version": community.version},
    )
    if community.state != state:
        if community.state == Community.State.CLOSED:
            end_roles_of(community=community.ref, by=by, at=at)
        record(
            kind="register.community.stands",
            subject=community.subject,
            by=by,
            at=at,
            facts={"state": community.state, "kind": community.kind.code, "country": community.country.lower()},
        )
