"""What is kept about a person, as the page tells it. A test compares it with every field that is declared personal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ocaq.conference.public import DRAFTS_KEPT_DAYS, NAMES_KEPT_DAYS, NEEDS_KEPT_DAYS
from ocaq.design import dates
from ocaq.intake.jobs import KEPT as RECEIPTS_KEPT
from ocaq.live.jobs import KEPT as EVENTS_KEPT
from ocaq.mail.rules import KEPT as MAIL_KEPT

STATED_ON = datetime(2026, 11, 22, 12, tzinfo=UTC)  # when somebody last read both statements against the product
Since = Literal["conference", "change", "deed", "mail"]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept. `days` count from `since`; without them `until` says when it ends.

    `covers`: the declared fields it tells of, `app.Model.field`.
    """

    what: Promise
    why: Promise
    seen: Promise
    days: int | None = None
    since: Since = "conference"
    until: Promise | None = None
    covers: tuple[str, ...] = ()

    def ends(self) -> str:
        return str(self.until) if self.days is None else _COUNTED[self.since](self.days)


def _after_conference(days: int) -> str:
    said = ngettext(
        "until %(count)s day after the conference", "until %(count)s days after the conference", days
    )  # fmt: skip
    return said % {"count": dates.number(days)}


def _after_change(days: int) -> str:
    said = ngettext("%(count)s day after you last wrote in it", "%(count)s days after you last wrote in it", days)
    return said % {"count": dates.number(days)}


