"""Two entries found to be one: what hangs on one goes to the other, both are kept, and it can be undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Model

from ocaq.accounts.public import move_roles, move_roles_back
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.register.commands.changes import locked, write
from ocaq.register.models import (
    ActivityReport,
    Affiliation,
    Area,
    Change,
    Community,
    Likeness,
    Merge,
    Person,
    PersonKey,
    Photo,
    Post,
    Verification,
)
from ocaq.register.permissions import require_reviewer
from ocaq.register.queries.likeness import require_both_people
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.rules.fields import CONTACTS, MOST, group_of

# {table: the field that names the community}: what hangs on one body and goes to the other.
_HANGING: Final[Mapping[str, tuple[type[Model], str]]] = {
    "posts": (Post, "community"),
    "verifications": (Verification, "community"),
    "photos": (Photo, "community"),
    "reports": (ActivityReport, "community"),
    "waiting": (Change, "community"),
    "affiliations": (Affiliation, "member"),
    "members": (Affiliation, "umbrella"),
    "areas": (Area, "council"),
}
# What one may have only once at a time: rows that would clash stay where they are.
_ONCE: Final[Mapping[str, tuple[str, ...]]] = {
    "posts": ("holder_id", "office"),
    "affiliations": ("umbrella_id",),
    "members": ("member_id",),
    "areas": ("country",),
    "reports": ("quarter", "round"),
}
_UNSETTLED: Final = (Change.State.WAITING, Change.State.OVERTAKEN)
_POST: Final = ("holder_id", "office", "ref")


@transaction.atomic
def merge_bodies(*, ref: str, keep: str, by: Actor, at: datetime) -> str:
    """Merge two communities that were found alike; return the reference of the merge.

    The one kept gets names and lines that it lacks, and posts, verifications, photos, reports, areas, affiliations,
    changes that wait and keepers of the other, whose address leads to it from now on.

    Args:
        ref: of the likeness.
        keep: reference of the community that stays.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`.
        NotFound: `no-such-likeness`, `no-such-community`.
        NotPossible: `likeness-answered`, `merge-of-absorbed`, `merge-kinds-differ`.
    """
    likeness = _open_likeness(ref, Likeness.About.BODIES)
    refs = dict(Community.objects.filter(pk__in=[likeness.one_id, likeness.other_id]).values_list("ref", "pk"))
    if keep not in refs or len(refs) != 2:
        raise NotFound("no-such-community")
    # One order for everybody, so that two merges never wait for each other.
    both = {one: locked(one) for one in sorted(refs)}
    kept, absorbed = both.pop(keep), both.popitem()[1]
    for entry in (kept, absorbed):
        require_reviewer(by, entry, at=at)
        if entry.absorbed_into_id is not None or entry.absorbs.exists():
            raise NotPossible("merge-of-absorbed")
    if kept.kind.spans_countries != absorbed.kind.spans_countries:
        raise NotPossible("merge-kinds-differ")
    merge = Merge.objects.create(likeness=likeness, kept_community=kept, absorbed_community=absorbed, by=by.ref, at=at)
    same_posts = _same_posts(kept, absorbed)
    merge.moved = {**_moved(kept, absorbed), **_added(merge, kept, absorbed, by=by, at=at)}
    merge.moved["roles"] = move_roles(away=absorbed.ref, to=kept.ref, posts=same_posts, by=by, at=at)
    merge.save(update_fields=["moved"])
    _hide(absorbed, kept, by, at)
    _answer(likeness, Likeness.Answer.ONE, by, at)
    record(
        kind="register.community.merged", subject=kept.subject, by=by, at=at,
        facts={"absorbed": absorbed.ref, "posts": len(merge.moved["posts"])},
    )  # fmt: skip
    return merge.ref


def _moved(kept: Community, absorbed: Community) -> dict[str, list[int]]:
    """Hang rows of one on the other; return {table: ids} of those that went."""
    went: dict[str, list[int]] = {}
    for name, (table, field) in _HANGING.items():
        theirs = table._default_manager.filter(**{field: absorbed})
        if table is Change:  # what was answered stays in the history of its own entry
            theirs = theirs.filter(state__in=_UNSETTLED)
        if name in {"affiliations", "members"}:  # one cannot belong to itself
            theirs = theirs.exclude(**{"umbrella" if field == "member" else "member": kept})
        once = _ONCE.get(name, ())
        held = set(table._default_manager.filter(**{field: kept}).values_list(*once)) if once else set()
        rows = theirs.values_list("pk", *once)
        went[name] = [row[0] for row in rows if not once or row[1:] not in held]
        table._default_manager.filter(pk__in=went[name]).update(**{field: kept})
    return went


def _same_posts(kept: Community, absorbed: Community) -> dict[str, str]:
    """Return {post of one: the same post of the other}: rows that stay where they are, though roles rest on them."""
    mine = {(holder, office): ref for holder, office, ref in kept.posts.filter(ends_on=None).values_list(*_POST)}
    theirs = absorbed.posts.filter(ends_on=None).values_list(*_POST)
    return {ref: mine[holder, office] for holder, office, ref in theirs if (holder, office) in mine}


def _added(merge: Merge, kept: Community, absorbed: Community, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Give the one kept names and lines of the other; return what it did not have."""
    mine, theirs = snapshot(kept, "names")["names"], snapshot(absorbed, "names")["names"]
    known = {text for text, *_ in mine}
    names = [[text, language, "alias"] for text, language, _ in theirs if text not in known][: MOST - len(mine)]
    lines, held = snapshot(absorbed, "contacts"), snapshot(kept, "contacts")
    contacts = {way: [one for one in lines[way] if one not in held[way]][: MOST - len(held[way])] for way in CONTACTS}
    added = {way: [*held[way], *contacts[way]] for way in CONTACTS if contacts[way]}
    if names:
        _write(merge, kept, {"names": [*mine, *names]}, by=by, at=at)
    if added:
        _write(merge, kept, added, by=by, at=at)
    return {"names": [text for text, *_ in names], "contacts": contacts}


def _write(merge: Merge, entry: Community, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    group = group_of(next(iter(fields)))
    mark = "undone" if merge.undone_at else "merged"
    write(
        ref=entry.ref, version=entry.version, group=group, fields=fields,
        key=f"merge:{merge.ref}:{mark}:{group}", by=by, at=at,
    )  # fmt: skip
    entry.refresh_from_db()


def _hide(absorbed: Community, kept: Community | None, by: Actor, at: datetime) -> None:
    absorbed.absorbed_into = kept
    absorbed.version += 1
    absorbed.changed_at = at
    absorbed.save(update_fields=["absorbed_into", "version", "changed_at"])
    record(
        kind="register.community.stands", subject=absorbed.subject, by=by, at=at,
        facts={
            "state": "absorbed" if kept else absorbed.state,
            "kind": absorbed.kind.code,
            "country": absorbed.country.lower(),
        },
    )  # fmt: skip


@transaction.atomic
def merge_people(*, ref: str, keep: str, by: Actor, at: datetime) -> str:
    """Merge two people that were found alike; return the reference of the merge.

    The one kept gets the posts of the other, its spellings, and an address or account if it had none.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `not-your-community`.
        NotFound: `no-such-likeness`, `no-such-person`. NotPossible: `likeness-answered`, `merge-of-absorbed`.
    """
    likeness = _open_likeness(ref, Likeness.About.PEOPLE)
    people = list(Person.objects.select_for_update().filter(pk__in=[likeness.one_id, likeness.other_id]).order_by("pk"))
    require_both_people(by, people, at=at)
    kept = next((person for person in people if person.ref == keep), None)
    absorbed = next((person for person in people if person.ref != keep), None)
    if kept is None or absorbed is None:
        raise NotFound("no-such-person")
    if Merge.objects.filter(absorbed_person__in=people, undone_at=None).exists():
        raise NotPossible("merge-of-absorbed")
    held = set(kept.posts.filter(ends_on=None).values_list("community_id", "office"))
    rows = absorbed.posts.values_list("pk", "community_id", "office", "ends_on")
    posts = [pk for pk, community_id, office, ends_on in rows if ends_on or (community_id, office) not in held]
    keys = list(absorbed.keys.values_list("pk", flat=True))
    Post.objects.filter(pk__in=posts).update(holder=kept)
    PersonKey.objects.filter(pk__in=keys).update(named=kept)
    given = _given(kept, absorbed)
    kept.changed_at = at
    kept.save()
    merge = Merge.objects.create(
        likeness=likeness, kept_person=kept, absorbed_person=absorbed, by=by.ref, at=at,
        moved={"posts": posts, "keys": keys, "given": given},
    )  # fmt: skip
    _answer(likeness, Likeness.Answer.ONE, by, at)
    record(kind="register.person.merged", subject=kept.subject, by=by, at=at, facts={"posts": len(posts)})
    record(kind="register.person.absorbed", subject=absorbed.subject, by=by, at=at)
    return merge.ref


def _given(kept: Person, absorbed: Person) -> list[str]:
    """Give the one kept what it lacks; return the names of those fields."""
    given = [name for name in ("romanised", "email", "phone", "user_id") if not getattr(kept, name)]
    given = [name for name in given if getattr(absorbed, name)]
    for name in given:
        setattr(kept, name, getattr(absorbed, name))
    if "email" in given:
        kept.email_mark = absorbed.email_mark
    return given


@transaction.atomic
def undo_merge(*, ref: str, by: Actor, at: datetime) -> None:
    """Part two entries again: each has what it had, but for what others changed since. They are not offered again.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `not-your-community`, `not-yours-to-review`.
        NotFound: `no-such-merge`. NotPossible: `merge-undone`, `merge-forgotten`.
    """
    merge = Merge.objects.select_for_update(of=("self",)).select_related("likeness").filter(ref=ref).first()
    if merge is None:
        raise NotFound("no-such-merge")
    if merge.absorbed_person is not None:
        require_both_people(by, [merge.kept_person, merge.absorbed_person], at=at)  # type: ignore[list-item]
    else:
        require_reviewer(by, merge.kept_community, at=at)  # type: ignore[arg-type]
        require_reviewer(by, merge.absorbed_community, at=at)  # type: ignore[arg-type]
    if merge.undone_at is not None:
        raise NotPossible("merge-undone")
    if not merge.moved:
        raise NotPossible("merge-forgotten")
    merge.undone_at, merge.undone_by = at, by.ref
    merge.save(update_fields=["undone_at", "undone_by"])
    if merge.absorbed_person is not None:
        _part_people(merge, by, at)
    else:
        _part_bodies(merge, by, at)
    if merge.likeness is not None:
        _answer(merge.likeness, Likeness.Answer.TWO, by, at)


def _part_bodies(merge: Merge, by: Actor, at: datetime) -> None:
    both = {entry: locked(entry) for entry in sorted([merge.kept_community.ref, merge.absorbed_community.ref])}  # type: ignore[union-attr]
    kept, absorbed = both[merge.kept_community.ref], both[merge.absorbed_community.ref]  # type: ignore[union-attr]
    for name, (table, field) in _HANGING.items():
        went = table._default_manager.filter(pk__in=merge.moved.get(name, []), **{field: kept})
        if table is Change:  # what was answered meanwhile was answered for the other entry
            went = went.filter(state__in=_UNSETTLED)
        went.update(**{field: absorbed})
    move_roles_back(moved=merge.moved.get("roles", []), by=by, at=at)
    names = [row for row in snapshot(kept, "names")["names"] if row[0] not in merge.moved["names"]]
    if names and merge.moved["names"]:
        _write(merge, kept, {"names": names}, by=by, at=at)
    held = snapshot(kept, "contacts")
    added = {way: lines for way, lines in merge.moved["contacts"].items() if lines}
    left = {way: [one for one in held[way] if one not in lines] for way, lines in added.items()}
    if left:
        _write(merge, kept, left, by=by, at=at)
    _hide(absorbed, None, by, at)
    record(kind="register.community.parted", subject=kept.subject, by=by, at=at, facts={"absorbed": absorbed.ref})


def _part_people(merge: Merge, by: Actor, at: datetime) -> None:
    kept, absorbed = merge.kept_person, merge.absorbed_person
    if kept is None or absorbed is None:
        return
    Post.objects.filter(pk__in=merge.moved["posts"], holder=kept).update(holder=absorbed)
    PersonKey.objects.filter(pk__in=merge.moved["keys"], named=kept).update(named=absorbed)
    for name in merge.moved["given"]:
        if getattr(kept, name) == getattr(absorbed, name):
            setattr(kept, name, None if name == "user_id" else "")
            kept.email_mark = "" if name == "email" else kept.email_mark
    kept.changed_at = at
    kept.save()
    record(kind="register.person.parted", subject=kept.subject, by=by, at=at)
    record(kind="register.person.parted", subject=absorbed.subject, by=by, at=at)


@transaction.atomic
def answer_likeness(*, ref: str, is_later: bool = False, by: Actor, at: datetime) -> None:
    """Say that two entries are two, for good, or that it is to be decided later.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`, `not-your-community`, `not-yours-to-review`.
        NotFound: `no-such-likeness`. NotPossible: `likeness-answered`.
    """
    likeness = _open_likeness(ref)
    pair = [likeness.one_id, likeness.other_id]
    if likeness.about == Likeness.About.PEOPLE:
        require_both_people(by, list(Person.objects.filter(pk__in=pair)), at=at)
    else:
        for entry in Community.objects.filter(pk__in=pair):
            require_reviewer(by, entry, at=at)
    _answer(likeness, Likeness.Answer.LATER if is_later else Likeness.Answer.TWO, by, at)
    if not is_later:
        record(kind="register.likeness.refused", subject=f"likeness:{likeness.ref}", by=by, at=at)


def _open_likeness(ref: str, about: str = "") -> Likeness:
    likeness = Likeness.objects.select_for_update().filter(ref=ref).first()
    if likeness is None or (about and likeness.about != about):
        raise NotFound("no-such-likeness")
    if likeness.answer not in {Likeness.Answer.OPEN, Likeness.Answer.LATER}:
        raise NotPossible("likeness-answered")
    return likeness


def _answer(likeness: Likeness, answer: str, by: Actor, at: datetime) -> None:
    likeness.answer, likeness.answered_by, likeness.answered_at = answer, by.ref, at
    likeness.save(update_fields=["answer", "answered_by", "answered_at"])
