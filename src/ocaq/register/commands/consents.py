"""Consent of those who hold posts: what rests on it ends when it is taken back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.register.models import Merge, Person, Post


@transaction.atomic
def hide_posts_of(*, subject: str, by: Actor, at: datetime) -> None:
    """Take the name of a person off every public page, because they took their consent back."""
    person = Person.objects.select_for_update().filter(pseudonym=subject.removeprefix("person:")).first()
    if person is not None and _posts_of(person).exclude(public_until=None).update(public_until=None):
        record(kind="register.person.hidden", subject=person.subject, by=by, at=at)


def _posts_of(person: Person) -> QuerySet[Post]:
    """Return the posts of a person, also those that went to another entry found to be the same person."""
    theirs = Q(holder=person)
    for moved, kept in Merge.objects.filter(absorbed_person=person, undone_at=None).values_list("moved", "kept_person"):
        # Of a merge long ago nobody knows any more which posts went: all of them are hidden.
        theirs |= Q(pk__in=moved["posts"]) if "posts" in moved else Q(holder=kept)
    return Post.objects.filter(theirs)
