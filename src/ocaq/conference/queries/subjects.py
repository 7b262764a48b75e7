"""Whose records stand on a screen: what looks at registrations call them."""

from collections.abc import Collection, Iterable

from ocaq.conference.models import Hand, Question, Registration

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


def subjects_who_asked(*, conference_id: int) -> set[str]:
    """Return whose questions were shown (two SQL queries)."""
    asked = Question.objects.filter(conference_id=conference_id).exclude(name="")
    return _of(set(asked.values_list("participant", flat=True)))


def _of(participants: Collection[str]) -> set[str]:
    return {one.subject for one in _registrations(participants)}


def _registrations(refs: Collection[str]) -> Iterable[Registration]:
    return Registration.objects.filter(ref__in=refs).only("ref", "pseudonym") if refs else ()
