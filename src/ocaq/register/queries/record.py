"""What the register keeps of one person, for the page of their own record."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocaq.design import dates
from ocaq.kernel.lines import side_by_side
from ocaq.kernel.phones import readable
from ocaq.kernel.places import language_name
from ocaq.privacy.public import Deeds, Holder, Kept, Line, deeds_kept
from ocaq.register.models import (
    ActivityReport,
    Batch,
    Change,
    Likeness,
    Merge,
    Name,
    Paper,
    Person,
    Post,
    Verification,
)
from ocaq.register.queries.holding import people_of
from ocaq.register.words.directory import OFFICES

_PERSON, _POST, _PAPER = "register.Person", "register.Post", "register.Paper"


# What says who did it, of somebody who looks after communities.
DEEDS: Deeds = (
    (Change, "by"),
    (Change, "reviewed_by"),
    (ActivityReport, "by"),
    (Batch, "by"),
    (Likeness, "answered_by"),
    (Merge, "by"),
    (Merge, "undone_by"),
    (Paper, "by"),
    (Verification, "by"),
)
_WITH = ("keys", "letters", "posts__papers", "posts__community__names")


def people_kept(holder: Holder, _at: datetime) -> list[Kept]:
    """Return the people of the register whose account or address this is, and what they did for communities.

    Sixteen SQL queries, and one for each of these people.
    """
    people = [_person(one) for one in people_of(holder).order_by("pk").prefetch_related(*_WITH)]
    return people + deeds_kept(
        holder,
        keeper="register",
        title=_("What you did here in a role"),
        label=_(
            "What you did for a community: changes, reports, checks, pictures, lists brought in, entries put together"
        ),
        deeds=DEEDS,
    )


def person_by_subject(subject: str, _at: datetime) -> Kept | None:
    """Return the person of a sign (four SQL queries)."""
    thing, _colon, name = subject.partition(":")
    found = Person.objects.filter(pseudonym=name).first() if thing == "person" else None
    return _person(found) if found else None


def _person(one: Person) -> Kept:
    return Kept(
        keeper="register",
        subject=one.subject,
        title=_("You as holder of a post"),
        source="community",
        lines=(*_lines(one), *(line for post in one.posts.all() for line in _post(post)), *_told(one), *_signs(one)),
        since={"changed": one.changed_at, "written": one.created_at},
        change=reverse("register:own", args=[one.ref]),
    )


def _lines(one: Person) -> Iterable[Line]:
    language = get_language() or "en"
    return (
        Line(_PERSON, "name", _("Full name"), one.name),
        Line(_PERSON, "romanised", _("Name in Latin letters"), one.romanised),
        Line(_PERSON, "email", _("Mail address"), one.email),
        Line(_PERSON, "phone", _("Telephone"), readable(one.phone), one.phone),
        Line(_PERSON, "language", _("Language"), language_name(one.language, language) if one.language else ""),
    )


def _post(post: Post) -> Iterable[Line]:
    """Who holds a post is said by the person; the post itself is the community's, and ends with the person."""
    name = next((name.text for name in post.community.names.all() if name.use == Name.Use.ORIGINAL), "")
    said = [str(OFFICES[post.office]), name, dates.calendar_day(post.starts_on)]
    if post.ends_on:
        said.append(dates.calendar_day(post.ends_on))
    yield Line(_PERSON, "name", _("Post you hold or held"), side_by_side(*said), said)
    for field, label in (
        ("public_until", _("Your name is public until")),
        ("since_until", _("Since when, public until")),
    ):
        until = getattr(post, field)
        yield Line(_POST, field, label, dates.calendar_day(until) if until else "", until)
    yield Line(_POST, "answered_at", _("You last answered on"), _day(post.answered_at), post.answered_at)
    for paper in post.papers.all():
        lies = {"post": post.ref, "by": paper.by, "at": paper.at.isoformat(), "signed_on": paper.signed_on.isoformat()}
        yield Line(
            _PAPER, "kept_at", _("Your consent on paper lies"), paper.kept_at, {**lies, "kept_at": paper.kept_at}
        )


def _told(one: Person) -> Iterable[Line]:
    """When the institution told them that they are on record, and what they wish for that waits."""
    yield Line(_PERSON, "wanted_name", _("Name that waits for a council"), one.wanted_name)
    yield Line(_PERSON, "wanted_romanised", _("Name in Latin letters that waits"), one.wanted_romanised)
    yield Line(_PERSON, "told_at", _("Told that you are on record"), _day(one.told_at), one.told_at)
    yield Line(_PERSON, "untold_since", _("To be told since"), _day(one.untold_since), one.untold_since)
    asked = Change.objects.filter(state=Change.State.WAITING, group="posts", after__begin__holder=one.ref)
    for change in asked.select_related("community").order_by("pk"):
        said = f"{OFFICES[change.after['begin']['office']]}: {change.community.title}"
        yield Line(_PERSON, "name", _("asked for by the community; a council looks at it first"), said)
    yield Line(_PERSON, "notice_version", "notice", one.notice_version, for_machines=True)
    yield Line(_PERSON, "entered_as", "entered_as", one.entered_as, for_machines=True)
    for letter in one.letters.all():
        told = {"about": letter.about, "mail": letter.mail, "came_back": letter.came_back}
        days = {"sent_at": letter.sent_at.isoformat(), "expires_at": letter.expires_at.isoformat()}
        yield Line(
            "register.Letter", "ref", "letter", letter.ref, {"ref": letter.ref, **told, **days}, for_machines=True
        )


def _day(moment: datetime | None) -> str:
    return dates.calendar_day(moment.date()) if moment else ""


def _signs(one: Person) -> Iterable[Line]:
    yield Line(_PERSON, "ref", "ref", one.ref, for_machines=True)
    yield Line(_PERSON, "pseudonym", "log", one.subject, for_machines=True)
    yield Line(_PERSON, "salt", "salt", bytes(one.salt).hex(), for_machines=True)
    yield Line(_PERSON, "email_mark", "mark", one.email_mark, for_machines=True)
    for key in one.keys.all():
        yield Line("register.PersonKey", "key", "name key", key.key, for_machines=True)
        yield Line("register.PersonKey", "heard", "name as heard", key.heard, for_machines=True)
