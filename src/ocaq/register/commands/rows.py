"""The rows of a list: judged, written, taken back; each call does some of them in one transaction."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count

from ocaq.accounts.public import is_looked_after
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import Refused
from ocaq.kernel.rows import rewrite
from ocaq.register.commands.changes import write
from ocaq.register.commands.communities import found
from ocaq.register.models import Batch, Change, Community, Line
from ocaq.register.queries.judging import Judge, differing
from ocaq.register.queries.lists import columns_in, defaults_in, locked_batch
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.rules.drafts import Draft, draft_of

_HUNG = (
    "posts", "photos", "areas", "members", "affiliations", "verifications", "reports", "renewals", "absorbing",
    "absorbed_by",
)  # fmt: skip
_WRITTEN = (Line.State.ENTERED, Line.State.CHANGED)


@transaction.atomic
def judge_rows(*, ref: str, judge: Judge, most: int, by: Actor, at: datetime) -> int:
    """Give the next rows their verdicts; return how many. With none left the list is read.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state != Batch.State.READING:
        return 0
    columns, given = columns_in(batch), defaults_in(batch)
    lines = list(batch.lines.filter(verdict="").order_by("number")[:most])
    for line in lines:
        draft = draft_of(columns, line.cells, given)
        judged = judge.judge(line.number, draft)
        line.verdict, line.reasons, line.community_id = judged.verdict, judged.reasons, judged.community
        line.draft = {"country": draft.country, "place": judged.place, "kind": draft.kind, "fields": draft.fields}
    rewrite(lines, ["verdict", "reasons", "community", "draft"])
    if not lines:
        batch.state = Batch.State.READ
        batch.save(update_fields=["state"])
    return len(lines)


@transaction.atomic
def apply_rows(*, ref: str, judge: Judge, most: int, by: Actor, at: datetime) -> int:
    """Write the next rows into the register; return how many. With none left the list is applied.

    A row that can no longer be written as it was shown is left, with its reason; a repeat writes nothing twice.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state != Batch.State.APPLYING:
        return 0
    lines = list(batch.lines.filter(state=Line.State.WAITING).order_by("number")[:most])
    for line in lines:
        _tried(line, partial(_apply, batch, line, judge, by, at))
    if not lines:
        _end(batch, Batch.State.APPLIED, "register.list.applied", by, at)
    return len(lines)


def _tried(line: Line, act: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        line.state = Line.State.LEFT
        line.reasons = [*line.reasons, [refusal.code, "", ""]]
    line.save(update_fields=["state", "reasons", "community", "before", "version"])


def _apply(batch: Batch, line: Line, judge: Judge, by: Actor, at: datetime) -> None:
    is_new = line.verdict == Line.Verdict.NEW or line.choice == Line.Choice.NEW
    is_change = line.verdict == Line.Verdict.CHANGES or line.choice == Line.Choice.SAME
    if is_new and line.verdict == Line.Verdict.NEW and not _is_still_new(line, judge):
        line.state, line.reasons = Line.State.LEFT, [*line.reasons, ["list-no-longer-new", "", ""]]
    elif is_new:
        _enter(batch, line, by, at)
    elif is_change and line.community_id:
        _change(batch, line, by, at)
    else:
        line.state = Line.State.LEFT


def _is_still_new(line: Line, judge: Judge) -> bool:
    wanted = line.draft
    draft = Draft(country=wanted["country"], kind=wanted["kind"], fields=wanted["fields"])
    return judge.judge(line.number, draft, place=wanted["place"]).verdict == Line.Verdict.NEW


def _enter(batch: Batch, line: Line, by: Actor, at: datetime) -> None:
    wanted = line.draft
    fields = {name: value for name, value in wanted["fields"].items() if name != "names"}
    ref = found(
        kind=wanted["kind"], country=wanted["country"], names=wanted["fields"]["names"], place=wanted["place"],
        fields=fields, key=_key(batch, line), by=by, at=at,
    )  # fmt: skip
    line.community = Community.objects.get(ref=ref)
    line.state, line.version = Line.State.ENTERED, line.community.version


def _change(batch: Batch, line: Line, by: Actor, at: datetime) -> None:
    community = Community.objects.select_related("kind", "place").get(pk=line.community_id or 0)
    wanted = differing(community, line.draft["fields"], line.draft["place"])
    if not wanted:
        line.state = Line.State.LEFT
        return
    for group, fields in wanted.items():
        held = snapshot(community, group)
        written = write(
            ref=community.ref, version=community.version, group=group, fields=fields,
            key=f"{_key(batch, line)}:{group}", by=by, at=at,
        )  # fmt: skip
        if written.state == "applied":
            line.before = {**line.before, group: {name: held.get(name, "") for name in fields}}
        community.refresh_from_db()
    line.state, line.version = Line.State.CHANGED, community.version


@transaction.atomic
def undo_rows(*, ref: str, most: int, by: Actor, at: datetime) -> int:
    """Take back what the next rows wrote, the last first; return how many. What others changed since remains.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state != Batch.State.UNDOING:
        return 0
    lines = list(batch.lines.filter(state__in=_WRITTEN).order_by("-number")[:most])
    for line in lines:
        _tried(line, partial(_undo, batch, line, by, at))
    if not lines:
        batch.lines.filter(state=Line.State.WAITING).update(state=Line.State.LEFT)
        _end(batch, Batch.State.UNDONE, "register.list.undone", by, at)
    return len(lines)


