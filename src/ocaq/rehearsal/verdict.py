"""The judgement: pure arithmetic over what people saw, did and were answered, and what the product reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ocaq.rehearsal.truth import DeedAnswered, Line, Numbers, Truth

# A line that ends must have what others saw this much earlier: the last moments before a goodbye are nobody's fault.
GRACE_S = 5.0
# A report that rounds to whole seconds may be off by half a second a person; this is far less than a lease.
ROUNDING_MIN = 0.5


@dataclass
class Delivery:
    due: int = 0
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    by_snapshot: int = 0
    lines: int = 0
    drops: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Delivery") -> None:
        for name in ("due", "delivered", "lost", "doubled", "disordered", "by_snapshot", "lines", "drops"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults


def judge_line(line: Line, numbers: Numbers, *, head: int) -> Delivery:
    """Compare what one line received with what it was due.

    Due is every number after its snapshot up to `head`, or, for a line that ended early, up to the last number that
    anybody had seen `GRACE_S` before. Each must have come exactly once, in order, or be covered by a snapshot.
    """
    got = Counter(line.numbers)
    until = (
        head
        if line.ended_at is None
        else max((n for n, at in numbers.first_seen.items() if at <= line.ended_at - GRACE_S), default=line.start)
    )
    covered = {n for after, to in line.covered for n in range(after + 1, to + 1)}
    due = range(line.start + 1, max(until, line.last) + 1)
    missing = [n for n in due if n not in got and n not in covered]
    strange = [n for n in got if n <= line.start]
    repeated = sum(count - 1 for count in got.values()) + sum(got[n] for n in strange)
    order = [b for a, b in zip(line.numbers, line.numbers[1:], strict=False) if b < a]
    result = Delivery(
        len(due) - len(covered),
        len(got) - len(strange),
        len(missing),
        repeated,
        len(order),
        len(covered),
        1,
        line.drops,
    )
    if missing or repeated or order:
        result.faults.append(
            f"person {line.person} ({line.how}, {line.language}): missing {missing[:5]}, "
            f"repeated {repeated}, out of order {order[:5]}, {line.drops} drops"
        )
    return result


def judge_delivery(lines: Iterable[Line], numbers: Numbers, *, head: int) -> Delivery:
    total = Delivery()
    for line in lines:
        total.add(judge_line(line, numbers, head=head))
    if numbers.altered:
        total.faults.append(f"events {sorted(numbers.altered)[:5]} were not the same for everybody of one language")
    return total


def latencies_ms(lines: Iterable[Line], sent_at: Mapping[int, float]) -> list[float]:
    """Return milliseconds from sending an act to each stream that was open then, sorted.

    Lines that were dark (dropped, polling) when the act was sent would measure their own absence.
    """
    out: list[float] = []
    for line in lines:
        if line.how != "stream":
            continue
        for number, at in zip(line.numbers, line.times, strict=True):
            began = sent_at.get(number)
            if began is not None and began >= line.opened_at and not any(a <= at and began < b for a, b in line.dark):
                out.append((at - began) * 1000)
    return sorted(out)


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return the value below which `share` of `ordered` lies (nearest rank), or None of nothing."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


@dataclass(frozen=True)
class Claims:
    """What the product reports. `persons` and `registered` by (country, capacity), tallies by ref."""

    persons: Mapping[tuple[str, str], int]
    registered: Mapping[tuple[str, str], int]
    person_minutes: Mapping[str, float]
    question_votes: Mapping[str, int]
    poll_votes: Mapping[str, int]  # by option ref
    questions: int
    hands: int
    reactions: Mapping[str, int]  # by kind


@dataclass(frozen=True)
class Mismatch:
    what: str
    least: float
    most: float
    reported: float

    def __str__(self) -> str:
        truth = f"{self.least:g}" if self.least == self.most else f"{self.least:g} to {self.most:g}"
        return f"{self.what}: really {truth}, reported {self.reported:g}"


@dataclass
class Tally:
    """Counts as the people know them: `sure` were acknowledged, `maybe` never answered."""

    sure: Counter[str] = field(default_factory=Counter)
    maybe: Counter[str] = field(default_factory=Counter)

    def against(self, what: str, reported: Mapping[str, int]) -> list[Mismatch]:
        found = []
        for ref in sorted({*self.sure, *self.maybe, *reported}):
            least, extra, said = self.sure[ref], self.maybe[ref], reported.get(ref, 0)
            if not least - extra <= said <= least + extra:
                found.append(Mismatch(f"{what} {ref}", least - extra, least + extra, said))
        return found


def done(truths: Iterable[Truth], kind: str) -> Iterable[tuple[Truth, DeedAnswered]]:
    return ((truth, deed) for truth in truths for deed in truth.deeds if deed.kind == kind and deed.refused is None)


def tally_question_votes(truths: Sequence[Truth]) -> Tally:
    """Count the last acknowledged wish of each person for each question."""
    tally = Tally()
    last: dict[tuple[int, str], bool] = {}
    for truth, deed in done(truths, "question-vote"):
        last[truth.number, str(deed.body["question"])] = bool(deed.body["on"])
    tally.sure.update(question for (_, question), on in last.items() if on)
    tally.maybe.update(
        str(body["question"]) for truth in truths for kind, _, body in truth.unanswered if kind == "question-vote"
    )
    return tally


def tally_poll_votes(truths: Sequence[Truth]) -> Tally:
    """Count the last acknowledged voice of each person in each poll."""
    tally = Tally()
    last: dict[tuple[int, str], str] = {}
    for truth, deed in done(truths, "poll-vote"):
        last[truth.number, str(deed.body["poll"])] = str(deed.body["option"])
    tally.sure.update(last.values())
    tally.maybe.update(
        str(body["option"]) for truth in truths for kind, _, body in truth.unanswered if kind == "poll-vote"
    )
    return tally


def tally_kind(truths: Sequence[Truth], kind: str, *, by: str | None = None) -> Tally:
    """Count acknowledged deeds of one kind by their key, so that a repeat counts once."""
    tally = Tally()
    keys: dict[str, str] = {}
    for _, deed in done(truths, kind):
        keys[deed.key] = str(deed.body[by]) if by else kind
    tally.sure.update(keys.values())
    tally.maybe.update(
        (str(body[by]) if by else kind) for truth in truths for k, _, body in truth.unanswered if k == kind
    )
    return tally


def compare_counts(truths: Sequence[Truth], claims: Claims) -> list[Mismatch]:
    """Hold every tally the product reports against the people's own."""
    found = tally_question_votes(truths).against("votes on question", claims.question_votes)
    found += tally_poll_votes(truths).against("voices for option", claims.poll_votes)
    found += tally_kind(truths, "question").against("questions", {"question": claims.questions})
    found += tally_kind(truths, "hand").against("hands", {"hand": claims.hands})
    return found + tally_kind(truths, "reaction", by="reaction").against("reactions", claims.reactions)


