"""A list is brought in, looked through, applied and undone whole; the rows are done by the worker (`rows`)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import chain, islice

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.register.models import Batch, Kind, Line
from ocaq.register.permissions import require_list_keeper
from ocaq.register.personal import LISTS_KEPT_DAYS
from ocaq.register.queries.lists import locked_batch
from ocaq.register.rules.columns import Column, columns_of, is_heading, refusal_of
from ocaq.register.rules.drafts import kept
from ocaq.register.rules.sheets import NotRead, Row, rows_of

# Titles and empty lines stand above the headings, never many.
_HEADINGS_WITHIN = 30


@once
def bring_in(*, raw: bytes, title: str, country: str = "", kind: str = "", key: str, by: Actor, at: datetime) -> str:
    """Keep the rows of a list, to be judged by the worker; return its reference. Nothing of people is kept of it.

    Args:
        raw: the file, CSV or XLSX.
        country, kind: what holds where a row names none, or "".

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
        NotValid: `country-unknown`, `kind-unknown`, `list-without-headings`, `list-of-people`, `list-without-names`, or
            what `rules.sheets.rows_of` says.
    """
    require_list_keeper(by, at=at)
    if country and country not in country_codes():
        raise NotValid("country-unknown")
    if kind and not Kind.objects.filter(code=kind).exists():
        raise NotValid("kind-unknown")
    # A long list takes seconds to open; meanwhile nobody else's writing waits.
    try:
        columns, rows = _opened(raw)
    except NotRead as refusal:
        raise NotValid(refusal.code) from None
    batch = Batch(
        key=key[:64],
        title=one_line(title)[:120] or "list",
        digest=hashlib.sha256(raw).hexdigest(),
        country=country,
        kind=kind,
        columns=[[one.heading, one.field, one.language, one.is_romanised] for one in columns],
        by=by.ref,
        at=at,
        changed_at=at,
    )
    lines = [Line(batch=batch, number=number, cells=cells) for number, row in rows if (cells := kept(columns, row))]
    if not lines:
        raise NotValid("list-empty")
    with transaction.atomic():
        return _keep(batch, lines, by=by, at=at)


def _keep(batch: Batch, lines: list[Line], *, by: Actor, at: datetime) -> str:
    known = Batch.objects.select_for_update().filter(key=batch.key).values_list("ref", flat=True).first()
    if known:
        return known
    require_list_keeper(by, at=at)
    batch.save()
    Line.objects.bulk_create(lines, batch_size=1000)
    record(
        kind="register.list.brought", subject=batch.subject, by=by, at=at,
        facts={"rows": len(lines), "file": batch.digest},
    )  # fmt: skip
    return batch.ref


def _opened(raw: bytes) -> tuple[list[Column], list[Row]]:
    rows = rows_of(raw)
    head = list(islice(rows, _HEADINGS_WITHIN))
    found = [(len({one.field for one in columns if one.field}), -at) for at, (_, row) in enumerate(head)
             if is_heading(columns := columns_of(row))]  # fmt: skip
    if not found:
        raise NotRead("list-without-headings")
    at = -max(found)[1]
    columns = columns_of(head[at][1])
    if refusal := refusal_of(columns):
        raise NotRead(refusal)
    return columns, list(chain(head[at + 1 :], rows))


@transaction.atomic
def choose(*, ref: str, choices: Mapping[int, str], by: Actor, at: datetime) -> None:
    """Say of doubtful rows what they are: `new`, `same`, `leave`, or "" for not yet.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
        NotPossible: `list-not-read`. NotValid: `choice-unknown`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state != Batch.State.READ:
        raise NotPossible("list-not-read")
    if any(choice not in Line.Choice.values for choice in choices.values()):
        raise NotValid("choice-unknown")
    lines = list(batch.lines.filter(verdict=Line.Verdict.DOUBTFUL, number__in=list(choices)))
    for line in lines:
        line.choice = choices[line.number]
        # Like another row of the list, not like an entry: there is nothing yet that it could be the same as.
        if line.choice == Line.Choice.SAME and line.community_id is None:
            line.choice = Line.Choice.LEAVE
    Line.objects.bulk_update(lines, ["choice"])
    if lines:
        record(kind="register.list.chosen", subject=batch.subject, by=by, at=at, facts={"rows": len(lines)})


@transaction.atomic
def ask_to_apply(*, ref: str, by: Actor, at: datetime) -> None:
    """Have the worker write the rows of a list; asked again it changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`. NotPossible: `list-not-read`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state in {Batch.State.APPLYING, Batch.State.APPLIED}:
        return
    if batch.state != Batch.State.READ:
        raise NotPossible("list-not-read")
    _set(batch, Batch.State.APPLYING, by, at)
    record(kind="register.list.released", subject=batch.subject, by=by, at=at)


@transaction.atomic
def ask_to_undo(*, ref: str, by: Actor, at: datetime) -> None:
    """Have the worker take back what a list wrote, row by row, where nobody else changed it since.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`. NotPossible: `list-not-applied`.
    """
    batch = locked_batch(ref, by=by, at=at)
    if batch.state in {Batch.State.UNDOING, Batch.State.UNDONE}:
        return
    if batch.state not in {Batch.State.APPLYING, Batch.State.APPLIED}:
        raise NotPossible("list-not-applied")
    _set(batch, Batch.State.UNDOING, by, at)
    record(kind="register.list.recalled", subject=batch.subject, by=by, at=at)


def _set(batch: Batch, state: str, by: Actor, at: datetime) -> None:
    # The worker acts with the rights of whoever asked last.
    batch.state, batch.by, batch.changed_at = state, by.ref, at
    batch.save(update_fields=["state", "by", "changed_at"])


@transaction.atomic
def halt_list(*, ref: str, by: Actor, at: datetime) -> None:
    """Stop the work on a list whose author may no longer do it; what is done stays, and somebody else may go on.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    batch = locked_batch(ref, by=by, at=at)
    batch.state = Batch.State.APPLIED if batch.state == Batch.State.UNDOING else Batch.State.READ
    batch.save(update_fields=["state"])
    record(kind="register.list.halted", subject=batch.subject, by=by, at=at)


@transaction.atomic
def forget_lists(*, by: Actor, at: datetime) -> int:
    """Forget the rows of lists after their time; what they wrote stays. Returns how many lists."""
    require_list_keeper(by, at=at)
    old = Batch.objects.filter(changed_at__lt=at - timedelta(days=LISTS_KEPT_DAYS))
    count = old.count()
    old.delete()
    return count
