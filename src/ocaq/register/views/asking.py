"""What the pages of the desk have in common: who asks, in what order things stand, which page of a list."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import get_language

from ocaq.kernel import places
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.register.queries import desk as queries
from ocaq.register.queries.holders import people_named
from ocaq.register.words import keeping
from ocaq.register.words.shown import shown


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def page_of(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def new_key() -> str:
    """Return a key by which a form is known when it comes twice."""
    return new_ref() + new_ref()


def towns_of(country: str) -> list[tuple[str, str]]:
    language = get_language() or "en"
    named = [(row.ref, str(row.name)) for row in queries.places_in(country)]
    return sorted(named, key=lambda pair: places.sort_key(pair[1], language))


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, str(kind.title)) for kind in queries.kinds()]


def drawn_groups(groups: Any) -> list[dict[str, Any]]:
    """Return each group with its title and what stands in it, in words."""
    names = queries.names_of(row.fields for row in groups)
    return [
        {"row": row, "title": keeping.GROUPS[row.group], "fields": shown(row.fields, names=names)} for row in groups
    ]


def drawn_changes(rows: Any, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return each change with its words before and after; `by` reads the people whom it names."""
    fields = [fields for row in rows for fields in (row.before, row.after)]
    names = queries.names_of(fields) | people_named(fields, by=by, at=at)
    return [
        {
            "row": row,
            "group": keeping.GROUPS[row.group],
            "state": keeping.ANSWERS[row.state],
            "before": shown(row.before, names=names),
            "after": shown(row.after, names=names),
        }
        for row in rows
    ]
