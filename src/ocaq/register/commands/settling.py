"""A change is agreed to though others wrote the same words meanwhile: what does not hold stands beside what does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.register.commands import changes
from ocaq.register.commands.applying import tidied
from ocaq.register.models import Change, Community
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.rules.fields import group_of
from ocaq.register.rules.merging import Fields, merged

# Of words that others changed since: those asked for, those that stand, or nobody has said yet.
Collided = Literal["", "asked", "standing"]


def settle(
    row: Change, community: Community, *, collided: Collided, instead: Mapping[str, Any] | None, by: Actor, at: datetime
) -> str:
    """Write what holds of a change, in the caller's transaction; return the state of the change then.

    Args:
        instead: what the reviewer wrote out of both; then the change stands beside it as it was asked for.

    Raises:
        NotPossible: `change-overtaken`, when `collided` does not say which words hold.
        NotValid: `field-unknown`, or what the rules of a field say.
    """
    now = snapshot(community, row.group)
    if instead is not None:
        written = _put_together(row, now, instead)
        _hold(row, community, written, by, at)
        if written:
            _beside(row, Change.State.APPLIED, _of(now, written), written, version=community.version, by=by.ref, at=at)
        return Change.State.OVERTAKEN
    outcome = merged(now, since=[row.before], wanted=row.after)
    if outcome.overtaken and not collided:
        raise NotPossible("change-overtaken")
    if not outcome.overtaken or collided == "asked":
        _hold(row, community, {**outcome.apply, **outcome.overtaken}, by, at)
        row.before = _of(now, row.after)  # what stood until now is read there
        return Change.State.APPLIED
    if not outcome.apply:
        return Change.State.OVERTAKEN
    left = dict(outcome.overtaken)
    _beside(row, Change.State.OVERTAKEN, _of(row.before, left), left, version=row.version, by=row.by, at=row.at)
    row.after = {field: value for field, value in row.after.items() if field not in left}
    row.before = _of(now, row.after)
    _hold(row, community, outcome.apply, by, at)
    return Change.State.APPLIED


def _put_together(row: Change, now: Fields, instead: Mapping[str, Any]) -> dict[str, Any]:
    if any(group_of(field) != row.group for field in instead):
        raise NotValid("field-unknown")
    return dict(merged(now, since=[], wanted=tidied(instead)).apply)


def _hold(row: Change, community: Community, fields: Fields, by: Actor, at: datetime) -> None:
    if fields:
        changes.write_down(community, fields, group=row.group, by=by, at=at)


def _of(fields: Fields, wanted: Fields) -> dict[str, Any]:
    return {field: fields.get(field) for field in wanted}


def _beside(row: Change, state: str, before: Fields, after: Fields, *, version: int, by: str, at: datetime) -> None:
    """Keep words under a name of their own: the author's beside what holds, or what holds beside the author's."""
    Change.objects.create(
        key=f"{row.key}{'~' if state == Change.State.APPLIED else '+'}",
        community=row.community, group=row.group, before=dict(before), after=dict(after), state=state, version=version,
        by=by, at=at,
    )  # fmt: skip
