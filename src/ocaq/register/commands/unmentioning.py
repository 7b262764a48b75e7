"""Taking the name of somebody who is erased out of what others wrote."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import Model

from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.text import Text
from ocaq.privacy.public import rewrite_lines
from ocaq.register.models import ActivityReport, Batch, Change, Community, Group, Line, Paper, Photo, Post, StateChange
from ocaq.register.rules.keys import as_heard, heard_of, skeletons
from ocaq.register.rules.mentions import Mentions
from ocaq.register.rules.names import fold, take_apart
from ocaq.register.rules.reading import readings
from ocaq.register.rules.words_alike import likeness

# What comparing names remembers of them.
for _remembers in (fold, take_apart, readings, likeness, skeletons, as_heard, heard_of):
    erasure.clears(_remembers.cache_clear)
# Lines that others write, in which somebody's name may stand. Names and streets of bodies stay: some bear a name.
_LINES: tuple[tuple[type[Model], str], ...] = (
    (ActivityReport, "words"),
    (Batch, "title"),
    (Change, "answer"),
    (Change, "note"),
    (Paper, "kept_at"),
    (Photo, "credit"),
    (Post, "source"),
    (StateChange, "source"),
)
_TABLES: tuple[type[Model], ...] = (Community, *(table for table, _line in _LINES))
for _table in _TABLES:
    erasure.names_may_stand_in(_table._meta.db_table)
_TOLD = (Group.CONTACTS, Group.HOURS, Group.WORK)
_ABOUT = "about"


def unmention(*, names: Collection[str], by: Actor, at: datetime) -> None:
    """Take whole names, in any spelling, out of what others wrote, in the caller's transaction."""
    mentions = Mentions(names)
    if not mentions:
        return
    left = mentions.without
    for table, line in _LINES:
        for pk, text in list(table._default_manager.exclude(**{line: ""}).values_list("pk", line)):
            if (rest := left(text)) != text:
                table._default_manager.filter(pk=pk).update(**{line: rest})
    for photo in list(Photo.objects.only("described")):
        _rewrite(photo, described=_told(photo.described, left))
    for body in list(Community.objects.only("about", "hours_note")):
        _rewrite(body, about=_told(body.about, left), hours_note=_told(body.hours_note, left))
    for change in list(Change.objects.filter(group__in=_TOLD).only("before", "after")):
        _rewrite(change, before=_within(change.before, left), after=_within(change.after, left))
    _rewrite_lists(left)
    rewrite_lines(left=left, by=by, at=at)


def _rewrite_lists(left: Callable[[str], str]) -> None:
    """Only what lists say about bodies is words; what a reason quotes of a row may be."""
    for batch in list(Batch.objects.only("columns")):
        told = {str(at) for at, column in enumerate(batch.columns) if column[1] == _ABOUT}
        for row in list(batch.lines.only("cells", "draft", "reasons", "before")) if told else []:
            fields = row.draft.get("fields", {})
            said = {name: _within(value, left) if name.startswith(_ABOUT) else value for name, value in fields.items()}
            _rewrite(
                row,
                cells={at: left(text) if at in told else text for at, text in row.cells.items()},
                draft=row.draft | {"fields": said} if fields else row.draft,
                reasons=_within(row.reasons, left),
                before={group: _within(kept, left) if group in _TOLD else kept for group, kept in row.before.items()},
            )


def _told(text: Text, left: Callable[[str], str]) -> Text:
    return Text({language: left(words) for language, words in text.items()})


def _within(value: Any, left: Callable[[str], str]) -> Any:
    """Return JSON with every text in it rewritten."""
    if isinstance(value, str):
        return left(value)
    if isinstance(value, list):
        return [_within(one, left) for one in value]
    return {name: _within(one, left) for name, one in value.items()} if isinstance(value, dict) else value


def _rewrite(row: Change | Community | Line | Photo, **fields: Any) -> None:
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if changed:
        type(row)._default_manager.filter(pk=row.pk).update(**changed)
