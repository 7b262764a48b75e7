"""People on record correct what is kept of them: at once, or after a look where their name stands in public."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel import phones
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.ids import key_saying
from ocaq.kernel.lines import mixed_word, one_line
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.kernel.sealing import mark
from ocaq.mail.queueing import queue_mail
from ocaq.mail.rules import refusal_of_address
from ocaq.privacy.public import Holder, keeps_nothing
from ocaq.register import permissions
from ocaq.register.commands.changes import Author, locked, made_of
from ocaq.register.commands.joining import rejoin
from ocaq.register.commands.naming import call, write_keys
from ocaq.register.models import Change, Group, Letter, Person, Renewal
from ocaq.register.queries.holding import community_of_public, person_of
from ocaq.register.queries.people import post_of
from ocaq.register.rules.posts import LONGEST_NAME
from ocaq.register.words.holding import CORRECTED

# Who has shown that a record is theirs corrects it, whatever account or link they came by.
_BY = system("record")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody wants to be called and reached. `phone` as they write it, "" for none."""

    name: str
    romanised: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """Fields that hold now; `waits`: the name is looked at by a council first."""

    fields: tuple[str, ...]
    waits: bool


@once
@transaction.atomic
def correct(*, holder: Holder, person: str, wanted: Wanted, key: str, by: Actor, at: datetime) -> Corrected:
    """Write how somebody on record wants to be called and reached; they are told by mail. Again it changes nothing.

    A name that stands on a public page waits for a council; until then the old one stands.

    Raises:
        NotFound: `no-such-person`.
        NotValid: `holder-name-missing`, `holder-name-too-long`, `name-mixes-alphabets`, `phone-not-understood`,
            `language-unknown`.
        NotPossible: `form-of-another-entry`.
    """
    row = Person.objects.select_for_update().get(pk=person_of(holder, person, at=at).pk)
    name, romanised = one_line(wanted.name), one_line(wanted.romanised)
    _require_name(name, romanised)
    if wanted.language and wanted.language not in dict(settings.LANGUAGES):
        raise NotValid("language-unknown")
    changed = _lines(row, phone=_phone(wanted.phone, row), language=wanted.language, at=at)
    waits = False
    if (name, romanised) != (row.name, row.romanised):
        waits = _name(row, name, romanised, key=key, at=at)
        changed += () if waits else ("name",)
    elif row.wanted_name:
        _let_go(row)
    if changed:
        _tell(row, changed, to=row.email, at=at)
    return Corrected(changed, waits)


@transaction.atomic
def move_address(*, holder: Holder, person: str, address: str, by: Actor, at: datetime) -> None:
    """Write a mail address that somebody on record proved a moment ago; the old one is told. Again changes nothing.

    Letters and links there open nothing any more, and an account that does not prove the new address is parted.

    Raises:
        NotFound: `no-such-person`. NotValid: `mail-address-wrong`.
    """
    row = Person.objects.select_for_update().get(pk=person_of(holder, person, at=at).pk)
    email = address.strip().lower()
    if refusal_of_address(email):
        raise NotValid("mail-address-wrong")
    if email == row.email:
        return
    old = row.email
    _write_address(row, email, _BY, at)
    if old:
        _tell(row, ("email",), to=old, at=at)


@transaction.atomic
def give_address(*, post: str, address: str, by: Actor, at: datetime) -> None:
    """Write the mail address of a holder of whom none is known or whose letter came back; they are told at once.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
        NotPossible: `address-known-already`, `keeps-nobody-here`. NotValid: `email-not-understood`.
    """
    held = post_of(post)
    permissions.require_keeper(by, held.community, at=at)
    if keeps_nothing(held.community.country):
        raise NotPossible("keeps-nobody-here")
    row = Person.objects.select_for_update().get(pk=held.holder_id)
    email = address.strip().lower()
    if refusal_of_address(email):
        raise NotValid("email-not-understood")
    if row.email and not row.letters.filter(came_back=True).exists():
        raise NotPossible("address-known-already")
    _write_address(row, email, by, at)
    Person.objects.filter(pk=row.pk, untold_since=None).update(untold_since=at)