def compare_attendance(truths: Sequence[Truth], claims: Claims, *, end: float) -> list[Mismatch]:
    """Hold attendance as reported against who was there: persons exactly, minutes within a lease for each stay."""
    found = _unequal(
        "registered",
        Counter((truth.country, truth.capacity) for truth in truths if truth.registered),
        claims.registered,
    )
    found += _unequal(
        "persons", Counter((truth.country, truth.capacity) for truth in truths if truth.stays), claims.persons
    )
    bounds: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for truth in truths:
        least, most = truth.bounds_s(end)
        bounds[truth.country][0] += least / 60
        bounds[truth.country][1] += most / 60
    for country, (low, high) in sorted(bounds.items()):
        said = claims.person_minutes.get(country, 0.0)
        if not low - ROUNDING_MIN <= said <= high + ROUNDING_MIN:
            found.append(Mismatch(f"person-minutes {country}", round(low, 1), round(high, 1), said))
    return found


def _unequal(what: str, really: Mapping[tuple[str, str], int], said: Mapping[tuple[str, str], int]) -> list[Mismatch]:
    return [
        Mismatch(
            f"{what} {country} {capacity}",
            really.get((country, capacity), 0),
            really.get((country, capacity), 0),
            said.get((country, capacity), 0),
        )
        for country, capacity in sorted({*really, *said})
        if really.get((country, capacity), 0) != said.get((country, capacity), 0)
    ]


def repeats_answered_differently(truths: Iterable[Truth]) -> list[str]:
    """Return the keys that were answered more than once and not alike."""
    seen: dict[str, tuple[str | None, str | None]] = {}
    out = []
    for truth in truths:
        for deed in truth.deeds:
            answer = (deed.refused, deed.ref)
            if seen.setdefault(deed.key, answer) != answer:
                out.append(deed.key)
    return out


def refusals(truths: Iterable[Truth]) -> Counter[str]:
    """Count refused deeds by their code."""
    return Counter(deed.refused for truth in truths for deed in truth.deeds if deed.refused)
