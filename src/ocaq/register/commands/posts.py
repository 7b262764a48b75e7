"""Posts begin and end. Whoever is entered for one is told of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ocaq.accounts.public import end_roles_of
from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel import phones
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import mixed_word, one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.kernel.sealing import mark
from ocaq.privacy.public import keeps_nothing
from ocaq.register import permissions
from ocaq.register.commands.changes import Author, locked, made_of
from ocaq.register.commands.erasing import erase
from ocaq.register.commands.joining import rejoin
from ocaq.register.commands.naming import keep_name, let_be_called
from ocaq.register.commands.telling import tell_anew
from ocaq.register.commands.verifying import mark_verified
from ocaq.register.models import Change, Community, Group, Person, PersonKey, Post
from ocaq.register.queries.alike import asked_for
from ocaq.register.queries.likeness import people_in_sight
from ocaq.register.queries.people import post_of
from ocaq.register.rules import fields, scopes
from ocaq.register.rules.posts import refusal_to_begin, refusal_to_end

_LONGEST_SOURCE = 250


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is to hold a post: somebody in the register already, by reference, or somebody new."""

    ref: str = ""
    name: str = ""
    romanised: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""


@once
@transaction.atomic
def begin_post(
    *,
    community: str,
    holder: Holder,
    office: str,
    starts_on: date,
    source: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> str:
    """Let somebody hold a post; return the reference of the change that says so. A repeat with the same key is one act.

    When the body itself asks, it waits for a review.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`, `no-such-person`.
        NotValid: `office-unknown`, `holder-name-missing`, `holder-name-too-long`, `name-mixes-alphabets`,
            `email-not-understood`, `phone-not-understood`. NotPossible: `post-held`,
            `keeps-nobody-here`, `form-of-another-entry`.
    """
    body = locked(community)
    acts_as = permissions.require_keeper(by, body, at=at)
    if known := made_of(body, key).get(""):
        return known.ref
    name = one_line(holder.name)
    is_held = body.posts.filter(holder__ref=holder.ref, office=office, ends_on=None).exists() if holder.ref else False
    refusal = refusal_to_begin(office=office, name=name, held=is_held)
    if refusal:
        raise NotPossible(refusal) if refusal == "post-held" else NotValid(refusal)
    if keeps_nothing(body.country):
        raise NotPossible("keeps-nobody-here")
    if holder.ref:
        person = _person_in_sight(holder.ref, acts_as, by, at)
    else:
        person = _new_person(holder, name, body.country, acts_as, at)
    asked = {
        "begin": {
            "holder": person.ref,
            "office": office,
            "starts_on": starts_on.isoformat(),
            "source": one_line(source)[:_LONGEST_SOURCE],
        }
    }
    return _ask(body, asked, acts_as, key=key, by=by, at=at)


@once
@transaction.atomic
def end_post(*, post: str, ends_on: date, source: str = "", key: str, by: Actor, at: datetime) -> str:
    """Say that a post ended; return the reference of the change that says so. When the body itself asks, it waits.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-post`.
        NotPossible: `post-ended`, `post-ends-before-start`, `form-of-another-entry`.
    """
    row = post_of(post)
    body = locked(row.community.ref)
    acts_as = permissions.require_keeper(by, body, at=at)
    if known := made_of(body, key).get(""):
        return known.ref
    refusal = refusal_to_end(starts_on=row.starts_on, ends_on=ends_on, ended=row.ends_on is not None)
    if refusal:
        raise NotPossible(refusal)
    asked = {"end": {"post": row.ref, "ends_on": ends_on.isoformat(), "source": one_line(source)[:_LONGEST_SOURCE]}}
    return _ask(body, asked, acts_as, key=key, by=by, at=at)


def let_hold(body: Community, asked: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Write what was asked for of posts, in the caller's transaction.

    Raises:
        NotFound: `no-such-person`, `no-such-post`. NotPossible: `post-held`, `post-ended`, `keeps-nobody-here`.
    """
    if "begin" in asked:
        _begin(body, asked["begin"], by, at)
    if "end" in asked:
        _end(asked["end"], by, at)
    if "rename" in asked:
        let_be_called(asked["rename"]["holder"], by=by, at=at)
    body.version += 1
    body.changed_at = at
    body.save(update_fields=["version", "changed_at"])


def drop_asked(asked: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Erase a person who was entered only for a post that was refused, and what they wished for of their name."""
    ref = asked.get("begin", {}).get("holder", "")
    never_held = Person.objects.select_for_update(of=("self",)).filter(ref=ref, posts=None).first()
    if never_held is not None and not _is_asked_for_elsewhere(never_held, asked):
        erase([never_held], by, at)
    if "rename" in asked:
        keep_name(asked["rename"]["holder"])


def _is_asked_for_elsewhere(person: Person, asked: dict[str, Any]) -> bool:
    waiting = Change.objects.filter(state=Change.State.WAITING, after__begin__holder=person.ref)
    return waiting.exclude(after=asked).exists()


def _ask(body: Community, asked: dict[str, Any], acts_as: scopes.Office, *, key: str, by: Actor, at: datetime) -> str:
    author = Author(body, Group.POSTS, key, "", by, at)
    before = dict.fromkeys(asked)
    if not scopes.may_review(acts_as):
        return _ref_of(author.keep(Change.State.WAITING, before, asked, body.version))
    let_hold(body, asked, by=by, at=at)
    mark_verified(body, [Group.POSTS], office=acts_as, by=by, at=at)
    return _ref_of(author.keep(Change.State.APPLIED, before, asked, body.version))


def _ref_of(change: Change | None) -> str:
    assert change is not None, "something is always asked"
    return change.ref


def _begin(body: Community, asked: dict[str, str], by: Actor, at: datetime) -> None:
    if keeps_nothing(body.country):  # told so while this waited
        raise NotPossible("keeps-nobody-here")
    person = _known_person(asked["holder"])
    if body.posts.filter(holder=person, office=asked["office"], ends_on=None).exists():
        raise NotPossible("post-held")
    post = Post.objects.create(
        community=body,
        holder=person,
        office=asked["office"],
        starts_on=date.fromisoformat(asked["starts_on"]),
        source=asked["source"],
    )
    tell_anew(person, at=at)
    facts = {"community": body.ref, "office": post.office, "post": post.ref, "starts_on": asked["starts_on"]}
    record(
        kind="register.post.begun",
        subject=person.subject,
        by=by,
        at=at,
        # Which office of which body it is would say who it is.
        commit=commitment(person.salt, {**facts, "name": person.name}),
    )


def _end(asked: dict[str, str], by: Actor, at: datetime) -> None:
    post = post_of(asked["post"])
    if post.ends_on is not None:
        raise NotPossible("post-ended")
    post.ends_on = date.fromisoformat(asked["ends_on"])
    post.public_until = post.since_until = None
    post.source = asked["source"] or post.source
    post.save(update_fields=["ends_on", "public_until", "since_until", "source"])
    end_roles_of(post=post.ref, ends_on=post.ends_on, by=by, at=at)
    record(
        kind="register.post.ended",
        subject=post.holder.subject,
        by=by,
        at=at,
        commit=commitment(post.holder.salt, {"post": post.ref, "ends_on": asked["ends_on"]}),
    )


def _known_person(ref: str) -> Person:
    person = Person.objects.filter(ref=ref).first()
    if person is None:
        raise NotFound("no-such-person")
    return person


def _person_in_sight(ref: str, acts_as: scopes.Office, by: Actor, at: datetime) -> Person:
    """Whoever does not look after a person cannot tell from a reference whether there is one."""
    person = _known_person(ref)
    if acts_as == "staff" or people_in_sight(by, at=at).filter(pk=person.pk).exists():
        return person
    if not asked_for([ref], by=by, at=at):
        raise NotFound("no-such-person")
    return person


def _new_person(holder: Holder, name: str, country: str, acts_as: scopes.Office, at: datetime) -> Person:
    if not any(map(str.isalpha, name)):
        raise NotValid("holder-name-missing")
    if mixed_word(name):
        raise NotValid("name-mixes-alphabets")
    email = holder.email.strip().lower()
    if email and (refusal := fields.refusal_of("email", [email])):
        raise NotValid(refusal)
    phone = phones.only(one_line(holder.phone), country)
    if holder.phone.strip() and not phone:
        raise NotValid("phone-not-understood")
    person = Person.objects.create(
        name=name,
        romanised=one_line(holder.romanised)[:200],
        language=holder.language,
        email=email,
        phone=phone,
        email_mark=mark(email) if email else "",
        entered_as=acts_as,
        untold_since=at,
        created_at=at,
        changed_at=at,
    )
    PersonKey.objects.bulk_create(PersonKey.of(person, lines=[phone]))
    rejoin(person, at=at)
    return person
