"""Consent of those who hold posts: what rests on it ends when it is taken back."""

from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.register.models import Person, Post


@transaction.atomic
def hide_posts_of(*, subject: str, by: Actor, at: datetime) -> None:
    """Take the name of a person off every public page, because they took their consent back."""
    person = Person.objects.select_for_update().filter(pseudonym=subject.removeprefix("person:")).first()
    if person is not None and Post.objects.filter(holder=person).exclude(public_until=None).update(public_until=None):
        record(kind="register.person.hidden", subject=person.subject, by=by, at=at)
