"""What a domain declares of every field that says something of one person. What is not declared may not be kept."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps
from django.utils.functional import Promise

# asked: needed for what the person asked for; task: the institution's public task.
Ground = Literal["asked", "consent", "task"]
# To whom it is shown: the person, who does the work (staff, directors, crew), everybody in the hall, or everybody.
Shown = Literal["self", "house", "hall", "everybody", "nobody"]
# The days are counted from the end of the conference, from the moment the row was written, or from its last change.
Since = Literal["conference", "written", "changed"]
# What happens then: erased, or parted from the person so that only the count stays.
End = Literal["erased", "parted"]


@dataclass(frozen=True, slots=True)
class PersonalField:
    """`days` is None when the field ends with its record; `erased_by` names the command that ends it when asked."""

    table: str
    fields: tuple[str, ...]
    purpose: str | Promise
    ground: Ground
    shown: Shown
    days: int | None
    erased_by: str
    since: Since = "conference"
    end: End = "erased"


def declared() -> list[PersonalField]:
    """Return what the `personal.py` of every domain declares."""
    domains = [app.name for app in apps.get_app_configs() if app.name.startswith("ocaq.") and app.label != "kernel"]
    rooms = [import_module(f"{domain}.personal") for domain in domains if find_spec(f"{domain}.personal")]
    return [field for room in rooms for field in room.PERSONAL]