def _write_address(row: Person, email: str, by: Actor, at: datetime) -> None:
    row.email, row.email_mark, row.changed_at = email, mark(email), at
    row.save(update_fields=["email", "email_mark", "changed_at"])
    Letter.objects.filter(person=row).delete()
    Renewal.objects.filter(post__holder=row, expires_at__gt=at).update(expires_at=at)
    _note(row, ("email",), by, at)
    rejoin(row, at=at)


def _require_name(name: str, romanised: str) -> None:
    if not any(map(str.isalpha, name)):
        raise NotValid("holder-name-missing")
    if len(name) > LONGEST_NAME or len(romanised) > LONGEST_NAME:
        raise NotValid("holder-name-too-long")
    if mixed_word(name) or mixed_word(romanised):
        raise NotValid("name-mixes-alphabets")


def _phone(text: str, row: Person) -> str:
    """Return a number as E.164; one without the code of its country is of the country of their post."""
    if not text.strip():
        return ""
    post = row.posts.select_related("community").order_by("ends_on", "pk").last()
    number = phones.only(one_line(text), post.community.country if post else "")
    if not number:
        raise NotValid("phone-not-understood")
    return number


def _lines(row: Person, *, phone: str, language: str, at: datetime) -> tuple[str, ...]:
    wanted = {"phone": phone, "language": language}
    changed = tuple(field for field, value in wanted.items() if getattr(row, field) != value)
    if changed:
        row.phone, row.language, row.changed_at = phone, language, at
        row.save(update_fields=["phone", "language", "changed_at"])
        write_keys(row)
        _note(row, changed, _BY, at)
    return changed


def _note(row: Person, fields: Collection[str], by: Actor, at: datetime) -> None:
    record(
        kind="register.person.corrected",
        subject=row.subject,
        by=by,
        at=at,
        facts={"fields": sorted(fields)},
        commit=commitment(row.salt, {field: getattr(row, field) for field in fields}),
    )


def _name(row: Person, name: str, romanised: str, *, key: str, at: datetime) -> bool:
    """Write a name, or have it looked at; return whether it waits."""
    body = community_of_public(row, at.date())
    if body is None:
        call(row, name=name, romanised=romanised, by=_BY, at=at)
        return False
    body, key = locked(body.ref), key_saying(key, row.name, name, romanised)
    known = made_of(body, key).get("")
    if known is not None and known.state != Change.State.WAITING:
        return True
    row.wanted_name, row.wanted_romanised, row.changed_at = name, romanised, at
    row.save(update_fields=["wanted_name", "wanted_romanised", "changed_at"])
    asked = {"rename": {"holder": row.ref}}
    waiting = Change.objects.filter(community=body, state=Change.State.WAITING, after=asked)
    if not waiting.exists():
        author = Author(body, Group.POSTS, key, "", _BY, at)
        author.keep(Change.State.WAITING, {"rename": None}, asked, body.version)
        record(kind="register.person.rename_asked", subject=row.subject, by=_BY, at=at)
    return True


def _let_go(row: Person) -> None:
    """Who writes the old name again wants no other."""
    Person.objects.filter(pk=row.pk).update(wanted_name="", wanted_romanised="")
    Change.objects.filter(state=Change.State.WAITING, after={"rename": {"holder": row.ref}}).delete()


def _tell(row: Person, fields: Collection[str], *, to: str, at: datetime) -> None:
    if not to:
        return
    queue_mail(
        template="register_corrected",
        language=row.language if row.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        to=to,
        context={
            "fields": [CORRECTED[field] for field in fields],
            "moved": "email" in fields,
            "record_url": settings.SITE_ADDRESS + reverse("privacy:record_code"),
        },
        about=row.subject,
        by=_BY,
        at=at,
    )
