"""That somebody looked at an entry and found it true."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound, NotValid
from ocaq.register import permissions
from ocaq.register.models import Community, Group, Verification
from ocaq.register.rules.freshness import oldest


@transaction.atomic
def verify(*, ref: str, groups: Collection[str], by: Actor, at: datetime) -> None:
    """Write that somebody found groups of an entry true.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`. NotValid: `group-unknown`.
    """
    community = Community.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if community is None:
        raise NotFound("no-such-community")
    office = permissions.require_keeper(by, community, at=at)
    if not set(groups) <= set(Group.values):
        raise NotValid("group-unknown")
    mark_verified(community, groups, office=office, by=by, at=at)


LINK = "renewal"  # the office of whoever answers by a personal link


def mark_verified(community: Community, groups: Collection[str], *, office: str, by: Actor, at: datetime) -> None:
    """Write the verification of groups in the caller's transaction; `office` says as whom."""
    if not groups:
        return
    office = LINK if by.ref.startswith("renewal:") else office
    Verification.objects.bulk_create(
        Verification(community=community, group=group, at=at, by=by.ref, office=office) for group in groups
    )
    latest = dict(
        community.verifications.order_by().values("group").annotate(latest=Max("at")).values_list("group", "latest")
    )
    community.verified_at = oldest(latest, Group.values)
    community.save(update_fields=["verified_at"])
    record(
        kind="register.community.verified",
        subject=community.subject,
        by=by,
        at=at,
        facts={"groups": sorted(groups), "office": office},
    )
