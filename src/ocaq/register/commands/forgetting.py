"""What ends by itself: people long without a post, words of changes and reports, and who did what."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ocaq.evidence.recording import record
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.register.commands.erasing import erase_people
from ocaq.register.commands.posts import drop_asked
from ocaq.register.models import ActivityReport, Change, Group, Likeness, Merge, Person, Photo, Post, Verification
from ocaq.register.permissions import require_person_or_staff
from ocaq.register.personal import POSTS_KEPT_DAYS, WORDS_KEPT_DAYS

_NOBODY = "erased"
_AT_ONCE = 200


@transaction.atomic
def forget(*, by: Actor, at: datetime) -> int:
    """Erase what has been kept as long as was promised; return how many rows.

    What nobody answered in that time is asked for no longer, and whoever was entered for it alone goes with it.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_person_or_staff(by, None)
    words, posts = at - timedelta(days=WORDS_KEPT_DAYS), at - timedelta(days=POSTS_KEPT_DAYS)
    people = _people_long_gone(posts, by, at)
    lapsed = _nobody_answered(words, by, at)
    changes = Change.objects.filter(at__lt=words).exclude(state=Change.State.WAITING).exclude(by=_NOBODY)
    reviewed = changes.exclude(reviewed_by="").update(reviewed_by=_NOBODY)
    blank = {"before": {}, "after": {}, "note": "", "answer": ""}
    merges = Merge.objects.filter(at__lt=posts)
    counts = {
        "people": people,
        "lapsed": lapsed,
        "changes": changes.update(by=_NOBODY, **blank),
        "reports": ActivityReport.objects.filter(at__lt=words).exclude(by=_NOBODY).update(by=_NOBODY, words=""),
        "checks": Verification.objects.filter(at__lt=words).exclude(by=_NOBODY).update(by=_NOBODY),
        "credits": Photo.objects.filter(added_at__lt=words).exclude(credit="").update(credit=""),
        "likenesses": Likeness.objects.filter(answered_at__lt=posts)
        .exclude(answered_by=_NOBODY)
        .update(answered_by=_NOBODY),
        "merges": merges.exclude(by=_NOBODY).update(by=_NOBODY, moved={}),
    }
    merges.exclude(undone_by="").exclude(undone_by=_NOBODY).update(undone_by=_NOBODY)
    if any(counts.values()):
        record(
            kind="register.records.forgotten",
            subject="register:records",
            by=by,
            at=at,
            facts={**counts, "reviewed": reviewed},
        )
        erasure.leave_no_trace()
    return sum(counts.values())


def _people_long_gone(since: datetime, by: Actor, at: datetime) -> int:
    """Erase people without a post since then, some at a time; who only looks in by an account is kept no longer."""
    lately = Post.objects.filter(holder=OuterRef("pk")).filter(Q(ends_on=None) | Q(ends_on__gte=since.date()))
    gone = Person.objects.filter(~Exists(lately), changed_at__lt=since).values_list("ref", flat=True)
    refs = list(gone.order_by("pk")[:_AT_ONCE])
    erase_people(refs=refs, by=by, at=at)
    return len(refs)


def _nobody_answered(since: datetime, by: Actor, at: datetime) -> int:
    """Let go of changes that waited so long, some at a time."""
    rows = Change.objects.select_for_update().filter(state=Change.State.WAITING, at__lt=since).order_by("pk")[:_AT_ONCE]
    for row in rows:
        if row.group == Group.POSTS:
            drop_asked(row.after, by=by, at=at)
        Change.objects.filter(pk=row.pk).update(state=Change.State.REFUSED, reviewed_at=at)
    return len(rows)
