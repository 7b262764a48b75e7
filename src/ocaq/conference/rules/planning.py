"""Times of a rundown, and what may be changed when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocaq.kernel.fold import fold

DEPARTMENTS = ("stream", "playout", "interpreters", "line", "captions")
SHORTEST_S = 5
LONGEST_S = 6 * 3600
MOST_ITEMS = 200
MOST_SPEAKERS = 12
PLANNABLE = frozenset({"draft", "published", "doors"})


@dataclass(frozen=True, slots=True)
class Planned:
    """What the timetable needs of an item. `fixed_start_at` None: starts when the one before ends."""

    ref: str
    length_s: int
    fixed_start_at: datetime | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """`free_s`: time nobody planned before this item. `overlap_s`: how far the one before runs into its fixed start."""

    ref: str
    starts_at: datetime
    ends_at: datetime
    free_s: int = 0
    overlap_s: int = 0


def timetable(items: Iterable[Planned], starts_at: datetime) -> list[Slot]:
    """Return one slot an item, in the order given.

    A fixed start is kept, whatever the items before it add up to; the difference is reported on its slot. A skipped
    item takes no time.
    """
    slots, moment = [], starts_at
    for item in items:
        if item.skipped:
            slots.append(Slot(item.ref, moment, moment))
            continue
        begin = item.fixed_start_at or moment
        off_s = round((begin - moment).total_seconds())
        moment = begin + timedelta(seconds=item.length_s)
        slots.append(Slot(item.ref, begin, moment, free_s=max(off_s, 0), overlap_s=max(-off_s, 0)))
    return slots


def ends_at(slots: Sequence[Slot], starts_at: datetime) -> datetime:
    """Return when the last item of a timetable is over, or the start when there is none."""
    return max((slot.ends_at for slot in slots), default=starts_at)


def suggested_slug(name: str, year: int) -> str:
    """Return an address made from a title or a template's code, e.g. solidarity-day-2026."""
    words = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(name))
    return "-".join([*(word for word in words[:50].split("-") if word), str(year)])


def refusal_to_plan(*, state: str) -> str | None:
    """Return why the rundown cannot be changed at the desk in this state of the conference, or None."""
    if state == "on_air":
        return "rundown-on-air"
    return None if state in PLANNABLE else "conference-over"


def refusal_of_length(*, length_s: int) -> str | None:
    return None if SHORTEST_S <= length_s <= LONGEST_S else "item-length-out-of-range"


def refusal_to_move(*, position: int, items: int) -> str | None:
    return None if 0 <= position < items else "no-such-place"


def refusal_to_cancel(*, state: str) -> str | None:
    if state == "cancelled":
        return "already-cancelled"
    return "conference-over" if state == "ended" else "conference-on-air" if state == "on_air" else None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing. One that `blocks` keeps the programme from being published."""

    code: str
    item: str = ""
    language: str = ""
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Titled:
    ref: str
    kind: str
    title: Mapping[str, str]
    people: int
    media_url: str = ""


def lacks(
    *,
    title: Mapping[str, str],
    languages: Sequence[str],
    starts_at: datetime,
    at: datetime,
    items: Sequence[Titled],
    slots: Sequence[Slot],
) -> list[Lack]:
    """Return what is missing before a programme should be published, what blocks first."""
    found = [Lack("title-missing", language=language) for language in languages if not title.get(language)]
    if not languages:
        found.append(Lack("languages-missing"))
    if starts_at <= at:
        found.append(Lack("start-passed"))
    if not items:
        found.append(Lack("no-items"))
    for item in items:
        if not any(item.title.values()):
            found.append(Lack("item-title-missing", item=item.ref))
        else:
            found += [
                Lack("item-title-missing-in", item=item.ref, language=language, blocks=False)
                for language in languages
                if not item.title.get(language)
            ]
        if item.kind in {"speech", "address", "greeting"} and not item.people:
            found.append(Lack("speaker-missing", item=item.ref, blocks=False))
        if item.kind == "film" and not item.media_url:
            found.append(Lack("film-missing", item=item.ref, blocks=False))
    found += [Lack("overlap", item=slot.ref, blocks=False) for slot in slots if slot.overlap_s]
    return sorted(found, key=lambda lack: not lack.blocks)


def refusal_to_publish(*, state: str, found: Sequence[Lack]) -> str | None:
    if state != "draft":
        return "already-published" if state in {"published", "doors", "on_air"} else "conference-over"
    return "programme-incomplete" if any(lack.blocks for lack in found) else None
