"""What stands on my page: each domain registers its sections from its `apps.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from ocaq.kernel.actor import Actor

# Given the actor, the registrations and the like held by personal links ({kind: refs}), and the moment;
# returns the template's context, or None when there is nothing to show.
Contents = Callable[[Actor, Mapping[str, tuple[str, ...]], datetime], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class MySection:
    """A section of /my/: its heading, the template of what stands under it, and where that comes from."""

    title: str | Promise
    template: str
    contents: Contents
    place: int = 50


_sections: dict[str, MySection] = {}


def register(section: MySection) -> None:
    """Put `section` on my page; registering a template again replaces it."""
    _sections[section.template] = section


def sections() -> list[MySection]:
    """Return the sections in order of place."""
    return sorted(_sections.values(), key=lambda section: (section.place, section.template))
