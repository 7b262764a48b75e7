"""Erasing a person: record and salt, names and words, mails and receipts. What was counted stays, tied to nobody."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from ocaq.conference import permissions
from ocaq.conference.models import (
    Attendance,
    Conference,
    Hand,
    Invitation,
    LogLine,
    PollVote,
    PresenceInterval,
    QuestionVote,
    Reaction,
    Readiness,
    Registration,
    Show,
)
from ocaq.conference.queries.channels import CREW, PUBLIC, SPEAKER, channel_of
from ocaq.conference.queries.console import crew_state, public_half
from ocaq.conference.queries.patches import patch_between
from ocaq.conference.queries.record import DEEDS
from ocaq.conference.queries.speaker import speaker_state
from ocaq.conference.rules.attendance import LEASE_S
from ocaq.evidence.queries import subjects_of
from ocaq.evidence.recording import record, unname
from ocaq.intake.forgetting import forget_receipts
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.rings import begun_again
from ocaq.kernel.sealing import mark
from ocaq.live.channels import head, publish_anew
from ocaq.mail.commands import erase_mails
from ocaq.privacy.public import forget_subjects

ERASED = "conference.registration.erased"
_OPEN = [Hand.State.RAISED, Hand.State.CALLED]
_GONE = "erased"


@begun_again
@transaction.atomic
def erase_registration(*, ref: str, by: Actor, at: datetime) -> None:
    """Erase everything kept of the person of a registration; doing it again changes nothing.

    What they did stays counted under references made for the purpose, which lead nowhere.

    Raises:
        NotAllowed: `not-allowed`, when it is somebody else's.
    """
    conference = Conference.objects.select_for_update(no_key=True).filter(registrations__ref=ref).first()
    registration = Registration.objects.select_for_update().filter(ref=ref).first() if conference else None
    if not permissions.may_erase(by, ref=ref, user_id=registration.user_id if registration else None):
        raise NotAllowed("not-allowed")
    if conference is not None and registration is not None:
        _erase(conference, registration, by, at)
        erasure.leave_no_trace()


@transaction.atomic
def erase_again(*, by: Actor, at: datetime) -> int:
    """Erase whom the log says was erased and who is back by a backup from before. Returns how many.

    Raises:
        NotAllowed: `not-allowed`.
    """
    erased = [subject.removeprefix("registration:") for subject in subjects_of(ERASED)]
    back = list(Registration.objects.filter(pseudonym__in=erased).values_list("ref", flat=True)) if erased else []
    for ref in back:
        erase_registration(ref=ref, by=by, at=at)
    return len(back)


@transaction.atomic
def erase_registrations_of(*, user_id: int, by: Actor, at: datetime) -> None:
    """Erase every registration of an account, and its name from what the crew's screens were told.

    In the transaction that erases the account, whose row bears no name any more.
    """
    own, acted_in = Registration.objects.filter(user_id=user_id), _acted_in(f"user:{user_id}")
    either = Q(pk__in=own.values("conference")) | Q(pk__in=acted_in)
    for conference in Conference.objects.select_for_update(no_key=True).filter(either).order_by("pk"):
        for registration in own.select_for_update().filter(conference=conference):
            _erase(conference, registration, by, at)
        if conference.pk in acted_in:
            _part_from_office(conference, f"user:{user_id}")
            _retell_names(conference, at)


def _erase(conference: Conference, registration: Registration, by: Actor, at: datetime) -> None:
    Show.objects.select_for_update(no_key=True).filter(conference=conference).first()
    before, ref, subject, email = _screens(conference), registration.ref, registration.subject, registration.email
    names = _unname(conference, ref, at)
    _unname_lines(conference, {registration.name, *names})
    _part(conference, ref, at)
    links = _links_of(conference, registration)
    mails = erase_mails(about=[f"registration:{ref}", *(f"invitation:{link.ref}" for link in links)], by=by, at=at)
    forget_receipts(ref)
    registration.delete()
    conference.invitations.filter(pk__in=[link.pk for link in links]).delete()
    if email:
        conference.registrations.filter(state=Registration.State.DRAFT, email_mark=mark(email)).delete()
    forget_subjects(subjects=[subject, *(f"invitation:{link.ref}" for link in links)], by=by, at=at)
    record(kind=ERASED, subject=subject, by=by, at=at, facts={"conference": conference.ref})
    unname([subject, "mail:erased", *(f"mail:{mail}" for mail in mails)], by=f"registration:{ref}")
    _retell(conference, before, at)


def _unname(conference: Conference, participant: str, at: datetime) -> set[str]:
    """Take name, words and author off questions and hands; return the names they bore."""
    names = set()
    nobody = new_ref()
    for question in conference.questions.filter(participant=participant):
        names.add(question.name)
        question.name = question.text = question.country = question.language = ""
        question.participant, question.ref, question.key = nobody, new_ref(), new_ref()
        question.save()
    nobody = new_ref()
    for hand in conference.hands.filter(participant=participant):
        names.add(hand.name)
        hand.name = hand.topic = ""
        hand.participant, hand.ref, hand.key = nobody, new_ref(), new_ref()
        if hand.state in _OPEN:
            hand.state, hand.ended_at = Hand.State.LOWERED, at
        elif hand.state == Hand.State.SPEAKING:
            hand.state, hand.ended_at = Hand.State.SPOKE, at
        hand.save()
    return names


def _part(conference: Conference, participant: str, at: datetime) -> None:
    """Give what is counted to somebody who does not exist, another in each table; the stay in the hall ends."""
    QuestionVote.objects.filter(question__conference=conference, participant=participant).update(participant=new_ref())
    PollVote.objects.filter(poll__conference=conference, participant=participant).update(participant=new_ref())
    Reaction.objects.filter(item__conference=conference, participant=participant).update(participant=new_ref())
    Attendance.objects.filter(conference=conference, participant=participant).delete()
    stays = PresenceInterval.objects.filter(conference=conference, participant=participant)
    stays.filter(lasting=True, seen_at__gt=at - timedelta(seconds=LEASE_S)).update(seen_at=at, left_at=at)
    nobody = new_ref()
    stays.update(lasting=False, participant=nobody, device=nobody)


def _unname_lines(conference: Conference, names: Iterable[str]) -> None:
    """Take names off the lines of the show's log; of two people of one name, off both."""
    lines = list(conference.log_lines.filter(facts__name__in=[name for name in names if name]))
    for line in lines:
        line.facts = {**line.facts, "name": ""}
    LogLine.objects.bulk_update(lines, ["facts"])


