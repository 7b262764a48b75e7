"""Whose records stand on a screen: what looks at registrations call them."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from ocaq.conference.models import Hand, Question, Registration

QUESTIONS_LISTED = 30

_OPEN_HANDS = (Hand.State.RAISED, Hand.State.CALLED, Hand.State.SPEAKING)


def subjects_of_registrations(abouts: Collection[str]) -> dict[str, str]:
    """Return {`registration:<ref>`: subject} of the registrations there are (one SQL query)."""
    refs = [about.removeprefix("registration:") for about in abouts]
    return {f"registration:{one.ref}": one.subject for one in _registrations(refs)}


def subjects_of_invitations(abouts: Collection[str]) -> dict[str, str]:
    """Return {`invitation:<ref>`: subject}; an invitation has no other name (no SQL query)."""
    return {about: about for about in abouts}


def subjects_on_screens(*, conference_id: int) -> set[str]:
    """Return whose hands and questions the screens of the crew show now (three SQL queries)."""
    hands = Hand.objects.filter(conference_id=conference_id, state__in=_OPEN_HANDS)
    questions = Question.objects.filter(conference_id=conference_id).exclude(state=Question.State.DECLINED)
    return _of({*hands.values_list("participant", flat=True), *questions.values_list("participant", flat=True)})


def questions_listed(conference_id: int) -> QuerySet[Question]:
    """Return the questions that the report of the day lists, most supported first (no SQL query yet)."""
    states = [Question.State.SHOWN, Question.State.TAKEN, Question.State.ANSWERED]
    asked = Question.objects.filter(conference_id=conference_id, state__in=states).exclude(text="")
    return asked.order_by("-votes", "pk")[:QUESTIONS_LISTED]


def subjects_who_asked(*, conference_id: int) -> set[str]:
    """Return whose questions the report lists with a name (two SQL queries)."""
    return _of({one.participant for one in questions_listed(conference_id) if one.name})


def _of(participants: Collection[str]) -> set[str]:
    return {one.subject for one in _registrations(participants)}


def _registrations(refs: Collection[str]) -> Iterable[Registration]:
    return Registration.objects.filter(ref__in=refs).only("ref", "pseudonym") if refs else ()
