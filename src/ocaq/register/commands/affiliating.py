"""Which countries a council spans, and which bodies belong to which, from one day until another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.register import permissions
from ocaq.register.commands.applying import add_decision, tidied
from ocaq.register.commands.changes import locked
from ocaq.register.models import Affiliation, Area, Decision


@transaction.atomic
def give_area(
    *,
    council: str,
    country: str,
    starts_on: date,
    decision: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let a council span a country from a day on; again it changes nothing.

    Args:
        decision: the act behind it, as `rules.fields` has it.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
        NotValid: `country-unknown`, `decision-needs-body`. NotPossible: `spans-no-countries`.
    """
    body = locked(council)
    permissions.require_whole(by)
    if not body.kind.spans_countries:
        raise NotPossible("spans-no-countries")
    if country not in country_codes():
        raise NotValid("country-unknown")
    if body.areas.filter(country=country, ends_on=None).exists():
        return
    Area.objects.create(council=body, country=country, starts_on=starts_on, decision=_decided(decision))
    record(
        kind="register.area.given",
        subject=body.subject,
        by=by,
        at=at,
        facts={"country": country.lower(), "starts_on": starts_on.isoformat()},
    )


@transaction.atomic
def end_area(*, council: str, country: str, ends_on: date, by: Actor, at: datetime) -> None:
    """Say from which day a council no longer spans a country.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`, `no-such-area`.
        NotPossible: `ends-before-start`.
    """
    body = locked(council)
    permissions.require_whole(by)
    _end(body.areas.filter(country=country, ends_on=None).first(), ends_on, missing="no-such-area")
    record(
        kind="register.area.ended",
        subject=body.subject,
        by=by,
        at=at,
        facts={"country": country.lower(), "ends_on": ends_on.isoformat()},
    )


@transaction.atomic
def affiliate(
    *,
    member: str,
    umbrella: str,
    starts_on: date,
    decision: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let a body belong to another from a day on; again it changes nothing.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`. NotFound: `no-such-community`.
        NotPossible: `belongs-to-itself`. NotValid: `decision-needs-body`.
    """
    body, above = locked(member), locked(umbrella)
    permissions.require_reviewer(by, body, at=at)
    if body.pk == above.pk or above.affiliations.filter(umbrella=body, ends_on=None).exists():
        raise NotPossible("belongs-to-itself")
    if body.affiliations.filter(umbrella=above, ends_on=None).exists():
        return
    Affiliation.objects.create(member=body, umbrella=above, starts_on=starts_on, decision=_decided(decision))
    record(
        kind="register.affiliation.begun",
        subject=body.subject,
        by=by,
        at=at,
        facts={"umbrella": above.ref, "starts_on": starts_on.isoformat()},
    )


@transaction.atomic
def end_affiliation(*, member: str, umbrella: str, ends_on: date, by: Actor, at: datetime) -> None:
    """Say from which day a body no longer belongs to another.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`, `not-yours-to-review`.
        NotFound: `no-such-community`, `no-such-affiliation`. NotPossible: `ends-before-start`.
    """
    body = locked(member)
    permissions.require_reviewer(by, body, at=at)
    row = body.affiliations.filter(umbrella__ref=umbrella, ends_on=None).first()
    _end(row, ends_on, missing="no-such-affiliation")
    record(
        kind="register.affiliation.ended",
        subject=body.subject,
        by=by,
        at=at,
        facts={"umbrella": umbrella, "ends_on": ends_on.isoformat()},
    )


def _end(row: Area | Affiliation | None, ends_on: date, *, missing: str) -> None:
    if row is None:
        raise NotFound(missing)
    if ends_on <= row.starts_on:
        raise NotPossible("ends-before-start")
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])


def _decided(decision: Mapping[str, Any] | None) -> Decision | None:
    kept = tidied({"decision": decision})["decision"]
    return None if kept is None else add_decision(kept)
