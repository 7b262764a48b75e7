"""A community says what it did in a quarter."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import paragraphs
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.register import permissions
from ocaq.register.commands.changes import locked
from ocaq.register.models import ActivityReport
from ocaq.register.rules import fields
from ocaq.register.rules.activity import COUNTS, COUNTS_OF_PEOPLE, refusal_to_report


@once
@transaction.atomic
def report_activity(
    *,
    community: str,
    quarter: str,
    counts: Mapping[str, int],
    taught: Collection[str] = (),
    words: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> int:
    """Keep a report; return its round. Again with the same key it keeps nothing; with another it corrects the last.

    Args:
        quarter: `2026q3`, the running one or one of the seven before it.
        counts: by `rules.activity.COUNTS`; what is missing is none.
        taught: codes of languages, BCP 47.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`.
        NotValid: `quarter-not-open`, `count-not-understood`, `words-too-long`, `language-not-known`.
        NotPossible: `form-of-another-entry`.
    """
    body = locked(community)
    permissions.require_keeper(by, body, at=at)
    known = ActivityReport.objects.filter(key=key[:60]).first()
    if known is not None and known.community_id != body.pk:
        raise NotPossible("form-of-another-entry")
    if known is not None:
        return known.round
    told, languages = paragraphs(words), fields.tidy("taught", list(taught))
    refusal = refusal_to_report(quarter=quarter, answers=counts, words=told, today=at.date()) or fields.refusal_of(
        "taught", languages
    )
    if refusal:
        raise NotValid(refusal)
    answers = {name: counts.get(name, 0) for name in COUNTS}
    number = body.reports.filter(quarter=quarter).count() + 1
    ActivityReport.objects.create(
        key=key[:60],
        community=body,
        quarter=quarter,
        round=number,
        **answers,
        taught=languages,
        words=told,
        by=by.ref,
        at=at,
    )
    # Of one community nobody's pupils stand in the log: a school may have three.
    things = {name: many for name, many in answers.items() if name not in COUNTS_OF_PEOPLE}
    record(
        kind="register.activity.reported",
        subject=body.subject,
        by=by,
        at=at,
        facts={"quarter": quarter, "round": number, "languages": len(languages), **things},
    )
    return number
