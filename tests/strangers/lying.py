"""A log that is true, and what can be done to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.strangers.model import ABOUT, ModelLog, canonical

NETWORK, QUARTER = "register:network", "register:2026q3"
KEPT, COUNTED, FLOOR, LISTED, LISTED_TOO, NET, KINDS, COUNTRIES = 5, 20, 21, 22, 23, 24, 25, 26
PEOPLE, STAYED, BY_COUNTRY, BY_KIND, LANGUAGES, FRESH = 27, 28, 29, 30, 31, 32
VALUES: dict[int, Any] = {
    PEOPLE: 20, STAYED: 15, BY_COUNTRY: ["de:8", "tr:6", "other:6"], BY_KIND: ["house:7", "school:3"], LANGUAGES: 4,
    FRESH: 70,
}  # fmt: skip


def true_log() -> ModelLog:
    """A conference of twenty people and a network of ten communities, counted, and figures of both."""
    log = ModelLog()
    for number in range(20):
        log.add("conference.attendance.kept", f"attendance:p{number}", conference="k7m2", round=1)
    log.add("conference.attendance.counted", round=1, people=20, took_part=15, countries=3, peak=18, hours=4)
    log.add("conference.floor.counted", round=1, asked=9, answered=2, voices=12, spoke=4, spoke_countries=3)
    log.add("conference.attendance.listed", round=1, by_country=["de:8"])
    log.add("conference.attendance.listed", round=1, by_country=["tr:6", "other:6"], by_capacity=["house:20"])
    network = {"communities": 10, "countries": 4, "schools": 3, "school_countries": 2, "languages": 4, "fresh": 70}
    log.add("register.network.counted", NETWORK, round=1, **network)
    log.add("register.network.listed", NETWORK, round=1, by_kind=VALUES[BY_KIND])
    log.add("register.network.listed", NETWORK, round=1, by_country=["de:5", "tr:3", "us:1", "az:1"])
    of_conference = {"of_ref": ABOUT, "of_facts": ["round:1"]}
    log.publish(
        how="count", of_type="conference.attendance.kept", of_facts=[ABOUT, "round:1"], value=20, ref="figure:people"
    )
    log.publish(
        how="last:took_part", of_type="conference.attendance.counted", value=15, ref="figure:stayed", **of_conference
    )
    listed = {"how": "join:by_country", "of_type": "conference.attendance.listed", "smallest": 5}
    log.publish(**listed, **of_conference, cells=VALUES[BY_COUNTRY], ref="figure:countries")
    of_network = {"of_ref": NETWORK, "of_facts": ["round:1"]}
    log.publish(
        how="join:by_kind", of_type="register.network.listed", cells=VALUES[BY_KIND], ref="figure:kinds", **of_network
    )
    for name in ("languages", "fresh"):
        log.publish(
            how=f"last:{name}",
            of_type="register.network.counted",
            value=network[name],
            ref=f"figure:{name}",
            figure=f"register.{name}",
            **of_network,
        )
    return log


def counted_twice(log: ModelLog) -> None:
    """Keep somebody in a second round, and publish the people of both together."""
    log.add("conference.attendance.kept", "attendance:again", conference="k7m2", round=2)
    again = {"ref": "figure:people", "value": 21, "number": 2, "replaces": PEOPLE}
    log.publish(how="count", of_type="conference.attendance.kept", of_facts=[ABOUT], **again)


def quarter_told(*, then: int = 0) -> Callable[[ModelLog], None]:
    """Count a quarter of the register, `then` say another number of events, and publish that."""

    def change(log: ModelLog) -> None:
        of = {"of_ref": QUARTER, "of_facts": ["round:1"], "figure": "register.events", "ref": "figure:events"}
        log.add("register.quarter.counted", QUARTER, round=1, reported=4, events=9, lessons=7, people=50)
        if then:
            log.add("register.quarter.counted", QUARTER, round=1, events=then)
        log.publish(how="last:events", of_type="register.quarter.counted", value=then or 9, **of)

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
    for number, events in ((1, 12), (2, 9)):
        log.add("register.quarter.counted", QUARTER, round=number, reported=4, events=events, lessons=7)
    of = {"of_ref": QUARTER, "of_facts": ["round:1"], "ref": "figure:events"}
    log.publish(how="last:events", of_type="register.quarter.counted", value=12, **of)


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
