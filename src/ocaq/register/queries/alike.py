"""Who is of a like name already, among those whom somebody may see: asked while a name is typed into a form."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.kernel.refusals import NotAllowed
from ocaq.register.models import Change, Community, Group, Person, PersonKey, Post
from ocaq.register.permissions import needs_reason, require_desk
from ocaq.register.queries.lookalikes import Lookalike, Sight, lookalikes, of_all, of_few
from ocaq.register.queries.scope import reach, sight, within

# Of a country, most of those that sound alike are out of sight; of a body, all people in sight are few.
_AT_ONCE: Final = 500
_FEW: Final = 1_000  # keys; a name of two or three parts has one to twelve


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody in sight whose name may be the one typed; `where`: titles of bodies where they hold posts now.

    `asked`: titles of bodies that asked for them to hold a post, which still waits for an answer.
    """

    ref: str
    subject: str
    name: str
    where: tuple[str, ...]
    asked: tuple[str, ...]
    code: str
    is_same_name: bool


def people_alike(name: str, *, reason: str = "", by: Actor, at: datetime) -> list[Alike]:
    """Return up to five people in sight of the name typed, best first (five to fourteen SQL queries, and the look).

    Args:
        reason: why somebody searches who reaches people of every country; nobody else is asked.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `reason-first`.
    """
    require_desk(by)
    if not reason and needs_reason(by):
        raise NotAllowed("reason-first")
    found = [one for one in named_alike(name, by=by, at=at) if one.is_same_name]
    people = dict(Person.objects.in_bulk([one.named_id for one in found]))
    where: dict[int, dict[str, None]] = {}
    held = Post.objects.filter(holder__in=people, ends_on=None, community__in=within(by, at=at))
    for holder, title in held.order_by("starts_on", "pk").values_list("holder_id", "community__title"):
        where.setdefault(holder, {})[str(title)] = None
    asked = asked_for([person.ref for person in people.values()], by=by, at=at)
    rows = [
        Alike(
            person.ref, person.subject, person.name, tuple(where.get(person.pk, ())), asked.get(person.ref, ()),
            one.code, one.is_same_name,
        )
        for one in found
        if (person := people.get(one.named_id))
    ]  # fmt: skip
    return seen(rows, [row.subject for row in rows], by=by, purpose="post", how="search", reason=reason, at=at)


def asked_for(refs: Collection[str], *, by: Actor, at: datetime) -> dict[str, tuple[str, ...]]:
    """Return {person: titles of bodies in sight that asked for them to hold a post, which waits} (one SQL query)."""
    waiting = _waiting_for_posts().filter(after__begin__holder__in=list(refs), community__in=within(by, at=at))
    found: dict[str, tuple[str, ...]] = {}
    for ref, title in waiting.order_by("at", "pk").values_list("after__begin__holder", "community__title"):
        found[ref] = (*found.get(ref, ()), str(title))
    return found


def _waiting_for_posts() -> QuerySet[Change]:
    return Change.objects.filter(state=Change.State.WAITING, group=Group.POSTS)


def named_alike(name: str, *, by: Actor, at: datetime) -> list[Lookalike]:
    """Return up to five people in sight who may be the one typed, best first, for whoever writes the look.

    Two to ten SQL queries. Whoever keeps single bodies is asked for among their people alone; for all others the keys
    come first, and sight is asked of those who sound alike.
    """
    countries = reach(by, at=at)
    if countries is None:
        return lookalikes(of_all(PersonKey), name=name, seen=_in_sight(by, countries, at))
    bearers = of_all(PersonKey)
    if not countries and len(few := _keys_of_few(by)) <= _FEW:
        bearers = of_few(few)
    return lookalikes(bearers, name=name, seen=_in_sight(by, countries, at), at_once=_AT_ONCE)


def _keys_of_few(by: Actor) -> list[tuple[str, str, int]]:
    """Return (key, how the name sounds, person) of who holds or held a post in single bodies, or is asked for there."""
    rows = PersonKey.objects.values_list("key", "heard", "named_id")
    found = list(rows.filter(sight(by, (), through="named__posts__community__"))[: _FEW + 1])
    waiting = _waiting_for_posts().filter(sight(by, (), through="community__")).values_list("after", flat=True)
    if refs := [after["begin"]["holder"] for after in waiting[:_FEW] if after.get("begin")]:
        found += rows.filter(named__ref__in=refs)
    return found


def _in_sight(by: Actor, countries: Collection[str] | None, at: datetime) -> Sight:
    """Return who is in sight: whoever holds or held a post in a body in sight, or holds none and is asked for there."""
    condition = cache(lambda: _condition(Community.objects.filter(sight(by, countries))))

    def names(ids: Collection[int]) -> dict[int, str]:
        where, params = condition()
        # In SQL as it stands: putting it together anew for hundreds of people takes longer than to answer it.
        told = (
            f"SELECT holder_id, CASE WHEN {where} THEN (SELECT name FROM register_person WHERE id = holder_id) END"  # noqa: S608 - our own condition
            " FROM register_post JOIN register_community ON register_community.id = community_id"
            f" WHERE holder_id IN ({', '.join(['%s'] * len(ids))})"
        )
        with connection.cursor() as cursor:
            cursor.execute(told, [*params, *ids])
            held = cursor.fetchall()
        found = {pk: name for pk, name in held if name is not None}
        if never := set(ids) - {pk for pk, _ in held}:
            people = Person.objects.filter(pk__in=never).in_bulk(field_name="ref")
            asked = (people[ref] for ref in asked_for(people, by=by, at=at))
            found |= {person.pk: person.name for person in asked}
        return found

    return names


def _condition(found: QuerySet[Any]) -> tuple[str, list[Any]]:
    """Return what these rows are filtered by, in SQL, and its parameters."""
    compiler = found.query.get_compiler(found.db)
    where, params = compiler.compile(found.query.where)
    return where, list(params)
