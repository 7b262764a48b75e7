"""What a row of a list is, beside what the register holds: new, a change, the same, doubtful, wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.register.models import Area, Community, Line
from ocaq.register.permissions import open_areas
from ocaq.register.queries.bodies import ALIKE_FROM, Body, around, bodies_in, compared, spellings_of, towns
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.rules import scopes
from ocaq.register.rules.bodies import blocks
from ocaq.register.rules.drafts import Draft, Reason
from ocaq.register.rules.fields import CONTACTS, group_of

# Names that agree letter for letter are one body; what is alike by meaning is for a person to say.
_CERTAIN: Final = frozenset({"same-letters", "same-but-marks"})
_ADDED_TO: Final = frozenset({*CONTACTS, "languages", "taught"})


@dataclass(frozen=True, slots=True)
class Judged:
    """`community`: whom it is like. `wanted`: {group: {field: value}} that differs from what is kept."""

    verdict: str
    reasons: list[Reason]
    place: str = ""
    community: int | None = None
    wanted: dict[str, dict[str, Any]] = field(default_factory=dict)


class Judge:
    """Judges the rows of one list in order, and remembers those it has seen: a list may name a body twice."""

    def __init__(self, by: Actor, *, at: datetime) -> None:
        self._by, self._at = by, at
        self._here: dict[str, list[Body]] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._towns: dict[tuple[str, str], list[str]] = {}
        self._countries: dict[str, bool] = {}
        self._seen: dict[tuple[str, str], list[tuple[int, Body]]] = {}

    def judge(self, number: int, draft: Draft, *, place: str = "") -> Judged:
        """Return what a row is; one that wants what another row wanted before it is doubtful.

        Args:
            place: reference of the town, where it is known already.
        """
        faults = list(draft.faults)
        place = place or self._place(draft, faults)
        if draft.country and not self._may_enter(draft.country):
            faults.append(["list-not-your-country", "", draft.country])
        if faults:
            return Judged("wrong", [*faults, *draft.notes])
        body = Body(-number, "", draft.kind, draft.country, place or draft.country, tuple(draft.names), _lines(draft))
        near = self._around(body)
        earlier = self._earlier(number, body, near)
        likest, alike = self._likest(body, near)
        if likest is None:
            if earlier:
                return Judged("doubtful", [["list-like-row", "", str(earlier)], *draft.notes], place)
            return Judged("new", draft.notes, place)
        wanted = differing(Community.objects.select_related("kind", "place").get(pk=likest.id), draft.fields, place)
        if alike.code in _CERTAIN and likest.kind == draft.kind:
            return Judged("changes" if wanted else "same", draft.notes, place, likest.id, wanted)
        reason: Reason = [f"like:{alike.code}", likest.ref, likest.names[0]]
        return Judged("doubtful", [reason, *draft.notes], place, likest.id, wanted)

    def remember(self, number: int, draft: Draft, place: str) -> None:
        """Take a row for seen."""
        body = Body(-number, "", draft.kind, draft.country, place or draft.country, tuple(draft.names), _lines(draft))
        self._earlier(number, body, self._around(body))

    def _may_enter(self, country: str) -> bool:
        if country not in self._countries:
            bodies = scopes.bodies_of(self._by.grants)
            councils = Area.objects.filter(open_areas(self._at), country=country, council__ref__in=bodies)
            refs = frozenset(councils.values_list("council__ref", flat=True)) if bodies else frozenset[str]()
            office = scopes.office_over(self._by.grants, country=country, ref="", councils=refs)
            self._countries[country] = scopes.may_review(office)
        return self._countries[country]

    def _place(self, draft: Draft, faults: list[Reason]) -> str:
        if not draft.place or not draft.country:
            return ""
        asked = (draft.country, fold(draft.place))
        if asked not in self._towns:
            self._towns[asked] = towns(*asked)
        found = self._towns[asked]
        if len(found) != 1:
            faults.append(["list-town-unknown" if not found else "list-town-twice", "", draft.place])
            return ""
        return found[0]

    def _around(self, body: Body) -> frozenset[str]:
        if body.place not in self._near:
            self._near[body.place] = around(body.country, spellings_of([body.place]).get(body.place, ()))
        return self._near[body.place]

    def _likest(self, body: Body, near: frozenset[str]) -> tuple[Body | None, Any]:
        if body.place not in self._here:
            known = Community.objects.filter(absorbed_into=None, country=body.country)
            here = known.filter(place__ref=body.place) if body.place != body.country else known.filter(place=None)
            self._here[body.place] = bodies_in(here)
        verdicts = [(compared(body, other, near), other) for other in self._here[body.place]]
        same_kind = [pair for pair in verdicts if pair[0].score >= ALIKE_FROM and pair[1].kind == body.kind]
        if not same_kind:
            return None, None
        best, other = max(same_kind, key=lambda pair: pair[0].score)
        return other, best

    def _earlier(self, number: int, body: Body, near: frozenset[str]) -> int | None:
        """Return the number of an earlier row that names the same body."""
        marks = {mark for name in body.names for mark in blocks(name, near)} | body.lines
        others = {at: other for mark in marks for at, other in self._seen.get((body.place, mark), [])[-50:]}
        for mark in marks:
            self._seen.setdefault((body.place, mark), []).append((number, body))
        before = ((at, other) for at, other in others.items() if at < number and body.kind == other.kind)
        return min((at for at, other in before if compared(body, other, near).is_same), default=None)


def _lines(draft: Draft) -> frozenset[str]:
    return frozenset(value for way in CONTACTS for value in draft.fields.get(way, []))


def differing(community: Community, fields: Mapping[str, Any], place: str) -> dict[str, dict[str, Any]]:
    """Return what the row says and the register does not; what a list leaves out stays, and its lines are added."""
    wanted: dict[str, dict[str, Any]] = {}
    now: dict[str, Mapping[str, Any]] = {}
    for name, value in {**fields, **({"place": place} if place else {})}.items():
        group = group_of(name)
        held = now.setdefault(group, snapshot(community, group)).get(name)
        full = _joined(name, held, value)
        if full and full != held:
            wanted.setdefault(group, {})[name] = full
    return wanted


def _joined(name: str, held: Any, said: Any) -> Any:
    if name in _ADDED_TO:
        return [*(held or []), *(one for one in said if one not in (held or []))]
    return _with_new_names(held or [], said) if name == "names" else said


def _with_new_names(held: list[list[str]], said: list[list[str]]) -> list[list[str]]:
    known = {text for text, _language, _use in held}
    new = [[text, language, "alias" if use == "original" else use] for text, language, use in said if text not in known]
    return [*held, *new]


def judge_again(ref: str, by: Actor, *, at: datetime) -> Judge:
    """Return a judge who has seen the rows that have their verdict (one SQL query)."""
    judge = Judge(by, at=at)
    rows = Line.objects.filter(batch__ref=ref, verdict__in=[Line.Verdict.NEW, Line.Verdict.DOUBTFUL])
    for number, draft in rows.order_by("number").values_list("number", "draft").iterator():
        judge.remember(number, Draft(draft["country"], "", draft["kind"], draft["fields"]), draft["place"])
    return judge
