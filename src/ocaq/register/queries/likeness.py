"""Pairs that may be one, as the desk shows them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed, NotFound
from ocaq.register.models import Community, Contact, Likeness, Merge, Name, Person, Post
from ocaq.register.permissions import require_list_keeper
from ocaq.register.queries.scope import within
from ocaq.register.rules.scopes import sees_all

PAGE: Final = 30
OPEN: Final = (Likeness.Answer.OPEN, Likeness.Answer.LATER)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entries. `facts`: {what: values}, the same keys on both sides."""

    ref: str
    title: Any
    subject: str
    facts: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two entries that may be one. `code`: a key of `words.likeness.BODY_REASONS` or of `words.REASONS`."""

    ref: str
    about: str
    answer: str
    score: float
    code: str
    one: Side
    other: Side


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that holds."""

    ref: str
    about: str
    at: datetime
    kept: Any
    absorbed: Any
    subjects: tuple[str, ...]


def require_both_people(actor: Actor, people: Sequence[Person], *, at: datetime) -> None:
    """Whoever enters communities somewhere and looks after every body in which these people hold or held a post.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `not-your-community`.
    """
    require_list_keeper(actor, at=at)
    if sees_all(actor.grants):
        return
    posts = Post.objects.filter(holder__in=people)
    sight = people_in_sight(actor, at=at).filter(pk__in=[person.pk for person in people])
    if posts.exclude(community__in=within(actor, at=at)).exists() or sight.count() < len(people):
        raise NotAllowed("not-your-community")


def people_in_sight(actor: Actor, *, at: datetime) -> QuerySet[Person]:
    """Return the people with a post in a body that the actor looks after; with nothing hidden from staff (no query)."""
    held = Post.objects.filter(community__in=within(actor, at=at)).values("holder")
    absorbed = Merge.objects.filter(kept_person__in=held, undone_at=None).values("absorbed_person")
    return Person.objects.filter(Q(pk__in=held) | Q(pk__in=absorbed))


def _in_sight(about: str, actor: Actor, at: datetime) -> QuerySet[Likeness]:
    found = Likeness.objects.filter(about=about)
    ids: QuerySet[Any, Any]
    if about == Likeness.About.BODIES:
        ids = within(actor, at=at).values("pk")
    else:
        absorbed = Merge.objects.filter(undone_at=None, absorbed_person__isnull=False).values("absorbed_person")
        ids = people_in_sight(actor, at=at).exclude(pk__in=absorbed).values("pk")
    return found.filter(one_id__in=ids, other_id__in=ids)


