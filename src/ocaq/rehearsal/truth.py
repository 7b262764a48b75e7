"""What each person saw and did, kept apart from anything the server says. The verdict is made of nothing else."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

LEASE_S = 60.0


class Numbers:
    """The numbered events somebody on the outside has seen, and when the first of them did; one of it a channel."""

    def __init__(self) -> None:
        self.first_seen: dict[int, float] = {}
        self._digests: dict[tuple[str, str, int], int] = {}
        self.altered: set[int] = set()

    def saw(self, number: int, line: "Line", data: bytes, at: float) -> None:
        self.first_seen.setdefault(number, at)
        digest = crc32(data)
        if self._digests.setdefault((line.language, line.how, number), digest) != digest:
            self.altered.add(number)

    @property
    def head(self) -> int:
        return max(self.first_seen, default=0)


@dataclass
class Line:
    """One device's hold on the channel, over all its drops and resumptions."""

    person: int
    language: str
    how: str  # stream or polling
    start: int  # the number of the snapshot it began with
    opened_at: float
    numbers: "array[int]" = field(default_factory=lambda: array("L"))
    times: "array[float]" = field(default_factory=lambda: array("d"))
    covered: list[tuple[int, int]] = field(
        default_factory=list
    )  # (after, to]: skipped by the server's own word `reload`
    drops: int = 0
    dark: list[tuple[float, float]] = field(
        default_factory=list
    )  # [from, to): not connected, so that latency is not counted
    ended_at: float | None = None

    @property
    def last(self) -> int:
        newest = self.numbers[-1] if self.numbers else self.start
        return max(newest, self.covered[-1][1]) if self.covered else newest

    @property
    def is_held(self) -> bool:
        """Somebody is there who follows, connected at this moment or not."""
        return self.ended_at is None and self.opened_at > 0

    @property
    def is_open(self) -> bool:
        """A stream is connected."""
        return self.how == "stream" and self.is_held and not (self.dark and self.dark[-1][1] == float("inf"))

    def got(self, number: int, at: float) -> None:
        self.numbers.append(number)
        self.times.append(at)

    def went_dark(self, at: float) -> None:
        self.drops += 1
        self.dark.append((at, float("inf")))

    def came_back(self, at: float) -> None:
        if self.dark:
            self.dark[-1] = (self.dark[-1][0], at)
        else:
            self.opened_at = at

    def reloaded(self, number: int) -> None:
        """Take a fresh snapshot in place of the events up to `number`."""
        self.covered.append((self.last, number))


@dataclass(frozen=True)
class DeedAnswered:
    kind: str
    key: str
    status: int
    refused: str | None  # the code, when refused
    ref: str | None
    body: dict[str, object]  # what was asked
    tries: int
    at: float


@dataclass
class Stay:
    """Unbroken presence of one device, by the times of sending and of acknowledgement of its first and last sign."""

    first_sent: float
    first_done: float
    last_sent: float
    last_done: float
    said_goodbye: bool = False


@dataclass
class Truth:
    """One person."""

    number: int
    country: str
    capacity: str
    devices: int
    registered: bool = False
    stays: list[Stay] = field(default_factory=list)
    deeds: list[DeedAnswered] = field(default_factory=list)
    unanswered: list[tuple[str, str, dict[str, object]]] = field(
        default_factory=list
    )  # (kind, key, body) never answered
    troubles: list[str] = field(default_factory=list)  # what no person should meet: 5xx, a page without its form
    _open: dict[int, Stay] = field(default_factory=dict, repr=False)  # by device

    def beat(self, device: int, *, sent: float, done: float) -> None:
        """Note an acknowledged sign of presence."""
        stay = self._open.get(device)
        if stay is not None and sent - stay.last_done <= LEASE_S:
            stay.last_sent, stay.last_done = sent, done
            return
        self._open[device] = stay = Stay(sent, done, sent, done)
        self.stays.append(stay)

    def left(self, device: int, *, sent: float, done: float) -> None:
        """Note an acknowledged goodbye: presence ends here, not a lease later."""
        stay = self._open.pop(device, None)
        if stay is not None:
            stay.last_sent, stay.last_done, stay.said_goodbye = sent, done, True

    def bounds_s(self, end: float) -> tuple[float, float]:
        """Return the least and the most seconds of presence an honest count may give until `end`.

        Least: between acknowledgements. Most: each stay a lease longer, unless the person said goodbye.
        """
        least = union_s((one.first_done, min(one.last_sent, end)) for one in self.stays)
        most = union_s(
            (one.first_sent, min(one.last_done + (0 if one.said_goodbye else LEASE_S), end)) for one in self.stays
        )
        return least, most


def union_s(intervals: Iterable[tuple[float, float]]) -> float:
    """Return the length of the union of intervals."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(intervals):
        if end > until:
            total += end - max(start, until)
            until = end
    return total
