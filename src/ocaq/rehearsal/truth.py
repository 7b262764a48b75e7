"""What each person saw and did, kept apart from anything the server says. The verdict is made of nothing else."""

from array import array
from dataclasses import dataclass, field
from zlib import crc32

LEASE_S = 60.0


class Numbers:
    """The numbered events somebody on the outside has seen, and when the first of them did; one of it a channel."""

    def __init__(self) -> None:
        self.first_seen: dict[int, float] = {}
        self._digests: dict[tuple[str, int], int] = {}
        self.altered: set[int] = set()

    def saw(self, number: int, language: str, data: bytes, at: float) -> None:
        self.first_seen.setdefault(number, at)
        digest = crc32(data)
        if self._digests.setdefault((language, number), digest) != digest:
            self.altered.add(number)

    @property
    def head(self) -> int:
        return max(self.first_seen, default=0)


@dataclass
class Line:
    """One device's hold on the channel, over all its drops and resumptions."""

    person: int
    language: str
    how: str                       # stream or polling
    start: int                     # the number of the snapshot it began with
    opened_at: float
    numbers: array[int] = field(default_factory=lambda: array("L"))
    times: array[float] = field(default_factory=lambda: array("d"))
    covered: list[tuple[int, int]] = field(default_factory=list)   # (after, to]: skipped by the server's own word `reload`
    drops: int = 0
    dark: list[tuple[float, float]] = field(default_factory=list)  # [from, to): not connected, so that latency is not counted
    ended_at: float | None = None

    @property
    def last(self) -> int:
        newest = self.numbers[-1] if self.numbers else self.start
        return max(newest, self.covered[-1][1]) if self.covered else newest

    def got(self, number: int, at: float) -> None:
        self.numbers.append(number)
        self.times.append(at)

    def reloaded(self, number: int) -> None:
        """Take a fresh snapshot in place of the events up to `number`."""
        self.covered.append((self.last, number))


@dataclass(frozen=True)
class DeedAnswered:
    kind: str
    key: str
    status: int
    refused: str | None            # the code, when refused
    ref: str | None
    body: dict[str, object]        # what was asked
    tries: int
    at: float


@dataclass
class Truth:
    """One person. `present` holds intervals [from, to] between the first and the last acknowledged beat."""

    number: int
    country: str
    capacity: str
    devices: int
    registered: bool = False
    present: list[list[float]] = field(default_factory=list)
    deeds: list[DeedAnswered] = field(default_factory=list)
    unanswered: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)   # (kind, key, body) never answered
    troubles: list[str] = field(default_factory=list)   # what no person should meet: 5xx, a page without its form
    here_since: dict[int, float] = field(default_factory=dict)   # by device

    def beat(self, device: int, at: float) -> None:
        """Note an acknowledged sign of presence of one device."""
        if device in self.here_since and at - self._last(device) <= LEASE_S:
            self._open[device][1] = at
            return
        self.here_since[device] = at
        self._open[device] = [at, at]
        self.present.append(self._open[device])

    def left(self, device: int, at: float) -> None:
        """Note an acknowledged leave: presence ends here, not a lease later."""
        if device in self._open:
            self._open[device][1] = at
            self.exact_ends.add(id(self._open[device]))
            del self._open[device]
            del self.here_since[device]

    def _last(self, device: int) -> float:
        return self._open[device][1]

    _open: dict[int, list[float]] = field(default_factory=dict, repr=False)
    exact_ends: set[int] = field(default_factory=set, repr=False)

    def bounds_s(self, end: float) -> tuple[float, float]:
        """Return the least and the most seconds of presence any honest count may give until `end`.

        Least: from first to last acknowledged beat. Most: each interval a lease longer, unless the person said goodbye.
        """
        least = _length([(a, min(b, end)) for a, b in self.present])
        most = _length([(one[0], min(one[1] + (0 if id(one) in self.exact_ends else LEASE_S), end)) for one in self.present])
        return least, most


def _length(intervals: list[tuple[float, float]]) -> float:
    """Return the length of the union."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(intervals):
        if end > until:
            total += end - max(start, until)
            until = end
    return total