def _undo(batch: Batch, line: Line, by: Actor, at: datetime) -> None:
    community = (
        Community.objects.select_for_update(of=("self",)).select_related("kind").filter(pk=line.community_id or 0)
    )
    entry = community.first()
    if entry is None:
        line.state = Line.State.UNDONE
    elif _touched(batch, line, entry, at):
        line.state, line.reasons = Line.State.REMAINS, [*line.reasons, ["list-changed-since", entry.ref, ""]]
    elif line.state == Line.State.ENTERED:
        _withdraw(entry, by, at)
        line.community, line.state = None, Line.State.UNDONE
    else:
        for group, fields in line.before.items():
            write(
                ref=entry.ref, version=entry.version, group=group, fields=fields,
                key=f"{_key(batch, line)}:-{group}", by=by, at=at,
            )  # fmt: skip
            entry.refresh_from_db()
        line.state = Line.State.UNDONE


def _touched(batch: Batch, line: Line, entry: Community, at: datetime) -> bool:
    """Say whether anybody but this list changed the entry since the row was written, or hung anything on it.

    A list gives nobody a role; who was given one for the entry meanwhile looks after something that stands.
    """
    ours = Change.objects.filter(
        community=entry, version__gt=line.version, state=Change.State.APPLIED, key__startswith=f"list:{batch.ref}:"
    )
    if entry.version - (line.version or 0) > ours.count():
        return True
    if line.state != Line.State.ENTERED:
        return False
    asked = entry.changes.exclude(key__startswith=f"list:{batch.ref}:")
    hung = any(getattr(entry, name).exists() for name in _HUNG)
    return hung or asked.exists() or is_looked_after(entry.ref, at=at)


def _withdraw(entry: Community, by: Actor, at: datetime) -> None:
    """An entry that nobody but the list ever touched goes; the log keeps that it stood."""
    subject, facts = entry.subject, {"kind": entry.kind.code, "country": entry.country.lower()}
    entry.delete()
    record(kind="register.community.stands", subject=subject, by=by, at=at, facts={"state": "withdrawn", **facts})


def _end(batch: Batch, state: str, kind: str, by: Actor, at: datetime) -> None:
    batch.state, batch.changed_at = state, at
    batch.save(update_fields=["state", "changed_at"])
    counts = dict(batch.lines.order_by().values_list("state").annotate(Count("pk")))
    facts: dict[str, Any] = {name: counts.get(name, 0) for name in ("entered", "changed", "left", "undone", "remains")}
    record(kind=kind, subject=batch.subject, by=by, at=at, facts=facts)


def _key(batch: Batch, line: Line) -> str:
    return f"list:{batch.ref}:{line.number}"
