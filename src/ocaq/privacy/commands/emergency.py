"""Opening people of a country outside what one looks after, for an hour, with everybody knowing."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from ocaq.accounts.public import reached_as
from ocaq.design.dates import clock
from ocaq.design.zones import capital_zone
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.places import country_codes, country_name
from ocaq.kernel.refusals import NotValid
from ocaq.mail.queueing import queue_mail
from ocaq.privacy.models import Emergency
from ocaq.privacy.permissions import require_keeper_anywhere
from ocaq.privacy.rules.looks import EMERGENCY_HOLDS, office_of, refusal_of_reason
from ocaq.privacy.words.looks import office_words


@transaction.atomic
def open_emergency(*, country: str, reason: str, by: Actor, at: datetime) -> str:
    """Let `by` read who holds posts in a country, for an hour; staff and guardians are told by mail at once.

    The same again while it lasts is the same.

    Returns:
        The reference of the emergency.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
        NotValid: `emergency-where`, `reason-too-short`, `reason-too-long`.
    """
    require_keeper_anywhere(by)
    open_now = Emergency.objects.select_for_update().filter(by=by.ref, country=country, ends_at__gt=at).first()
    if open_now is not None:
        return open_now.ref
    if country not in country_codes():
        raise NotValid("emergency-where")
    if refusal := refusal_of_reason(reason):
        raise NotValid(refusal)
    office, _role = office_of(by.grants)
    row = Emergency.objects.create(
        by=by.ref, office=office, country=country, reason=reason, opened_at=at, ends_at=at + EMERGENCY_HOLDS
    )
    told = _tell(row, by=by, at=at)
    record(
        kind="privacy.emergency.opened",
        subject=f"emergency:{row.ref}",
        by=by,
        at=at,
        facts={"country": country.lower(), "told": told},
    )
    return row.ref


def _tell(row: Emergency, *, by: Actor, at: datetime) -> int:
    """Write to everybody whose office stands over this one; return how many."""
    over = {*reached_as("staff", at=at), *reached_as("guardian", at=at)}
    for one in sorted(over, key=lambda one: one.address):
        with translation.override(one.language or "en"):
            told = {
                "office": office_words(row.office),
                "country": country_name(row.country, one.language or "en"),
                "until": clock(row.ends_at, capital_zone()),
            }
        queue_mail(
            template="privacy_emergency",
            language=one.language or "en",
            to=one.address,
            context={**told, "reason": row.reason, "review_url": f"{settings.SITE_ADDRESS}/desk/privacy/review/"},
            about=f"emergency:{row.ref}",
            urgent=True,
            by=by,
            at=at,
        )
    return len(over)