def _links_of(conference: Conference, registration: Registration) -> list[Invitation]:
    mine = Q(pk=registration.invitation_id)
    if registration.email:
        mine |= Q(email_mark=registration.email_mark)
    return list(conference.invitations.filter(mine))


def _acted_in(acted: str) -> set[int]:
    """Return the conferences for which somebody acted in a role."""
    return {
        pk
        for table, name in DEEDS
        for pk in table._default_manager.filter(**{name: acted}).values_list(_conference_of(table), flat=True)
    }


def _part_from_office(conference: Conference, acted: str) -> None:
    """Take who acted off what they did; whoever calls the show next takes the baton anew."""
    for table, name in DEEDS:
        theirs = table._default_manager.filter(**{_conference_of(table): conference.pk, name: acted})
        theirs.update(**{name: "" if table is Show else _GONE})


def _conference_of(table: type[Model]) -> str:
    return "item__conference" if table is Readiness else "conference"


def _screens(conference: Conference) -> dict[str, Mapping[str, Any]]:
    """Return what every screen shows now, by audience."""
    crew = crew_state(conference.pk)
    return {PUBLIC: public_half(crew), CREW: crew, SPEAKER: speaker_state(conference.pk)}


def _retell(conference: Conference, before: Mapping[str, Mapping[str, Any]], at: datetime) -> None:
    """Tell screens that are open what is gone, and have nobody remember what was told before."""
    for audience, after in _screens(conference).items():
        channel, patch = channel_of(conference.ref, audience), patch_between(before[audience], after) or {}
        if patch or head(channel):
            publish_anew(channel=channel, patch=patch, at=at)


def _retell_names(conference: Conference, at: datetime) -> None:
    crew, channel = crew_state(conference.pk), channel_of(conference.ref, CREW)
    if head(channel):
        named = {name: crew[name] for name in ("log", "baton", "baton_offered_to")}
        publish_anew(channel=channel, patch={"set": named, "put": {"crew": crew["crew"]}}, at=at)