def _after_deed(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": dates.number(days)}


def _after_mail(days: int) -> str:
    said = ngettext("%(count)s day after it was sent", "%(count)s days after it was sent", days)
    return said % {"count": dates.number(days)}


_COUNTED: dict[Since, Callable[[int], str]] = {
    "conference": _after_conference,
    "change": _after_change,
    "deed": _after_deed,
    "mail": _after_mail,
}


def _of(model: str, *fields: str) -> tuple[str, ...]:
    return tuple(f"{model}.{field}" for field in fields)


REGISTERING = (
    Kept(
        _("Name, how you are addressed, your house, school or association"),
        _("to greet you and to show who has the floor"),
        _("staff and directors; everybody in the hall when you ask or speak"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Registration", "name", "address_as", "organisation"),
    ),
    Kept(
        _("Mail address"),
        _("to send your personal link, the calendar file and changes of the date"),
        _("staff who look after the mail"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Registration", "email", "email_mark"),
    ),
    Kept(
        _("Country and capacity"),
        _("to count who took part and from where"),
        _("everybody, as totals; groups of fewer than five people are told together"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Registration", "country", "capacity"),
    ),
    Kept(
        _("Languages and time zone"),
        _("to write to you and show times as you read them"),
        _("staff and directors"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Registration", "languages", "zone"),
    ),
    Kept(
        _("What would help you, if you say so"),
        _("to arrange it; only with your consent"),
        _("staff and directors, who arrange it"),
        days=NEEDS_KEPT_DAYS,
        covers=_of("conference.Registration", "needs"),
    ),
    Kept(
        _("Your account or your invitation, if you have one"),
        _("to know you when you come back"),
        _("nobody"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Registration", "user", "invitation"),
    ),
    Kept(
        _("The signs by which your registration and your link are known, and the code the public log calls you by"),
        _("to open your page, to do a repeated deed once, and to prove counts without naming anybody"),
        _("you alone; the code stands in the public log, and nobody there sees whose it is"),
        until=_("until you are erased"),
        covers=(
            *_of("conference.Registration", "ref", "key", "secret_digest", "pseudonym", "salt"),
            *_of("conference.Invitation", "ref", "secret_digest"),
        ),
    ),
    Kept(
        _("A registration you began and did not finish"),
        _("so that an outage loses nothing"),
        _("nobody"),
        days=DRAFTS_KEPT_DAYS,
        since="change",
    ),
    Kept(
        _("Name, mail address, country, capacity and language of somebody who is invited"),
        _("to send a personal link and to fill in what is known"),
        _("staff and directors"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.Invitation", "name", "email", "email_mark", "country", "capacity", "language"),
    ),
)
IN_THE_HALL = (
    Kept(
        _("Questions, and hands with their topic"),
        _("to ask and to speak in your own name, in turn"),
        _("the crew; everybody in the hall once the crew shows them"),
        days=NAMES_KEPT_DAYS,
        covers=(
            *_of("conference.Question", "participant", "name", "country", "language", "text", "key", "ref"),
            *_of("conference.Hand", "participant", "name", "country", "topic", "key", "ref"),
            *_of("conference.LogLine", "facts"),
        ),
    ),
    Kept(
        _("When your devices were in the hall"),
        _("to count who was there, each person once"),
        _("everybody, as totals"),
        days=NAMES_KEPT_DAYS,
        covers=_of("conference.PresenceInterval", "participant", "device", "country", "capacity"),
    ),
    Kept(
        _("What was counted of you when the conference was over: country, capacity and minutes, with a key"),
        _("to prove a published count, person by person, without naming anybody"),
        _("nobody; the public log holds a seal that only the key opens"),
        until=_("until you are erased"),
        covers=_of("conference.Attendance", "ref", "participant", "country", "capacity", "minutes", "salt"),
    ),
    Kept(
        _("What you voted for, chose or applauded"),
        _("to count each person once"),
        _("nobody; totals only"),
        days=NAMES_KEPT_DAYS,
        covers=(
            *_of("conference.QuestionVote", "participant"),
            *_of("conference.PollVote", "participant"),
            *_of("conference.Reaction", "participant"),
        ),
    ),
    Kept(
        _("What pages in the hall were told, with names of those who asked and spoke"),
        _("so that a page that lost its line misses nothing"),
        _("everybody in the hall"),
        days=EVENTS_KEPT.days,
        since="deed",
        covers=_of("live.Event", "body"),
    ),
    Kept(
        _("A receipt for each thing you do in the hall"),
        _("so that nothing is done twice when a line repeats it"),
        _("nobody"),
        days=RECEIPTS_KEPT.days,
        since="deed",
        covers=_of("intake.Receipt", "key", "participant", "digest", "answer"),
    ),
    Kept(
        _("Name, role and place of those who speak by the programme"),
        _("the published programme says who speaks"),
        _("everybody"),
        until=_("as long as the programme is published"),
        covers=_of("conference.Speaker", "name", "role", "place", "country", "speaks"),
    ),
)
WORKING_HERE = (
    Kept(
        _("Mail address, name, how you are addressed, language, time zone, roles"),
        _("to sign you in and to let you do your part"),
        _("staff"),
        until=_("until the account is closed"),
        covers=(
            *_of("accounts.User", "email", "name", "address_as", "language", "zone", "pseudonym", "password"),
            *_of("accounts.RoleGrant", "user", "role", "scope", "place", "post", "granted_by", "salt"),
            *_of("account.EmailAddress", "user", "email"),
            *_of("account.EmailConfirmation", "email_address", "key"),
        ),
    ),
    Kept(
        _("Where you are signed in: the device’s name for itself, its network address, when it was last used"),
        _("so that you can see and end it"),
        _("you alone"),
        until=_("until you sign out, or two weeks after you signed in"),
        covers=(
            *_of("usersessions.UserSession", "user", "ip", "session_key", "user_agent", "data"),
            *_of("sessions.Session", "session_key", "session_data"),
        ),
    ),
    Kept(
        _("The public half of a passkey"),
        _("to sign you in without a code"),
        _("you alone"),
        until=_("until you remove it"),
        covers=_of("mfa.Authenticator", "user", "data"),
    ),
    Kept(
        _("What you did in a role: items you look after, lights, captions, the baton, words to the speaker"),
        _("so that the house knows who answers for it"),
        _("directors and crew"),
        until=_("as long as the conference is kept; without your name once the account is closed"),
        covers=(
            *_of("conference.Item", "owner"),
            *_of("conference.LogLine", "by", "key"),
            *_of("conference.Show", "baton", "baton_offered_to", "undo"),
            *_of("conference.Readiness", "by"),
            *_of("conference.Question", "decided_by"),
            *_of("conference.SpeakerMessage", "by"),
            *_of("conference.Words", "by"),
            *_of("evidence.Entry", "by"),
        ),
    ),
)
IN_THE_NETWORK = (
    Kept(
        _("Name of whoever holds a post in a community, and how to reach them"),
        _("to know who answers for a community, and to reach them"),
        _("those who look after posts; everybody only with the person’s consent, a year at a time"),
        until=_("five years after the last post ended"),
        covers=(
            *_of("register.Person", "name", "romanised", "email", "email_mark", "phone", "user", "language"),
            *_of("register.Person", "wanted_name", "wanted_romanised", "notice_version", "ref", "pseudonym", "salt"),
            *_of("register.Person", "entered_as", "untold_since", "told_at"),
            *_of("register.Post", "public_until", "since_until", "answered_at"),
            *_of("register.Paper", "post", "signed_on", "kept_at", "by", "at"),
            *_of("register.Letter", "ref", "person", "about", "secret_digest", "mail"),
            *_of("register.Letter", "sent_at", "expires_at", "came_back"),
            *_of("register.PersonKey", "key", "heard"),
        ),
    ),
    Kept(
        _("What you did for a community: changes, reports, checks, pictures, lists brought in, entries put together"),
        _("so that a change can be reviewed, understood and undone"),
        _("those who look after the community; everybody the credit of a picture"),
        until=_("two years, five for what was put together; without your name once the account is closed"),
        covers=(
            *_of("register.Photo", "credit"),
            *_of("register.Change", "before", "after", "note", "answer", "by", "reviewed_by"),
            *_of("register.ActivityReport", "words", "by"),
            *_of("register.Verification", "by"),
            *_of("register.Batch", "by", "title"),
            *_of("register.Line", "cells", "draft", "reasons", "before"),
            *_of("register.Likeness", "answered_by"),
            *_of("register.Merge", "by", "undone_by", "moved"),
        ),
    ),
)
YOUR_RECORD = (
    Kept(
        _("Who looked at your record: the office, when, what for"),
        _("so that you can see it"),
        _("you; the institution knows who held the office"),
        until=_("two years, or until you are erased"),
        covers=(
            *_of("privacy.Looked", "subject"),
            *_of("privacy.Look", "by", "reason"),
            *_of("privacy.Emergency", "by", "reason"),
            *_of("privacy.Review", "decided_by"),
        ),
    ),
    Kept(
        _("A code you asked for to open your record, as a mark that only this server can make"),
        _("to open it, and to send nobody too many"),
        _("nobody"),
        until=_("one day"),
        covers=_of("privacy.Code", "address_mark", "origin_mark", "digest"),
    ),
    Kept(
        _("What you asked us about your record, and our answer"),
        _("to answer it within 30 days"),
        _("staff"),
        until=_("a year after the answer, or until you are erased"),
        covers=_of("privacy.Request", "key", "subject", "words", "address", "language", "answer", "answered_by"),
    ),
    Kept(
        _("What you agreed to, and to which text"),
        _("to prove it, to you and to others"),
        _("you alone"),
        until=_("until you are erased"),
        covers=_of("privacy.Receipt", "ref", "subject", "language"),
    ),
    Kept(
        _("A request under a law about a record, who decided on it, and files that left"),
        _("to decide by two people, and to count them in public"),
        _("staff; the person it is about; everybody as counts"),
        until=_("five years"),
        covers=(
            *_of("privacy.LawfulRequest", "subject", "act", "asks", "entered_by", "first_by", "second_by"),
            *_of("privacy.Export", "by", "recipient", "purpose"),
            *_of("privacy.DirectoryOnly", "set_by"),
        ),
    ),
)
MAIL = (
    Kept(
        _("Each mail, with its address"),
        _("to send it, and to try again"),
        _("staff see the address and whether it arrived"),
        days=MAIL_KEPT.days,
        since="mail",
        covers=(
            *_of("mail.Mail", "to", "to_mark", "about", "language", "subject", "text", "html", "ref", "message_id"),
            *_of("mail.Attachment", "mail", "name", "content"),
        ),
    ),
)
ON_YOUR_DEVICE = (
    (_("That you are signed in"), _("until you sign out, or two weeks")),
    (_("The language and the time zone you chose"), _("a year")),
    (
        _("That you hold a personal link, and which device this is in the hall"),
        _("four hundred days, or until you withdraw"),
    ),
    (_("What you wrote or did while the line was cut"), _("until it is sent")),
)

GROUPS: tuple[tuple[Promise, tuple[Kept, ...]], ...] = (
    (_("When you register or are invited"), REGISTERING),
    (_("In the hall"), IN_THE_HALL),
    (_("When you have an account"), WORKING_HERE),
    (_("When you hold a post in a community"), IN_THE_NETWORK),
    (_("Your own record"), YOUR_RECORD),
    (_("Mail"), MAIL),
)
