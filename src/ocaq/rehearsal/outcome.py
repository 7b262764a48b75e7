"""What came of a rehearsal: figures, faults, and whether it passed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from ocaq.rehearsal import verdict
from ocaq.rehearsal.demands import Cut, Demand, Part, demands, power_cuts
from ocaq.rehearsal.desk import Desk
from ocaq.rehearsal.director import ShowRun
from ocaq.rehearsal.guest import Guest
from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.truth import Truth
from ocaq.rehearsal.verdict import Claims, Delivery

MOST_TOLD = 40


@dataclass
class Outcome:
    people: int
    countries: int
    joined: int
    took_s: float
    delivery: Delivery
    crew_delivery: Delivery
    latency_ms: dict[str, float | None]
    deeds_done: dict[str, int]
    refused: dict[str, int]
    acts: int
    acts_refused: dict[str, int]
    statuses: dict[int, int]
    requests: int
    attendance: list[dict[str, Any]]
    happened: list[str]
    kills: int
    server_cpu_s: float | None
    demands: list[Demand] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        return {"passed": self.passed, **asdict(self)}


def settle(
    *,
    guests: Sequence[Guest],
    desks: Sequence[Desk],
    hall: Hall,
    run: ShowRun,
    claims: Claims,
    ran: Sequence[str],
    statuses: Mapping[int, int],
    requests: int,
    took_s: float,
    end: float,
    cuts: Sequence[Cut],
    cuts_planned: int,
    server_errors: Sequence[str],
    server_cpu_s: float | None,
) -> Outcome:
    """Bring everything together and list every fault."""
    truths = [guest.truth for guest in guests]
    lines = [line for guest in guests for line in guest.lines]
    delivery = verdict.judge_delivery(lines, hall.numbers, head=hall.numbers.head)
    crew_delivery = Delivery()
    for desk in desks:
        if desk.seat is not None and desk.seat.line is not None:
            crew_delivery.add(verdict.judge_line(desk.seat.line, desk.hall.numbers, head=desk.hall.numbers.head))
    ordered = verdict.latencies_ms(lines, run.sent_at)
    mismatches = verdict.compare_counts(truths, claims) + verdict.compare_attendance(truths, claims, end=end)
    faults = [*delivery.faults, *crew_delivery.faults, *(f"miscounted: {one}" for one in mismatches)]
    faults += _troubles([*truths, *(desk.truth for desk in desks)], statuses, len(cuts))
    faults += [f"server log: {line[:300]}" for line in server_errors]
    faults += _unlike_the_script(run, ran)
    p99_ms = verdict.percentile(ordered, 0.99)
    wanted = _demanded(guests=guests, desks=desks, delivery=delivery, head=hall.numbers.head, p99_ms=p99_ms, run=run)
    wanted += power_cuts(cuts, planned=cuts_planned)
    faults += [f"not as demanded: {one}" for one in wanted if not one.is_met]
    return Outcome(
        people=len(guests),
        countries=len({truth.country for truth in truths}),
        joined=sum(bool(truth.stays) for truth in truths),
        took_s=round(took_s, 1),
        delivery=delivery,
        crew_delivery=crew_delivery,
        latency_ms={
            "count": len(ordered),
            "p50": _round(verdict.percentile(ordered, 0.5)),
            "p99": _round(verdict.percentile(ordered, 0.99)),
            "most": _round(ordered[-1] if ordered else None),
        },
        deeds_done=dict(
            Counter(deed.kind for truth in truths for deed in truth.deeds if deed.refused is None).most_common()
        ),
        refused=dict(verdict.refusals(truths).most_common()),
        acts=sum(desk.acts for desk in desks),
        acts_refused=dict(Counter(f"{act}: {code}" for desk in desks for act, code in desk.refused).most_common()),
        statuses=dict(sorted(statuses.items())),
        requests=requests,
        attendance=_attendance(truths, claims, end),
        happened=run.happened,
        kills=len(cuts),
        server_cpu_s=server_cpu_s,
        demands=wanted,
        faults=faults,
    )


def _demanded(
    *, guests: Sequence[Guest], desks: Sequence[Desk], delivery: Delivery, head: int, p99_ms: float | None, run: ShowRun
) -> list[Demand]:
    return demands(
        [Part(guest.person, guest.truth, guest.lines, len(guest.left)) for guest in guests],
        delivery=delivery,
        head=head,
        p99_ms=p99_ms,
        happened=run.happened,
        acts=sum(desk.acts for desk in desks),
        acts_refused=sum(len(desk.refused) for desk in desks),
    )


def _troubles(truths: Sequence[Truth], statuses: Mapping[int, int], kills: int) -> list[str]:
    """Return what people and directors met that nobody should; a power cut excuses a gateway's answers alone."""
    faults = [f"answered unlike the first time: {key}" for key in verdict.repeats_answered_differently(truths)]
    faults += [f"never answered: {kind}" for truth in truths for kind, _, _ in truth.unanswered]
    faults += [f"person {truth.number}: {trouble}" for truth in truths for trouble in truth.troubles]
    faults += [
        f"{count} answers with status {status}"
        for status, count in statuses.items()
        if status >= 500 and not (kills and status in {502, 503})
    ]
    return faults


