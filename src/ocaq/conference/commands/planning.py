"""The conference itself: made, changed, published, cancelled."""

import re
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.rundown import from_template, locked_conference
from ocaq.conference.commands.stage import retell_programme
from ocaq.conference.events import ConferenceCancelled, ProgrammePublished
from ocaq.conference.models import Conference
from ocaq.conference.rules import planning as rules
from ocaq.conference.rules.entries import ConferenceEntry
from ocaq.conference.rules.templates import TEMPLATES
from ocaq.evidence.recording import record
from ocaq.kernel import bus
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.places import zone_names
from ocaq.kernel.refusals import NotAllowed, NotPossible, NotValid
from ocaq.kernel.repeats import once
from ocaq.kernel.text import Text

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RESERVED = frozenset({"new", "calendar"})


@once
@transaction.atomic
def create_conference(*, entry: ConferenceEntry, template: str = "", by: Actor, at: datetime) -> Conference:
    """Make a draft conference, with the items of `template` when one is named, and its title where none is given.

    Raises:
        NotAllowed: `not-allowed`.
        NotValid: `no-such-template`, `slug-not-valid`, `no-such-zone`, `no-such-language`, `title-missing`.
        NotPossible: `slug-taken`.
    """
    if not permissions.may_plan(by):
        raise NotAllowed("not-allowed")
    if template and template not in TEMPLATES:
        raise NotValid("no-such-template")
    if template and not any(one_line(text) for text in entry.title.values()):
        known = TEMPLATES[template]
        entry = replace(entry, title=known.title, about=entry.about if any(entry.about.values()) else known.about)
    _check(entry)
    if Conference.objects.filter(slug=entry.slug).exists():
        raise NotPossible("slug-taken")
    conference = Conference(slug=entry.slug, template=template, created_at=at)
    _write(conference, entry)
    conference.save(force_insert=True)
    if template:
        from_template(conference, TEMPLATES[template], language=by.language)
    record(
        kind="conference.conference.created",
        subject=f"conference:{conference.ref}",
        by=by,
        at=at,
        facts={"template": template or None, "items": conference.items.count()},
    )
    return conference


@once
@transaction.atomic
def change_conference(*, slug: str, entry: ConferenceEntry, version: int, by: Actor, at: datetime) -> Conference:
    """Change what a conference says of itself.

    Raises:
        NotFound, NotAllowed: as for `locked_conference`.
        NotValid: as for `create_conference`.
        NotPossible: `changed-meanwhile`, `slug-taken`, `conference-over`, `rundown-on-air`.
    """
    conference = locked_conference(slug, by)
    if refusal := rules.refusal_to_plan(state=conference.state):
        raise NotPossible(refusal)
    if version != conference.version:
        raise NotPossible("changed-meanwhile")
    _check(entry)
    if entry.slug != slug and Conference.objects.filter(slug=entry.slug).exists():
        raise NotPossible("slug-taken")
    _write(conference, entry)
    conference.version += 1
    conference.save()
    if conference.state != Conference.State.DRAFT:
        retell_programme(conference.pk, at=at)
    record(
        kind="conference.conference.changed",
        subject=f"conference:{conference.ref}",
        by=by,
        at=at,
        facts={"version": conference.version},
    )
    return conference


@transaction.atomic
def publish_programme(*, slug: str, by: Actor, at: datetime) -> None:
    """Show the programme to everybody and open registration.

    Raises:
        NotFound, NotAllowed: as for `locked_conference`.
        NotPossible: `already-published`, `conference-over`, `programme-incomplete`.
    """
    conference = locked_conference(slug, by)
    if refusal := rules.refusal_to_publish(state=conference.state, found=_lacks(conference, at)):
        raise NotPossible(refusal)
    conference.state, conference.published_at = Conference.State.PUBLISHED, at
    conference.save(update_fields=["state", "published_at"])
    record(
        kind="conference.programme.published",
        subject=f"conference:{conference.ref}",
        by=by,
        at=at,
        facts={"version": conference.version, "items": conference.items.count()},
    )
    bus.publish(ProgrammePublished(conference.ref, at))


@transaction.atomic
def cancel_conference(*, slug: str, by: Actor, at: datetime) -> None:
    """Cancel a conference that has not begun. What people registered is kept until its ordinary end.

    Raises:
        NotFound, NotAllowed: as for `locked_conference`.
        NotPossible: `already-cancelled`, `conference-over`, `conference-on-air`.
    """
    conference = locked_conference(slug, by)
    if refusal := rules.refusal_to_cancel(state=conference.state):
        raise NotPossible(refusal)
    conference.state = Conference.State.CANCELLED
    conference.save(update_fields=["state"])
    record(kind="conference.conference.cancelled", subject=f"conference:{conference.ref}", by=by, at=at)
    bus.publish(ConferenceCancelled(conference.ref, at))


def _lacks(conference: Conference, at: datetime) -> list[rules.Lack]:
    items = list(conference.items.prefetch_related("speakers").order_by("position"))
    planned = [rules.Planned(item.ref, item.length_s, item.fixed_start_at, item.skipped) for item in items]
    titled = [rules.Titled(item.ref, item.kind, item.title, len(item.speakers.all()), item.media_url) for item in items]
    return rules.lacks(
        title=conference.title,
        languages=conference.languages,
        starts_at=conference.starts_at,
        at=at,
        items=titled,
        slots=rules.timetable(planned, conference.starts_at),
    )


def _check(entry: ConferenceEntry) -> None:
    known = {code for code, _ in settings.LANGUAGES}
    if not _SLUG.fullmatch(entry.slug) or len(entry.slug) > 60 or entry.slug in _RESERVED:
        raise NotValid("slug-not-valid")
    if entry.zone not in zone_names():
        raise NotValid("no-such-zone")
    if not entry.languages or not set(entry.languages) <= known:
        raise NotValid("no-such-language")
    if not any(one_line(text) for text in entry.title.values()):
        raise NotValid("title-missing")


def _write(conference: Conference, entry: ConferenceEntry) -> None:
    conference.slug = entry.slug
    conference.title = Text({language: one_line(text)[:200] for language, text in entry.title.items()})
    conference.slogan = Text({language: one_line(text)[:300] for language, text in entry.slogan.items()})
    conference.about = Text({language: text.strip()[:2000] for language, text in entry.about.items()})
    conference.starts_at, conference.zone = entry.starts_at, entry.zone
    conference.languages = list(dict.fromkeys(entry.languages))
    conference.entry = Conference.Entry(entry.entry)
    conference.doors_open_min, conference.floor_budget_s = entry.doors_open_min, entry.floor_budget_s
