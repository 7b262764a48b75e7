"""Writing who looked. There is no switch: whoever shows a record calls this, and it fails the page when it fails."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import How
from ocaq.privacy.models import Look, Looked
from ocaq.privacy.rules.looks import REASON_LENGTH, REPEATED_WITHIN, office_of

_AT_ONCE = 500  # variables of one statement


@transaction.atomic
def write_look(
    *,
    subjects: Collection[str],
    purpose: str,
    how: How,
    reason: str = "",
    told_from: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write that these records were read. The same again within a quarter of an hour is one look.

    Opening one record after it stood in a list is another look: the second read says more than the first.
    """
    wanted = sorted(set(subjects))
    # For another reason, or told another day, it is not the same.
    said = reason[: REASON_LENGTH[1]]
    same: dict[str, Any] = {"by": by.ref, "purpose": purpose, "how": how, "reason": said, "told_from": told_from}
    lately = Look.objects.filter(**same, size__lte=len(wanted), at__gt=at - REPEATED_WITHIN)
    fresh = sorted(set(wanted) - _looked_at_in(lately, wanted))
    if not fresh:
        return
    office, role = office_of(by.grants)
    look = Look.objects.create(**same, at=at, office=office, role=role, size=len(wanted))
    Looked.objects.bulk_create([Looked(look=look, subject=subject) for subject in fresh], batch_size=_AT_ONCE)
    record(
        kind="privacy.records.looked_at",
        subject=f"look:{look.ref}",
        by=by,
        at=at,
        facts={"how": how, "purpose": purpose, "records": len(wanted)},
    )


def _looked_at_in(looks: QuerySet[Look], subjects: list[str]) -> set[str]:
    before_of = Looked.objects.filter(look__in=looks)
    found: set[str] = set()
    for start in range(0, len(subjects), _AT_ONCE):
        part = subjects[start : start + _AT_ONCE]
        found |= set(before_of.filter(subject__in=part).values_list("subject", flat=True))
    return found
