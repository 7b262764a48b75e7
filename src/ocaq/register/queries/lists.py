"""Lists brought in, as the desk shows them and the worker goes on with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.kernel.refusals import NotFound
from ocaq.register.models import Batch, Community, Kind, Line
from ocaq.register.permissions import require_list_keeper
from ocaq.register.queries.scope import within
from ocaq.register.rules.columns import OF_PERSONS, Column
from ocaq.register.rules.drafts import Defaults, Reason
from ocaq.register.rules.scopes import sees_all

PAGE: Final = 50
AT_WORK: Final = (Batch.State.READING, Batch.State.APPLYING, Batch.State.UNDOING)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list; `counts`: {verdict or state: rows}, `done` of `rows` by the work going on."""

    ref: str
    title: str
    state: str
    at: datetime
    rows: int
    done: int
    counts: dict[str, int]
    columns: list[Column]
    of_people: list[str]  # headings of columns that say something of people, and are not read
    unread: list[str]
    is_at_work: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A row of a list. `like`: (reference, name) of the entry it is or may be; `changes`: names of fields."""

    number: int
    name: str
    country: str
    place: str
    verdict: str
    state: str
    choice: str
    reasons: list[Reason]
    like: tuple[str, Any] | None
    fields: list[str]


def locked_batch(ref: str, *, by: Actor, at: datetime) -> Batch:
    """Return a list that nobody else works on until the commit.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    require_list_keeper(by, at=at)
    batch = Batch.objects.select_for_update().filter(ref=ref).first()
    if batch is None or not _may_see(batch, by):
        raise NotFound("no-such-list")
    return batch


def _may_see(batch: Batch, by: Actor) -> bool:
    return batch.by == by.ref or sees_all(by.grants)


def lists(*, by: Actor, at: datetime) -> list[ListRow]:
    """Return the lists the actor brought in, for staff all of them, the newest first (two SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_list_keeper(by, at=at)
    own = {} if sees_all(by.grants) else {"by": by.ref}
    return _rows(list(Batch.objects.filter(**own).order_by("-at")[:100]))


def list_by_ref(ref: str, *, by: Actor, at: datetime) -> ListRow:
    """Return one list (two SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    require_list_keeper(by, at=at)
    batch = Batch.objects.filter(ref=ref).first()
    if batch is None or not _may_see(batch, by):
        raise NotFound("no-such-list")
    return _rows([batch])[0]


def _rows(batches: Sequence[Batch]) -> list[ListRow]:
    counts: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    grouped = Line.objects.filter(batch__in=counts).order_by().values_list("batch", "verdict", "state", "choice")
    for pk, verdict, state, choice, count in grouped.annotate(count=Count("pk")):
        for name in {verdict, f"is-{state}", *([f"open-{verdict}"] if not choice else [])}:
            counts[pk][name] = counts[pk].get(name, 0) + count
    return [_row(batch, counts[batch.pk]) for batch in batches]


def _row(batch: Batch, counts: dict[str, int]) -> ListRow:
    rows = sum(count for name, count in counts.items() if name.startswith("is-"))
    waiting = {
        Batch.State.READING: counts.get("", 0),
        Batch.State.APPLYING: counts.get("is-waiting", 0),
        Batch.State.UNDOING: counts.get("is-entered", 0) + counts.get("is-changed", 0),
    }.get(Batch.State(batch.state), 0)
    is_at_work = batch.state in AT_WORK
    columns = columns_in(batch)
    of_people = [column.heading for column in columns if column.field in OF_PERSONS]
    unread = [column.heading for column in columns if column.heading and not column.field]
    return ListRow(
        batch.ref, batch.title, batch.state, batch.at, rows, rows - waiting, counts, columns, of_people, unread,
        is_at_work,
    )  # fmt: skip


def lines(ref: str, *, show: str, page: int, by: Actor, at: datetime) -> list[LineRow]:
    """Return a page of the rows of a list, those that need a person first (three SQL queries).

    Args:
        show: a verdict or `is-<state>`, or "" for all.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-list`.
    """
    row = list_by_ref(ref, by=by, at=at)
    found = Line.objects.filter(batch__ref=row.ref).select_related("community")
    if show:
        found = found.filter(state=show[3:]) if show.startswith("is-") else found.filter(verdict=show)
    chosen = found.order_by("number")[(page - 1) * PAGE : page * PAGE] if page else found.order_by("number")
    seen = set(within(by, at=at).filter(pk__in=[line.community_id for line in chosen]).values_list("pk", flat=True))
    return [_line(line, row.columns, line.community if line.community_id in seen else None) for line in chosen]


def _line(line: Line, columns: Sequence[Column], community: Community | None) -> LineRow:
    said = {columns[int(at)].field: text for at, text in reversed(line.cells.items()) if int(at) < len(columns)}
    names = line.draft.get("fields", {}).get("names") or [[said.get("name", "")]]
    return LineRow(
        line.number,
        names[0][0],
        line.draft.get("country", ""),
        said.get("place", ""),
        line.verdict,
        line.state,
        line.choice,
        [reason for reason in line.reasons if isinstance(reason, list)],
        (community.ref, community.title) if community else None,
        sorted(line.draft.get("fields", {})),
    )


def lists_at_work() -> list[tuple[str, str, str]]:
    """Return (reference, state, who asked) of lists the worker goes on with, the oldest first (one query)."""
    return list(Batch.objects.filter(state__in=AT_WORK).order_by("changed_at").values_list("ref", "state", "by"))


def columns_in(batch: Batch) -> list[Column]:
    return [Column(*one) for one in batch.columns]


def defaults_in(batch: Batch) -> Defaults:
    """Return what holds where a row says nothing (one SQL query)."""
    kinds = {
        fold(text): code
        for code, title, plural in Kind.objects.values_list("code", "title", "plural")
        for text in (code, *title.values(), *plural.values())
    }
    return Defaults(batch.country, batch.kind, kinds)


def kinds() -> list[tuple[str, Any]]:
    """Return (code, title) of the kinds there are, in their order (one SQL query)."""
    return list(Kind.objects.order_by("position").values_list("code", "title"))
