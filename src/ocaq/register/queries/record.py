"""What the register keeps of one person, for the page of their own record."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocaq.design import dates
from ocaq.kernel.places import language_name
from ocaq.kernel.sealing import mark
from ocaq.privacy.public import Holder, Kept, Line
from ocaq.register.models import Name, Person, Post
from ocaq.register.words.directory import OFFICES

_PERSON = "register.Person"


def people_kept(holder: Holder, _at: datetime) -> list[Kept]:
    """Return the people of the register whose account or address this is (four SQL queries)."""
    mine = Q(email_mark__in=[mark(address) for address in holder.addresses])
    if holder.user_id is not None:
        mine |= Q(user_id=holder.user_id)
    posts = "posts__community__names"
    return [_person(one) for one in Person.objects.filter(mine).order_by("pk").prefetch_related("keys", posts)]


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
        lines=(*_lines(one), *(_post(post) for post in one.posts.all()), *_signs(one)),
        since={"changed": one.changed_at, "written": one.created_at},
    )


def _lines(one: Person) -> Iterable[Line]:
    language = get_language() or "en"
    return (
        Line(_PERSON, "name", _("Full name"), one.name),
        Line(_PERSON, "romanised", _("Name in Latin letters"), one.romanised),
        Line(_PERSON, "email", _("Mail address"), one.email),
        Line(_PERSON, "phone", _("Telephone"), one.phone),
        Line(_PERSON, "language", _("Language"), language_name(one.language, language) if one.language else ""),
    )


def _post(post: Post) -> Line:
    """Who holds a post is said by the person; the post itself is the community's, and ends with the person."""
    name = next((name.text for name in post.community.names.all() if name.use == Name.Use.ORIGINAL), "")
    said = [str(OFFICES[post.office]), name, dates.calendar_day(post.starts_on)]
    if post.ends_on:
        said.append(dates.calendar_day(post.ends_on))
    if post.public_until:
        said.append(_("shown to everybody until %(day)s") % {"day": dates.calendar_day(post.public_until)})
    return Line(_PERSON, "name", _("Post you hold or held"), dates.series(said))


def _signs(one: Person) -> Iterable[Line]:
    yield Line(_PERSON, "ref", "ref", one.ref, for_machines=True)
    yield Line(_PERSON, "pseudonym", "log", one.subject, for_machines=True)
    yield Line(_PERSON, "salt", "salt", bytes(one.salt).hex(), for_machines=True)
    yield Line(_PERSON, "email_mark", "mark", one.email_mark, for_machines=True)
    for key in one.keys.all():
        yield Line("register.PersonKey", "key", "name key", key.key, for_machines=True)
