"""A person's word that they come: kept step by step, confirmed once, changed and withdrawn without an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.consents import note_consent
from ocaq.conference.commands.letters import send_confirmation, send_withdrawal
from ocaq.conference.events import RegistrationConfirmed, RegistrationWithdrawn
from ocaq.conference.models import Conference, Invitation, Registration
from ocaq.conference.rules import registration as rules
from ocaq.conference.rules.entries import PersonEntry
from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel import bus, links
from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.kernel.ids import new_ref
from ocaq.kernel.lines import one_line
from ocaq.kernel.places import country_codes, zone_names
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.privacy.public import keeps_nothing

Outcome = Literal["confirmed", "repeated", "same-person", "already-registered"]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How a confirmation ended. `ref` is empty when it must not be shown to whoever asked (`already-registered`)."""

    outcome: Outcome
    ref: str


@transaction.atomic
def keep_draft(*, slug: str, key: str, person: PersonEntry, invitation: str = "", by: Actor, at: datetime) -> str:
    """Keep what a person has filled in so far; repeating it with the same key changes the same draft.

    Args:
        key: of the form, made when it was first opened.
        invitation: reference of the personal link the browser holds, if any.

    Returns:
        The state of the registration: `draft`, or what it has become since.

    Raises:
        NotFound: `no-such-conference`.
        NotPossible: `registration-not-open`, `registration-closed`, `entry-by-invitation`, `invitation-expired`,
            `invitation-withdrawn`, `keeps-nothing-here`.
        NotValid: `name-missing`, `name-too-long`, `country-missing`.
    """
    conference = _open_conference(slug, invitation, at)
    entry = _tidied(person, conference)
    if refusal := rules.refusal_of_name(entry.name) or (
        None if entry.country in country_codes() else "country-missing"
    ):
        raise NotValid(refusal)
    found = Registration.objects.select_for_update().filter(key=key, conference=conference).first()
    if found is not None and found.state != Registration.State.DRAFT:
        return found.state
    draft = found or _new_draft(conference, key, at)
    _refuse_where_nothing_is_kept(entry.country)
    _write(draft, entry, at)
    draft.save()
    record(
        kind="conference.registration.kept",
        subject=draft.subject,
        by=by,
        at=at,
        facts={"conference": conference.ref},
    )
    return draft.state


@transaction.atomic
def confirm_registration(*, slug: str, key: str, invitation: str = "", by: Actor, at: datetime) -> Confirmed:
    """Turn a draft into a registration and write to the person; a repetition has the same end, no second mail.

    The same account or the same personal link coming again is the same person: their registration takes the new
    answers. The same name and mail address coming again get their link by mail, and whoever asked learns no more.

    Raises:
        NotFound: `no-such-conference`, `registration-not-finished` when nothing was kept under this key.
        NotPossible: as for `keep_draft`.
        NotValid: `name-missing`, `name-too-long`, `country-missing`, `capacity-missing`, `languages-missing-of-person`.
    """
    conference = _open_conference(slug, invitation, at)
    draft = Registration.objects.select_for_update().filter(key=key, conference=conference).first()
    if draft is None:
        raise NotFound("registration-not-finished")
    if draft.state == Registration.State.CONFIRMED:
        return Confirmed("repeated", draft.ref)
    if refusal := _refusal_to_confirm(draft):
        raise NotValid(refusal)
    _refuse_where_nothing_is_kept(draft.country)
    link = Invitation.objects.filter(ref=invitation, conference=conference).first() if invitation else None
    if (same := _same_person(conference, link, by)) is not None and same.pk != draft.pk:
        return _take_answers(conference, same, draft, by, at)
    if (twin := _same_name_and_address(conference, draft)) is not None:
        return _write_again(conference, twin, draft, by, at)
    draft.invitation, draft.user_id = link, by.user_id
    _confirm(conference, draft, by, at)
    return Confirmed("confirmed", draft.ref)


