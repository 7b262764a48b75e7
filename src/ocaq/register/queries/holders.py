"""People as the desk reads them. Whoever reads somebody's fields here leaves a look, in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.register.models import Person
from ocaq.register.queries.people import PostRow, posts_of
from ocaq.register.queries.scope import within


def posts_in_sight(community: str, *, by: Actor, at: datetime) -> list[PostRow]:
    """Return the posts of a community that the actor looks after, none of another (two SQL queries, and the look)."""
    found = within(by, at=at).filter(ref=community).first()
    rows = posts_of(found) if found else []
    return seen(rows, [row.subject for row in rows], by=by, purpose="post", at=at)


def people_named(values: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime) -> dict[str, str]:
    """Return {reference of a person or a post: name} of whom these fields of changes name (one query, and the look)."""
    every = [fields for fields in values if fields]
    refs = {fields[sort]["holder"] for fields in every for sort in ("begin", "rename") if fields.get(sort)}
    posts = {fields["end"]["post"] for fields in every if fields.get("end")}
    if not refs | posts:
        return {}
    found = list(Person.objects.filter(Q(ref__in=refs) | Q(posts__ref__in=posts)).distinct().prefetch_related("posts"))
    names = {person.ref: person.name for person in found if person.ref in refs}
    wishes = {person.ref: (person.wanted_name, person.wanted_romanised) for person in found if person.wanted_name}
    names |= {f"wanted:{ref}": " · ".join(filter(None, wish)) for ref, wish in wishes.items()}
    names |= {post.ref: person.name for person in found for post in person.posts.all() if post.ref in posts}
    return seen(names, [person.subject for person in found], by=by, purpose="post", at=at)
