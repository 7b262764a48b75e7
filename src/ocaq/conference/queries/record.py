"""What the conference keeps of one person, for the page of their own record."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocaq.conference.models import (
    Attendance,
    Conference,
    Hand,
    Invitation,
    LogLine,
    PollVote,
    PresenceInterval,
    Question,
    QuestionVote,
    Reaction,
    Readiness,
    Registration,
    Show,
    SpeakerMessage,
    Words,
)
from ocaq.conference.words.planning import CAPACITIES, NEEDS
from ocaq.design import dates
from ocaq.design.zones import capital_zone, zone_named
from ocaq.kernel.places import country_name, language_name
from ocaq.kernel.sealing import mark
from ocaq.privacy.public import Deeds, Holder, Kept, Line, deeds_kept

# What says who did it, of somebody who works at a conference.
DEEDS: Deeds = (
    (LogLine, "by"),
    (Readiness, "by"),
    (Question, "decided_by"),
    (SpeakerMessage, "by"),
    (Words, "by"),
    (Show, "baton"),
    (Show, "baton_offered_to"),
)
_REGISTRATION, _INVITATION = "conference.Registration", "conference.Invitation"


def conference_kept(holder: Holder, _at: datetime) -> list[Kept]:
    """Return every registration and invitation of a holder, newest conference first, and what they did in a role.

    Nine SQL queries, and seven for each registration.
    """
    mine = Q(ref__in=holder.held.get("registration", ()))
    if holder.user_id is not None:
        mine |= Q(user_id=holder.user_id)
    marks = [mark(address) for address in holder.addresses]
    found = Registration.objects.select_related("conference")
    rows = found.filter(mine | Q(email_mark__in=marks)).order_by("-conference__starts_at", "pk")
    links = Invitation.objects.select_related("conference")
    return [
        *(_registration(one) for one in rows),
        *(_invitation(one) for one in links.filter(email_mark__in=marks).order_by("-created_at")),
        *deeds_kept(
            holder,
            keeper="conference",
            title=_("What you did here in a role"),
            label=_("What you did in a role: items you look after, lights, captions, the baton, words to the speaker"),
            deeds=DEEDS,
        ),
    ]


def conference_by_subject(subject: str, _at: datetime) -> Kept | None:
    """Return the registration or invitation of a sign (eight SQL queries at most)."""
    thing, _colon, name = subject.partition(":")
    if thing == "registration":
        row = Registration.objects.select_related("conference").filter(pseudonym=name).first()
        return _registration(row) if row else None
    link = Invitation.objects.select_related("conference").filter(ref=name).first() if thing == "invitation" else None
    return _invitation(link) if link else None


def _since(conference: Conference) -> dict[str, datetime]:
    # As `forget` counts: one that never began ends with the day it was planned for.
    return {"conference": conference.ended_at or conference.starts_at + timedelta(days=1)}


def _registration(one: Registration) -> Kept:
    return Kept(
        keeper="conference",
        subject=one.subject,
        title=_("Your registration: %(title)s") % {"title": one.conference.title},
        source="self",
        lines=(*_given(one), *_said(one), *_counted(one), *_signs(one)),
        since=_since(one.conference),
        change=reverse("conference:mine_change", args=[one.conference.slug]),
    )


def _given(one: Registration) -> Iterable[Line]:
    language = get_language() or "en"
    needs = dates.series([str(NEEDS[code]) for code in one.needs if code in NEEDS])
    spoken = dates.series([language_name(code, language) for code in one.languages])
    return (
        Line(_REGISTRATION, "name", _("Full name"), one.name),
        Line(_REGISTRATION, "address_as", _("Addressed as"), one.address_as),
        Line(_REGISTRATION, "email", _("Mail address"), one.email),
        Line(_REGISTRATION, "country", _("Country"), country_name(one.country, language), one.country),
        Line(_REGISTRATION, "capacity", _("Capacity"), CAPACITIES.get(one.capacity, ""), one.capacity),
        Line(_REGISTRATION, "organisation", _("House, school or association"), one.organisation),
        Line(_REGISTRATION, "languages", _("Language"), spoken, list(one.languages)),
        Line(_REGISTRATION, "needs", _("What would help you"), needs, list(one.needs)),
        Line(_REGISTRATION, "zone", _("Time zone"), one.zone),
    )


def _said(one: Registration) -> Iterable[Line]:
    for question in Question.objects.filter(conference=one.conference, participant=one.ref).order_by("pk"):
        told = {name: getattr(question, name) for name in ("ref", "name", "country", "language", "text", "state")}
        told |= {"asked_at": question.asked_at.isoformat()}
        yield Line("conference.Question", "text", _("Question you asked"), question.text, told)
    for hand in Hand.objects.filter(conference=one.conference, participant=one.ref).order_by("pk"):
        told = {name: getattr(hand, name) for name in ("ref", "name", "country", "topic", "state")}
        told |= {"raised_at": hand.raised_at.isoformat()}
        yield Line("conference.Hand", "topic", _("Hand you raised"), hand.topic or _("without a topic"), told)


def _counted(one: Registration) -> Iterable[Line]:
    zone, ref = zone_named(one.zone) or capital_zone(), one.ref
    for stay in PresenceInterval.objects.filter(conference=one.conference, participant=ref).order_by("pk"):
        said = f"{dates.short_day(stay.started_at, zone)} {dates.clock(stay.started_at, zone)}"
        until = dates.clock(stay.left_at or stay.seen_at, zone)
        told = {name: getattr(stay, name) for name in ("device", "country", "capacity")}
        told |= {"started_at": stay.started_at.isoformat(), "until": (stay.left_at or stay.seen_at).isoformat()}
        span = f"{said}–{until}"
        yield Line("conference.PresenceInterval", "participant", _("When you were in the hall"), span, told)
    votes = QuestionVote.objects.filter(question__conference=one.conference, participant=ref).count()
    yield Line("conference.QuestionVote", "participant", _("Questions you supported"), votes or "")
    voices = PollVote.objects.filter(poll__conference=one.conference, participant=ref).select_related("option", "poll")
    for voice in voices:
        yield Line("conference.PollVote", "participant", str(voice.poll.question), str(voice.option.text))
    reactions = Reaction.objects.filter(item__conference=one.conference, participant=ref).count()
    yield Line("conference.Reaction", "participant", _("Times you applauded or agreed"), reactions or "")
    for kept in Attendance.objects.filter(conference=one.conference, participant=ref):
        told = {name: getattr(kept, name) for name in ("ref", "country", "capacity", "minutes")}
        yield Line("conference.Attendance", "minutes", _("Minutes that were counted"), kept.minutes, told)
        yield Line("conference.Attendance", "salt", "salt", bytes(kept.salt).hex(), for_machines=True)


def _signs(one: Registration) -> Iterable[Line]:
    return (
        Line(_REGISTRATION, "ref", "ref", one.ref, for_machines=True),
        Line(_REGISTRATION, "pseudonym", "log", one.subject, for_machines=True),
        Line(_REGISTRATION, "salt", "salt", bytes(one.salt).hex(), for_machines=True),
        Line(_REGISTRATION, "email_mark", "mark", one.email_mark, for_machines=True),
    )


def _invitation(one: Invitation) -> Kept:
    language = get_language() or "en"
    lines = (
        Line(_INVITATION, "name", _("Full name"), one.name),
        Line(_INVITATION, "email", _("Mail address"), one.email),
        Line(_INVITATION, "country", _("Country"), country_name(one.country, language) if one.country else ""),
        Line(_INVITATION, "capacity", _("Capacity"), CAPACITIES.get(one.capacity, ""), one.capacity),
        Line(_INVITATION, "language", _("Language"), language_name(one.language, language) if one.language else ""),
        Line(_INVITATION, "ref", "ref", one.ref, for_machines=True),
        Line(_INVITATION, "email_mark", "mark", one.email_mark, for_machines=True),
    )
    return Kept(
        keeper="conference",
        subject=f"invitation:{one.ref}",
        title=_("An invitation to you: %(title)s") % {"title": one.conference.title},
        source="institution",
        lines=lines,
        since=_since(one.conference),
    )