@transaction.atomic
def change_registration(*, ref: str, person: PersonEntry, by: Actor, at: datetime) -> None:
    """Change the answers of a registration; the mail with the calendar file goes out anew.

    Raises:
        NotFound: `not-found`.
        NotAllowed: `not-allowed`, when it is somebody else's.
        NotPossible: `registration-not-finished`, `registration-closed`.
        NotValid: as for `confirm_registration`.
    """
    registration, conference = _own(ref, by)
    _write(registration, _tidied(person, conference), at)
    if refusal := _refusal_to_confirm(registration):
        raise NotValid(refusal)
    _refuse_where_nothing_is_kept(registration.country)
    registration.save()
    note_consent(registration, by=by, at=at)
    record(
        kind="conference.registration.changed",
        subject=registration.subject,
        by=by,
        at=at,
        facts={"conference": conference.ref},
        commit=_answers_sealed(registration, conference),
    )
    send_confirmation(registration, conference, changed=True, by=by, at=at)


@transaction.atomic
def withdraw_registration(*, ref: str, by: Actor, at: datetime) -> None:
    """Take a registration back; doing it again changes nothing.

    Raises: as for `change_registration`.
    """
    registration, conference = _own(ref, by)
    if registration.state == Registration.State.WITHDRAWN:
        return
    registration.state, registration.withdrawn_at, registration.changed_at = Registration.State.WITHDRAWN, at, at
    registration.save(update_fields=["state", "withdrawn_at", "changed_at"])
    record(
        kind="conference.registration.withdrawn",
        subject=registration.subject,
        by=by,
        at=at,
        facts={"conference": conference.ref},
    )
    send_withdrawal(registration, conference, by=by, at=at)
    bus.publish(RegistrationWithdrawn(conference.ref, ref, at))


@transaction.atomic
def resume_registration(*, ref: str, by: Actor, at: datetime) -> None:
    """Take a withdrawn registration up again; doing it again changes nothing.

    Raises: as for `change_registration`.
    """
    registration, conference = _own(ref, by)
    if registration.state == Registration.State.WITHDRAWN:
        _confirm(conference, registration, by, at)


def _refuse_where_nothing_is_kept(country: str) -> None:
    if country and keeps_nothing(country):
        raise NotPossible("keeps-nothing-here")


def _open_conference(slug: str, invitation: str, at: datetime) -> Conference:
    # Locked: two forms of one person confirmed at the same moment must see each other.
    conference = (
        Conference.objects.select_for_update(no_key=True)
        .filter(slug=slug)
        .exclude(state=Conference.State.DRAFT)
        .first()
    )
    if conference is None:
        raise NotFound("no-such-conference")
    link = Invitation.objects.filter(ref=invitation, conference=conference).first() if invitation else None
    over = rules.invitation_over(expires_at=link.expires_at, withdrawn_at=link.withdrawn_at, at=at) if link else None
    if refusal := rules.refusal_to_register(
        state=conference.state,
        entry=conference.entry,
        invited=link is not None,
        invitation_over=over if conference.entry == Conference.Entry.INVITATION else None,
    ):
        raise NotPossible(refusal)
    return conference


def _own(ref: str, by: Actor) -> tuple[Registration, Conference]:
    registration = (
        Registration.objects.select_for_update(of=("self",)).select_related("conference").filter(ref=ref).first()
    )
    if registration is None:
        raise NotFound("not-found")
    if not permissions.may_change_registration(by, ref=ref, user_id=registration.user_id):
        raise NotAllowed("not-allowed")
    if refusal := rules.refusal_to_change(
        registration_state=registration.state, conference_state=registration.conference.state
    ):
        raise NotPossible(refusal)
    return registration, registration.conference


def _new_draft(conference: Conference, key: str, at: datetime) -> Registration:
    ref = new_ref()
    return Registration(
        ref=ref,
        conference=conference,
        key=key,
        secret_digest=links.digest(links.secret("registration", ref)),
        created_at=at,
    )


