"""What commitments about posts and people were made over, for an auditor; docs/privacy-log.md lists the same."""

from collections.abc import Iterator, Mapping, Sequence

from ocaq.evidence.canonical import Value
from ocaq.evidence.commitments import commitment
from ocaq.evidence.revealing import Opened, Opener, Sealed, by_ref
from ocaq.register.models import Person, Post
from ocaq.register.rules.posts import PUBLIC


def of_posts(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield what posts say now of their beginning, their end and what of them is public (one SQL query)."""
    entries = {(entry.ref, entry.commit): entry for entry in sealed}
    holders = {entry.ref for entry in sealed}
    for post in Post.objects.filter(holder__pseudonym__in=holders).select_related("holder", "community"):
        salt = bytes(post.holder.salt)
        for record in _told(post):
            entry = entries.get((post.holder.pseudonym, commitment(salt, record)))
            if entry is not None:
                yield Opened(entry.index, salt, record)


def _told(post: Post) -> Iterator[dict[str, Value]]:
    yield {
        "community": post.community.ref,
        "name": post.holder.name,
        "office": post.office,
        "post": post.ref,
        "starts_on": post.starts_on.isoformat(),
    }
    if post.ends_on is not None:
        yield {"post": post.ref, "ends_on": post.ends_on.isoformat()}
    for field, until in PUBLIC.items():
        for day in {getattr(post, until), None}:
            yield {"post": post.ref, "field": field, "until": day.isoformat() if day else ""}


def of_people(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield what people's rows say now of what was corrected in them (one SQL query); a name names no fields."""
    entries = by_ref(sealed)
    for person in Person.objects.filter(pseudonym__in=entries):
        for entry in entries[person.pseudonym]:
            fields: list[str] = entry.facts.get("fields", ["name", "romanised"])
            yield Opened(entry.index, bytes(person.salt), {field: getattr(person, field) for field in fields})


OPENERS: Mapping[str, Opener] = {
    "register.person.corrected": of_people,
    "register.person.renamed": of_people,
    "register.post.begun": of_posts,
    "register.post.ended": of_posts,
    "register.post.shown": of_posts,
}
