"""Roles follow what they were given for: they end with a post or a community, and go along when two become one.

What is written here is part of a command of the domain that keeps posts and communities: who may is asked there.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet

from ocaq.accounts.commands.role import tell_holder, write_down
from ocaq.accounts.models import RoleGrant
from ocaq.kernel.actor import Actor


@transaction.atomic
def end_roles_of(*, post: str = "", community: str = "", ends_on: date | None = None, by: Actor, at: datetime) -> int:
    """End roles given because of a post, or for a community; return how many. The holders are told by mail.

    Args:
        ends_on: the first day on which they are over, now at the earliest.
    """
    assert post or community, "else every role ends"
    over = max(at, datetime.combine(ends_on, time(), UTC)) if ends_on else at
    its = Q(post=post) if post else Q(scope="community", place=community)
    grants = list(_open(at).filter(its).filter(Q(ends_at=None) | Q(ends_at__gt=over)))
    for grant in grants:
        grant.ends_at = over
        grant.save(update_fields=["ends_at"])
        write_down("accounts.role.ended", grant, by=by, at=at)
        tell_holder("accounts_role_ended", grant, by=by, at=at)
    return len(grants)


@transaction.atomic
def move_roles(*, away: str, to: str, posts: Mapping[str, str], by: Actor, at: datetime) -> list[list[int]]:
    """Let the keepers of one community keep another, which absorbed it; return [old grant, new grant] each.

    Whoever keeps both already has nothing to gain: their old role stays as it is.

    Args:
        posts: {post: the post it became} where the other community had the same.
    """
    held = set(_open(at).filter(scope="community", place=to).values_list("user_id", "role"))
    moved = []
    for grant in _open(at).filter(scope="community", place=away):
        if (grant.user_id, grant.role) not in held:
            follower = _given_anew(grant, to, posts.get(grant.post, grant.post), by=by, at=at)
            moved.append([grant.pk, follower.pk])
    return moved


@transaction.atomic
def move_roles_back(*, moved: list[list[int]], by: Actor, at: datetime) -> None:
    """Give back what `move_roles` moved, but for what ended since."""
    origins = RoleGrant.objects.in_bulk([old for old, _new in moved])
    followers = {grant.pk: grant for grant in _open(at).filter(pk__in=[new for _old, new in moved])}
    for old, new in moved:
        if old in origins and new in followers:
            _given_anew(followers[new], origins[old].place, origins[old].post, by=by, at=at)


def _given_anew(grant: RoleGrant, place: str, post: str, *, by: Actor, at: datetime) -> RoleGrant:
    """End a role and give the same for another community; one letter says it."""
    RoleGrant.objects.filter(pk=grant.pk).update(ends_at=at)
    write_down("accounts.role.ended", grant, by=by, at=at)
    follower = RoleGrant.objects.create(
        user=grant.user, role=grant.role, scope="community", place=place, post=post,
        starts_at=at, ends_at=grant.ends_at, kept_at=grant.kept_at, granted_by=by.ref,
    )  # fmt: skip
    write_down("accounts.role.granted", follower, by=by, at=at)
    tell_holder("accounts_role_granted", follower, by=by, at=at)
    return follower


def _open(at: datetime) -> QuerySet[RoleGrant]:
    """Roles in force or to come, locked until the commit."""
    grants = RoleGrant.objects.select_for_update(of=("self",)).select_related("user")
    return grants.filter(Q(ends_at=None) | Q(ends_at__gt=at)).order_by("pk")