def _tidied(person: PersonEntry, conference: Conference) -> PersonEntry:
    return PersonEntry(
        name=one_line(person.name),
        address_as=one_line(person.address_as)[:100],
        email=person.email.strip()[:254],
        country=person.country,
        capacity=person.capacity,
        organisation=one_line(person.organisation)[:200],
        languages=_known(person.languages, conference.languages),
        needs=_known(person.needs, rules.NEEDS),
        zone=person.zone if person.zone in zone_names() else conference.zone,
    )


def _known(given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(given) if code in known)


def _write(registration: Registration, entry: PersonEntry, at: datetime) -> None:
    for name in ("name", "address_as", "email", "country", "capacity", "organisation", "zone"):
        setattr(registration, name, getattr(entry, name))
    registration.languages, registration.needs = list(entry.languages), list(entry.needs)
    registration.notice_version, registration.changed_at = rules.NOTICE_VERSION, at


def _refusal_to_confirm(registration: Registration) -> str | None:
    return rules.refusal_to_confirm(
        name=registration.name,
        country=registration.country,
        capacity=registration.capacity,
        languages=registration.languages,
        countries=country_codes(),
        capacities=Registration.Capacity.values,
    )


def _same_person(conference: Conference, link: Invitation | None, by: Actor) -> Registration | None:
    finished = conference.registrations.select_for_update().exclude(state=Registration.State.DRAFT)
    if link is not None and (same := finished.filter(invitation=link).first()) is not None:
        return same
    return finished.filter(user_id=by.user_id).first() if by.user_id is not None else None


def _same_name_and_address(conference: Conference, draft: Registration) -> Registration | None:
    if not draft.email:
        return None
    candidates = conference.registrations.filter(
        state=Registration.State.CONFIRMED, email_mark=draft.email_mark
    ).exclude(pk=draft.pk)
    return next((one for one in candidates if fold(one.name) == fold(draft.name)), None)


def _take_answers(
    conference: Conference, same: Registration, draft: Registration, by: Actor, at: datetime
) -> Confirmed:
    _write(
        same,
        PersonEntry(
            draft.name,
            draft.address_as,
            draft.email,
            draft.country,
            draft.capacity,
            draft.organisation,
            tuple(draft.languages),
            tuple(draft.needs),
            draft.zone,
        ),
        at,
    )
    key = draft.key
    draft.delete()
    same.key = key  # so that the form, sent once more, finds what became of it
    _confirm(conference, same, by, at)
    return Confirmed("same-person", same.ref)


def _write_again(conference: Conference, twin: Registration, draft: Registration, by: Actor, at: datetime) -> Confirmed:
    if twin.link_sent_at is None or at - twin.link_sent_at >= rules.LINK_AGAIN_AFTER:
        send_confirmation(twin, conference, by=by, at=at)
        twin.save(update_fields=["link_sent_at"])
    # Not of whom: whoever knows a name and an address must not learn by asking what the log calls that person.
    record(kind="conference.registration.asked_again", subject=f"conference:{conference.ref}", by=by, at=at)
    draft.delete()
    return Confirmed("already-registered", "")


def _confirm(conference: Conference, registration: Registration, by: Actor, at: datetime) -> None:
    registration.state, registration.withdrawn_at, registration.changed_at = Registration.State.CONFIRMED, None, at
    registration.confirmed_at = registration.confirmed_at or at
    send_confirmation(registration, conference, by=by, at=at)
    registration.save()
    note_consent(registration, by=by, at=at)
    record(
        kind="conference.registration.confirmed",
        subject=registration.subject,
        by=by,
        at=at,
        facts={"conference": conference.ref},
        commit=_answers_sealed(registration, conference),
    )
    bus.publish(RegistrationConfirmed(conference.ref, registration.ref, at))


def _answers_sealed(registration: Registration, conference: Conference) -> str:
    """Return the commitment to what is counted of a person; see docs/privacy-log.md."""
    answers = {
        "capacity": registration.capacity,
        "conference": conference.ref,
        "country": registration.country,
        "registration": registration.pseudonym,
    }
    return commitment(bytes(registration.salt), answers)
