"""What the desk's frame needs, and who is acting, in every template."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject

from ocaq.accounts import desk


@dataclass(frozen=True, slots=True)
class DeskLink:
    title: str | Promise
    about: str | Promise
    href: str
    current: bool
    count: int | None


def acting(request: HttpRequest) -> dict[str, Any]:
    """Cost: none until a template asks; then the actor's two queries and one for each entry that counts."""
    return {
        "actor": getattr(request, "actor", None),
        "desk_entries": SimpleLazyObject(lambda: desk_links(request)),
    }


def desk_links(request: HttpRequest) -> list[DeskLink]:
    """Return the entries this actor may see, the one whose address begins this page's marked."""
    actor = request.actor  # type: ignore[attr-defined]
    links = [(entry, reverse(entry.address)) for entry in desk.entries_for(actor)]
    here = max((href for _entry, href in links if request.path.startswith(href)), key=len, default="")
    return [
        DeskLink(entry.title, entry.about, href, href == here, entry.count(actor) if entry.count else None)
        for entry, href in links
    ]
