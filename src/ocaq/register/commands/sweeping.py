"""What the night found: pairs that may be one are written down for people to look at; nobody is merged by it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from ocaq.kernel.actor import Actor
from ocaq.register.models import Community, Likeness, Person
from ocaq.register.permissions import require_whole
from ocaq.register.queries import linking
from ocaq.register.queries.bodies import sweep_bodies
from ocaq.register.queries.namesakes import LikePair
from ocaq.register.queries.sweep import sweep

_AT_ONCE: Final = 500


def find_likenesses(*, by: Actor, at: datetime) -> int:
    """Write down new pairs, forget open ones that are no longer alike, and leave alone what was answered.

    Returns:
        How many are new.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_whole(by)
    # The register is read before anything is locked: a million names take a minute.
    bodies = [
        _likeness(pair.one.id, pair.other.id, score=pair.score, code=pair.code, country=pair.one.country)
        for pair in sweep_bodies(Community.objects.filter(absorbed_into=None))
    ]
    people = [_likeness(pair.one_id, pair.other_id, score=pair.score, code=pair.code) for pair in _people()]
    with transaction.atomic():
        return _keep(Likeness.About.BODIES, bodies, at) + _keep(Likeness.About.PEOPLE, people, at)


def _people() -> Iterator[LikePair]:
    is_large = linking.is_installed() and Person.objects.count() >= linking.WORTH_IT_FROM
    return linking.linked() if is_large else sweep()


def _likeness(one: int, other: int, *, score: float, code: str, country: str = "") -> Likeness:
    pair = {"one_id": min(one, other), "other_id": max(one, other)}
    return Likeness(**pair, score=min(1.0, score), code=code, country=country)


def _keep(about: str, found: Iterable[Likeness], at: datetime) -> int:
    known = {
        (one, other): (pk, answer)
        for pk, one, other, answer in Likeness.objects.filter(about=about).values_list(
            "pk", "one_id", "other_id", "answer"
        )
    }
    new: dict[tuple[int, int], Likeness] = {}
    still: set[tuple[int, int]] = set()
    for likeness in found:
        likeness.about, likeness.found_at = about, at
        pair = (likeness.one_id, likeness.other_id)
        still.add(pair)
        if pair not in known and (pair not in new or new[pair].score < likeness.score):
            new[pair] = likeness
    gone = [pk for pair, (pk, answer) in known.items() if not answer and pair not in still]
    for start in range(0, len(gone), _AT_ONCE):
        Likeness.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    Likeness.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
    return len(new)
