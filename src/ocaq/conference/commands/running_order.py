"""The running order while the show runs: items passed over and inserted."""

from collections.abc import Mapping
from datetime import datetime

from ocaq.conference.commands.rundown import place
from ocaq.conference.commands.stage import Act, Stage, atomic_act, direct
from ocaq.conference.models import Conference, Item
from ocaq.conference.rules.planning import LONGEST_S, MOST_ITEMS, SHORTEST_S
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.kernel.text import Text


@atomic_act
def skip(
    *, slug: str, item: str, by: Actor, at: datetime, skipped: bool = True, version: int | None = None, key: str = ""
) -> Act:
    """Pass over an item that is still to come, or take it back in.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-changed`, `item-on-stage`, `item-over`, `item-skipped`, `item-not-skipped`,
            `show-ended`, `baton-not-taken`,
            `baton-not-yours`.
    """
    stage = direct("skip" if skipped else "unskip", slug=slug, by=by, at=at, version=version, key=key)
    passed = stage.item(item)
    if passed.pk == stage.show.current_id:
        raise NotPossible("item-on-stage")
    if any(run.item_id == passed.pk for run in stage.running.runs):
        raise NotPossible("item-over")
    if passed.skipped == skipped:
        raise NotPossible("item-skipped" if skipped else "item-not-skipped")
    passed.skipped = skipped
    passed.save(update_fields=["skipped"])
    if skipped and stage.show.standby_id == passed.pk:
        stage.show.standby = stage.show.standby_at = None
    return stage.settle(
        "item.skipped" if skipped else "item.unskipped",
        facts={"item": passed.ref},
        log={"number": stage.number(passed)},
    )


@atomic_act
def insert_item(
    *,
    slug: str,
    title: Mapping[str, str],
    kind: str,
    seconds: int,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str = "",
) -> Act:
    """Insert an item behind the one on stage, or before everything while the doors are open.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotValid: `insert-title-missing`, `insert-kind-unknown`, `item-length-out-of-range`.
        NotPossible: `show-changed`, `doors-closed`, `show-ended`, `too-many-items`, `baton-not-taken`,
            `baton-not-yours`.
    """
    stage = direct("insert", slug=slug, by=by, at=at, version=version, key=key)
    titles = {language: one_line(text)[:200] for language, text in title.items() if one_line(text)}
    if not titles:
        raise NotValid("insert-title-missing")
    if kind not in Item.Kind.values:
        raise NotValid("insert-kind-unknown")
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise NotValid("item-length-out-of-range")
    if len(stage.running.items) >= MOST_ITEMS:
        raise NotPossible("too-many-items", {"limit": MOST_ITEMS})
    inserted = _insert_after_current(stage, Text(titles), kind, seconds)
    return stage.settle(
        "item.inserted",
        facts={"item": inserted.ref, "kind": kind, "seconds": seconds},
        log={"number": stage.number(inserted)},
        ref=inserted.ref,
    )


def _insert_after_current(stage: Stage, title: Text, kind: str, seconds: int) -> Item:
    items, conference = stage.running.items, stage.conference
    current = stage.running.current
    index = current.position + 1 if current else 0
    while index < len(items) and items[index].inserted_live:  # behind what was inserted before, so that no number moves
        index += 1
    on_air = conference.state == Conference.State.ON_AIR
    item = Item.objects.create(
        conference=conference, position=len(items), kind=kind, length_s=seconds, title=title, inserted_live=on_air
    )
    keys = [other.pk for other in items]
    place(conference, [*keys[:index], item.pk, *keys[index:]])
    conference.version += 1
    conference.save(update_fields=["version"])
    item.position = index
    items.insert(index, item)
    return item
