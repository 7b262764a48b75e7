"""The switch of a country: where keeping people's data endangers them, forms keep nothing."""

from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.privacy.models import DirectoryOnly
from ocaq.privacy.permissions import require_staff
from ocaq.privacy.rules.looks import refusal_of_reason


@transaction.atomic
def keep_nothing(*, country: str, why: str, by: Actor, at: datetime) -> None:
    """Have forms of a country keep nothing from now on; the directory goes on.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotPossible: `switched-already`.
        NotValid: `country-missing-here`, `reason-too-short`, `reason-too-long`.
    """
    require_staff(by)
    if country not in country_codes():
        raise NotValid("country-missing-here")
    if refusal := refusal_of_reason(why):
        raise NotValid(refusal)
    if DirectoryOnly.objects.select_for_update().filter(country=country, until=None).exists():
        raise NotPossible("switched-already")
    DirectoryOnly.objects.create(country=country, since=at, why=why, set_by=by.ref)
    record(kind="privacy.country.shut", subject=f"country:{country.lower()}", by=by, at=at)


@transaction.atomic
def keep_again(*, country: str, by: Actor, at: datetime) -> None:
    """Have forms of a country keep what they say again; without the switch nothing changes.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
    """
    require_staff(by)
    if DirectoryOnly.objects.filter(country=country, until=None).update(until=at):
        record(kind="privacy.country.opened", subject=f"country:{country.lower()}", by=by, at=at)
