"""How somebody on record is called: as they say themselves, after a council's look where the name stands in public."""

from datetime import datetime

from ocaq.evidence.commitments import commitment
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.register.models import Person, PersonKey


def call(person: Person, *, name: str, romanised: str, by: Actor, at: datetime) -> None:
    """Write a name with the keys it is found under, in the caller's transaction."""
    person.name, person.romanised, person.changed_at = name, romanised, at
    person.wanted_name = person.wanted_romanised = ""
    person.save(update_fields=["name", "romanised", "wanted_name", "wanted_romanised", "changed_at"])
    write_keys(person)
    record(
        kind="register.person.renamed",
        subject=person.subject,
        by=by,
        at=at,
        commit=commitment(person.salt, {"name": name, "romanised": romanised}),
    )


def write_keys(person: Person) -> None:
    """Write anew under which keys somebody is found, in the caller's transaction."""
    person.keys.all().delete()
    PersonKey.objects.bulk_create(PersonKey.of(person, lines=[person.phone]))


def let_be_called(ref: str, *, by: Actor, at: datetime) -> None:
    """Write the name that somebody wishes for, in the caller's transaction.

    Raises:
        NotFound: `no-such-person`.
    """
    person = Person.objects.select_for_update().filter(ref=ref).first()
    if person is None:
        raise NotFound("no-such-person")
    if person.wanted_name:
        call(person, name=person.wanted_name, romanised=person.wanted_romanised, by=by, at=at)


def keep_name(ref: str) -> None:
    """Let a refused wish go, in the caller's transaction."""
    Person.objects.filter(ref=ref).update(wanted_name="", wanted_romanised="")
