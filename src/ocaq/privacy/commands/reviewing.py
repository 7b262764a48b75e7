"""Looks drawn by lot every week, and what a second person says of each."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotPossible
from ocaq.privacy.models import Look, Review
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.rules.looks import DRAWN, REVIEW_OVER, refusal_to_judge, week_began


@transaction.atomic
def draw_reviews(*, by: Actor, at: datetime) -> int:
    """Draw looks of the last seven days for review, once a week; return how many.

    The lot is drawn under this server's secret, so that nobody who looks knows beforehand what will be reviewed.
    Looks with a reason, searches, files, emergencies and large lists are drawn before others.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    if Review.objects.filter(drawn_at__gte=week_began(at)).exists():
        return 0
    lately = Look.objects.filter(at__gt=at - REVIEW_OVER, review=None).exclude(by="erased")
    grave = lately.filter(~Q(reason="") | Q(how__in=["search", "export", "api"]) | Q(size__gt=100))
    drawn = _drawn(grave.values_list("pk", flat=True), at)
    drawn += _drawn(lately.exclude(pk__in=drawn).values_list("pk", flat=True), at)
    Review.objects.bulk_create(Review(look_id=pk, drawn_at=at) for pk in drawn[:DRAWN])
    if drawn:
        record(
            kind="privacy.reviews.drawn", subject="privacy:reviews", by=by, at=at, facts={"looks": len(drawn[:DRAWN])}
        )
    return len(drawn[:DRAWN])


def _drawn(among: Iterable[int], at: datetime) -> list[int]:
    year, week, _day = at.isocalendar()
    key = hashlib.sha256(f"ocaq.privacy.lot:{settings.SECRET_KEY}".encode()).digest()
    return sorted(among, key=lambda pk: hmac.digest(key, f"{year}-{week}:{pk}".encode(), "sha256"))[:DRAWN]


@transaction.atomic
def judge_review(*, ref: str, holds: bool, by: Actor, at: datetime) -> None:
    """Say of a look drawn by lot whether its reason holds; the same said twice is one.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `not-found`.
        NotPossible: `own-look`, `review-decided`, `look-is-gone`.
    """
    review = Review.objects.select_for_update(of=("self",)).select_related("look").filter(ref=ref).first()
    require_staff(by)
    if review is None:
        raise NotFound("not-found")
    verdict = Review.Verdict.HOLDS if holds else Review.Verdict.FAILS
    if review.verdict == verdict and review.decided_by == by.ref:
        return
    refusal = refusal_to_judge(looker=review.look.by if review.look else None, by=by.ref, verdict=review.verdict)
    if refusal:
        raise NotPossible(refusal)
    review.verdict, review.decided_by, review.decided_at = verdict, by.ref, at
    review.save()
    record(kind="privacy.review.judged", subject=f"review:{ref}", by=by, at=at, facts={"holds": holds})
