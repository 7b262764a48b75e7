"""A log that is true, and what can be done to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.strangers.model import ABOUT, ModelLog, canonical

NETWORK, QUARTER = "register:network", "register:2026q3"
KEPT, COUNTED, FLOOR, LISTED, LISTED_TOO, NET, COMMUNITY = 5, 20, 21, 22, 23, 24, 26
PEOPLE, STAYED, BY_COUNTRY, BY_KIND, LANGUAGES, FRESH, SCHOOLS = 35, 36, 37, 38, 39, 40, 41
VALUES: dict[int, Any] = {
    PEOPLE: 20, STAYED: 15, BY_COUNTRY: ["de:8", "tr:6", "other:6"], BY_KIND: ["house:7", "school:3"], LANGUAGES: 4,
    FRESH: 70, SCHOOLS: 3,
}  # fmt: skip

LANGUAGES_OF = ["az", "ru", "az", "tr", "de", "az"]  # what communities teach, one language less in each


def true_log() -> ModelLog:
    """A conference of twenty people and a network of ten communities, counted, and figures of both."""
    log = ModelLog()
    for number in range(20):
        log.add("conference.attendance.kept", f"attendance:p{number}", conference="k7m2", round=1)
    log.add("conference.attendance.counted", round=1, people=20, took_part=15, countries=3, peak=18, hours=4)
    log.add("conference.floor.counted", round=1, asked=9, answered=2, voices=12, spoke=4, spoke_countries=3)
    log.add("conference.attendance.listed", round=1, by_country=["de:8"])
    log.add("conference.attendance.listed", round=1, by_country=["tr:6", "other:6"], by_capacity=["house:20"])
    log.add("register.network.counted", NETWORK, round=1, communities=10)
    for number in range(10):
        says = {"country": "de" if number < 5 else "tr", "kind": "school" if number > 6 else "house"}
        says |= {"school": int(number > 6), "fresh": int(number < 7), "languages": LANGUAGES_OF[number:]}
        log.add("register.network.kept", f"community:c{number}", register="network", round=1, **says)
    of_conference = {"of_ref": ABOUT, "of_facts": ["round:1"]}
    log.publish(
        how="count", of_type="conference.attendance.kept", of_facts=[ABOUT, "round:1"], value=20, ref="figure:people"
    )
    log.publish(
        how="last:took_part", of_type="conference.attendance.counted", value=15, ref="figure:stayed", **of_conference
    )
    listed = {"how": "join:by_country", "of_type": "conference.attendance.listed", "smallest": 5}
    log.publish(**listed, **of_conference, cells=VALUES[BY_COUNTRY], ref="figure:countries")
    of_network = {"about": NETWORK, "of_type": "register.network.kept"}
    for name, how in (("by_kind", "rows:kind"), ("languages", "distinct:languages"), ("fresh", "percent:fresh")):
        value = VALUES[{"by_kind": BY_KIND, "languages": LANGUAGES, "fresh": FRESH}[name]]
        told = {"cells" if name == "by_kind" else "value": value, "of_facts": [NETWORK, "round:1"]}
        log.publish(how=how, figure=f"register.{name}", ref=f"figure:{name}", **of_network, **told)
    schools = {"value": 3, "of_facts": [NETWORK, "school:1", "round:1"]}
    log.publish(how="count", figure="register.schools", ref="figure:schools", **of_network, **schools)
    return log


def counted_twice(log: ModelLog) -> None:
    """Keep somebody in a second round, and publish the people of both together."""
    log.add("conference.attendance.kept", "attendance:again", conference="k7m2", round=2)
    again = {"ref": "figure:people", "value": 21, "number": 2, "replaces": PEOPLE}
    log.publish(how="count", of_type="conference.attendance.kept", of_facts=[ABOUT], **again)


def quarter_told(*, then: int = 0) -> Callable[[ModelLog], None]:
    """Count a quarter of the register, `then` say another number of guests, and publish guests and events."""

    def change(log: ModelLog) -> None:
        log.add("register.quarter.counted", QUARTER, round=1, reported=2, people=50)
        for number in (1, 2):
            log.add("register.quarter.kept", f"community:c{number}", register="2026q3", round=1, events=4, lessons=7)
        if then:
            log.add("register.quarter.counted", QUARTER, round=1, people=then)
        of = {"of_ref": QUARTER, "of_facts": ["round:1"], "ref": "figure:guests"}
        log.publish(how="last:people", of_type="register.quarter.counted", value=then or 50, **of)
        told = {"about": QUARTER, "of_facts": [QUARTER, "round:1"], "ref": "figure:events", "value": 8}
        log.publish(how="sum:events", of_type="register.quarter.kept", **told)

    return change


def peak_published(**facts: Any) -> Callable[[ModelLog], None]:
    """Publish how many were there at the same moment, as other facts say."""
    of = {"how": "last:peak", "of_type": "conference.attendance.counted", "of_ref": ABOUT, "of_facts": ["round:1"]}

    def change(log: ModelLog) -> None:
        log.publish(**(of | {"value": 18} | facts))

    return change


def remade(like: int, **facts: Any) -> Callable[[ModelLog], None]:
    """Publish a figure anew, from the entries that other facts say, under the digest of what they say."""

    def change(log: ModelLog) -> None:
        entry = json.loads(log.entries[like])
        told = {name: fact for name, fact in entry["facts"].items() if name not in {"query", "of_to", "figure"}}
        log.publish(**(told | {"ref": entry["ref"], "number": 2, "replaces": like} | facts))

    return change


def older_round(log: ModelLog) -> None:
    """Count a quarter twice, and publish what the first count said."""
    for number, people in ((1, 52), (2, 49)):
        log.add("register.quarter.counted", QUARTER, round=number, reported=0, people=people)
    of = {"of_ref": QUARTER, "of_facts": ["round:1"], "ref": "figure:guests"}
    log.publish(how="last:people", of_type="register.quarter.counted", value=52, **of)


def kept_again(log: ModelLog) -> None:
    """Keep a community twice and another not at all: their number is right."""
    log.entries[COMMUNITY] = log.entries[COMMUNITY - 1]


@dataclass(frozen=True)
class Lie:
    """`change` is done to the true log and `spoil` to its files; `figure` is the entry that the page asks about."""

    name: str
    figure: int
    verifier: str
    browser: str
    change: Callable[[ModelLog], object] = lambda _log: None
    spoil: Callable[[Path], object] = lambda _folder: None
    value: Any = None

    def write(self, folder: Path) -> None:
        log = true_log()
        self.change(log)
        log.write(folder)
        self.spoil(folder)

    @property
    def shown(self) -> Any:
        """What the page says."""
        return VALUES[self.figure] if self.value is None else self.value


def said(index: int, **facts: Any) -> Callable[[ModelLog], None]:
    """Say other facts in an entry; None takes one away."""

    def change(log: ModelLog) -> None:
        entry = json.loads(log.entries[index])
        told = {name: fact for name, fact in (entry["facts"] | facts).items() if fact is not None}
        log.entries[index] = canonical(entry | {"facts": told})

    return change


def written(index: int, old: bytes, new: bytes) -> Callable[[ModelLog], None]:
    """Write an entry with other bytes."""

    def change(log: ModelLog) -> None:
        assert old in log.entries[index]
        log.entries[index] = log.entries[index].replace(old, new, 1)

    return change


def published(like: int, **facts: Any) -> Callable[[ModelLog], None]:
    """Publish a figure again, as other facts say."""

    def change(log: ModelLog) -> None:
        entry = json.loads(log.entries[like])
        log.publish(**(entry["facts"] | {"ref": entry["ref"], "of_to": len(log.entries)} | facts))

    return change


def flipped(name: str, at: int) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[at] ^= 1
        (folder / name).write_bytes(raw)

    return spoil


def added(kind: str, ref: str = ABOUT, **facts: Any) -> Callable[[ModelLog], None]:
    """Slip an entry in before the figures, whose ranges grow by it."""

    def change(log: ModelLog) -> None:
        figures, log.entries[PEOPLE:] = log.entries[PEOPLE:], []
        log.add(kind, ref, **facts)
        for index, raw in enumerate(figures):
            log.entries.append(raw)
            said(PEOPLE + 1 + index, of_to=PEOPLE + 1)(log)

    return change