def pairs(*, about: str, page: int, by: Actor, at: datetime) -> tuple[list[PairRow], int]:
    """Return open pairs, the likest first, those put off last, and how many there are (six SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_list_keeper(by, at=at)
    found = _in_sight(about, by, at).filter(answer__in=OPEN)
    rows = _drawn(list(found.order_by("answer", "-score", "pk")[(page - 1) * PAGE : page * PAGE]), by, at)
    return _seen(rows, by, at), found.count()


def open_pairs(*, by: Actor, at: datetime) -> int:
    """Return how many pairs nobody looked at yet (two SQL queries)."""
    return sum(_in_sight(about, by, at).filter(answer="").count() for about in Likeness.About.values)


def pair_about(ref: str, *, by: Actor, at: datetime) -> str:
    """Return of what a pair is, bodies or people, and nothing else of it (at most four SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-likeness`.
    """
    return _pair_in_sight(ref, by, at).about


def _pair_in_sight(ref: str, by: Actor, at: datetime) -> Likeness:
    require_list_keeper(by, at=at)
    row = Likeness.objects.filter(ref=ref).first()
    if row is None or not _in_sight(row.about, by, at).filter(pk=row.pk).exists():
        raise NotFound("no-such-likeness")
    return row


def pair_by_ref(ref: str, *, by: Actor, at: datetime) -> PairRow:
    """Return one pair side by side (at most eight SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-likeness`.
    """
    drawn = _drawn([_pair_in_sight(ref, by, at)], by, at)
    if not drawn:
        raise NotFound("no-such-likeness")
    return _seen(drawn, by, at)[0]


def _seen(rows: list[PairRow], by: Actor, at: datetime) -> list[PairRow]:
    people = [side.subject for row in rows if row.about == "people" for side in (row.one, row.other)]
    return seen(rows, people, by=by, purpose="likeness", at=at)


def _drawn(rows: Sequence[Likeness], actor: Actor, at: datetime) -> list[PairRow]:
    ids = {
        about: {pk for row in rows if row.about == about for pk in (row.one_id, row.other_id)}
        for about in ("bodies", "people")
    }
    sides = {"bodies": _bodies(ids["bodies"]), "people": _people(ids["people"], within(actor, at=at))}
    return [
        PairRow(row.ref, row.about, row.answer, row.score, row.code, one, other)
        for row in rows
        if (one := sides[row.about].get(row.one_id)) and (other := sides[row.about].get(row.other_id))
    ]


def _bodies(ids: set[int]) -> dict[int, Side]:
    if not ids:
        return {}
    names = _grouped(Name.objects.filter(community__in=ids).order_by("position").values_list("community", "text"))
    lines = _grouped(
        (body, (way, value))
        for body, way, value in Contact.objects.filter(community__in=ids)
        .order_by("way", "position")
        .values_list("community", "way", "value")
    )
    return {
        row.pk: Side(
            row.ref,
            row.title,
            row.subject,
            {
                "kind": [row.kind.title],
                "names": names.get(row.pk, []),
                "place": [row.place.name if row.place else "", row.street],
                "contacts": lines.get(row.pk, []),
                "founded": [row.founded],
                "taught": list(row.taught),
            },
        )
        for row in Community.objects.filter(pk__in=ids).select_related("kind", "place")
    }


def _people(ids: set[int], sight: QuerySet[Community]) -> dict[int, Side]:
    if not ids:
        return {}
    posts = _grouped(
        (holder, (title, office, ends_on))
        for holder, title, office, ends_on in Post.objects.filter(holder__in=ids, community__in=sight)
        .order_by("-starts_on")
        .values_list("holder", "community__title", "office", "ends_on")
    )
    return {
        row.pk: Side(
            row.ref,
            row.name,
            row.subject,
            {
                "romanised": [row.romanised],
                "posts": posts.get(row.pk, []),
                "email": [("email", row.email)] if row.email else [],
                "phone": [("phone", row.phone)] if row.phone else [],
            },
        )
        for row in Person.objects.filter(pk__in=ids)
    }


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pk, value in rows:
        found.setdefault(pk, []).append(value)
    return found


def merges(*, by: Actor, at: datetime) -> list[MergeRow]:
    """Return merges in sight that hold and can be undone, the latest first (two SQL queries, and the look).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_list_keeper(by, at=at)
    sight = Q(kept_community__in=within(by, at=at)) | Q(kept_person__in=people_in_sight(by, at=at))
    found = (
        Merge.objects.filter(sight, undone_at=None)
        .exclude(moved={})
        .select_related("kept_community", "absorbed_community", "kept_person", "absorbed_person")
    )
    rows = [_merge(row) for row in found.order_by("-at")[:100]]
    return seen(rows, [one for row in rows for one in row.subjects], by=by, purpose="likeness", at=at)


def _merge(row: Merge) -> MergeRow:
    if row.kept_community and row.absorbed_community:
        return MergeRow(row.ref, "bodies", row.at, row.kept_community.title, row.absorbed_community.title, ())
    people = [person for person in (row.kept_person, row.absorbed_person) if person]
    return MergeRow(
        row.ref, "people", row.at, people[0].name, people[-1].name, tuple(person.subject for person in people)
    )