def _unlike_the_script(run: ShowRun, ran: Sequence[str]) -> list[str]:
    """Compare the items put on stage, those taken back left out, with the run the report tells."""
    called = list(run.gone)
    if "undo_go" in run.happened:
        taken_back = next((ref for ref, following in pairwise(called) if ref == following), None)
        if taken_back is not None:
            called.remove(taken_back)
    return (
        []
        if list(ran) == called
        else [f"the report tells {len(ran)} items in another order than the {len(called)} called"]
    )


def _attendance(truths: Sequence[Truth], claims: Claims, end: float) -> list[dict[str, Any]]:
    really = Counter(truth.country for truth in truths if truth.stays)
    said: Counter[str] = Counter()
    for (country, _), people in claims.persons.items():
        said[country] += people
    minutes: dict[str, list[float]] = {}
    for truth in truths:
        least, most = truth.bounds_s(end)
        low_high = minutes.setdefault(truth.country, [0.0, 0.0])
        low_high[0] += least / 60
        low_high[1] += most / 60
    return [
        {
            "country": country,
            "people": really[country],
            "people_reported": said[country],
            "minutes_least": round(minutes.get(country, [0, 0])[0], 1),
            "minutes_most": round(minutes.get(country, [0, 0])[1], 1),
            "minutes_reported": round(claims.person_minutes.get(country, 0.0), 1),
        }
        for country in sorted({*really, *said}, key=lambda code: (-really[code], code))
    ]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _attendance_line(row: dict[str, Any]) -> str:
    people = f"{row['people']} / {row['people_reported']}"
    minutes = f"{row['minutes_least']:g} to {row['minutes_most']:g} / {row['minutes_reported']:g}"
    return f"{'':17}{row['country']}: {people}, {minutes}"


def _rows(outcome: Outcome) -> list[tuple[str, str]]:
    delivery, crew, latency = outcome.delivery, outcome.crew_delivery, outcome.latency_ms
    return [
        ("people", f"{outcome.people} from {outcome.countries} countries, {outcome.joined} came in"),
        (
            "events",
            f"{delivery.due} due, {delivery.delivered} delivered, {delivery.lost} lost, {delivery.doubled} doubled,"
            f" {delivery.by_snapshot} taken by snapshot, on {delivery.lines} lines with {delivery.drops} drops",
        ),
        (
            "crew's events",
            f"{crew.due} due, {crew.lost} lost, {crew.doubled} doubled",
        ),
        (
            "cue to page",
            f"p50 {latency['p50']} ms, p99 {latency['p99']} ms, slowest {latency['most']} ms, of {latency['count']}",
        ),
        ("done", ", ".join(f"{kind} {count}" for kind, count in outcome.deeds_done.items()) or "nothing"),
        ("refused", ", ".join(f"{code} {count}" for code, count in outcome.refused.items()) or "nothing"),
        ("the show", f"{outcome.acts} acts; {', '.join(outcome.happened)}"),
        ("acts refused", ", ".join(f"{act} {count}" for act, count in outcome.acts_refused.items()) or "none"),
        ("answers", ", ".join(f"{status}: {count}" for status, count in outcome.statuses.items())),
        (
            "server",
            f"{outcome.server_cpu_s:.0f} s of processor time"
            if outcome.server_cpu_s is not None
            else "not ours to measure",
        ),
        ("took", f"{outcome.took_s:.0f} s" + (f", with {outcome.kills} power cut" if outcome.kills else "")),
    ]


def table(outcome: Outcome) -> str:
    """Return the outcome as lines for a terminal."""
    lines = [f"  {name:<14} {value}" for name, value in _rows(outcome)]
    lines.append("")
    lines.append("  attendance     country: people really / reported, minutes really / reported")
    lines += [_attendance_line(row) for row in outcome.attendance[:12]]
    if len(outcome.attendance) > 12:
        alike = sum(row["people"] == row["people_reported"] for row in outcome.attendance[12:])
        lines.append(f"{'':17}{len(outcome.attendance) - 12} more countries, {alike} of them alike")
    lines.append("")
    lines.append("  demanded")
    lines += [f"{'':17}{one}" for one in outcome.demands]
    lines.append("")
    lines += [f"  FAULT  {fault}" for fault in outcome.faults[:MOST_TOLD]]
    if len(outcome.faults) > MOST_TOLD:
        lines.append(f"  and {len(outcome.faults) - MOST_TOLD} more faults")
    lines.append(
        "  Nothing was lost, doubled or miscounted, and all was done."
        if outcome.passed
        else f"  {len(outcome.faults)} faults."
    )
    return "\n".join(lines)
