"""A record to take along: the same things as on the page, exact, with everything that is for machines."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from ocaq.privacy.models import Request
from ocaq.privacy.queries.consent import receipts_of
from ocaq.privacy.queries.lines import Thing
from ocaq.privacy.queries.looks import looks_at

FORMAT = "ocaq-record/1"


def copy_of(things: Collection[Thing], *, at: datetime) -> dict[str, Any]:
    """Return the record as plain values for JSON (three SQL queries beyond the things)."""
    subjects = [thing.kept.subject for thing in things]
    return {
        "format": FORMAT,
        "made_at": _iso(at),
        "kept": [_thing(thing) for thing in things],
        "looks": [
            {
                "at": _iso(row.at),
                "office": row.office,
                "purpose": row.purpose,
                "how": row.how,
                "records_read_at_once": row.size,
                "entry": f"look:{row.ref}",
            }
            for row in looks_at(subjects=subjects, at=at, limit=10_000)
        ],
        "receipts": [
            {
                "ref": row.ref,
                "notice": row.notice,
                "version": row.version,
                "purpose": row.purpose,
                "language": row.language,
                "given_at": _iso(row.given_at),
                "ends_at": _iso(row.ends_at),
                "withdrawn_at": _iso(row.withdrawn_at),
            }
            for row in receipts_of(subjects=subjects)
        ],
        "requests": [
            {
                "ref": one.ref,
                "kind": one.kind,
                "words": one.words,
                "asked_at": _iso(one.asked_at),
                "answer_due_at": _iso(one.due_at),
                "state": one.state,
                "answer": one.answer,
                "answered_at": _iso(one.answered_at),
            }
            for one in Request.objects.filter(subject__in=subjects).order_by("asked_at")
        ],
    }


def _thing(thing: Thing) -> dict[str, Any]:
    ends = {id(row.line): row for row in thing.rows}
    return {
        "what": str(thing.kept.title),
        "from": thing.kept.source,
        "sign": thing.kept.subject,
        "fields": [
            {
                "field": f"{line.table}.{line.field}",
                "label": str(line.label),
                "says": _plain(line.raw if line.raw is not None else line.text),
                **(_declared(ends[id(line)]) if id(line) in ends else {}),
            }
            for line in thing.kept.lines
            if line.text not in {"", None}
        ],
    }


def _declared(row: Any) -> dict[str, Any]:
    one = row.declared
    return {"purpose": str(one.purpose), "ground": one.ground, "shown_to": one.shown, "ends_at": _iso(row.ends_at)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return _iso(value)
    return value if isinstance(value, int | bool | list | dict | tuple) else str(value)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
