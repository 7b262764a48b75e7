"""An auditor is shown what the log pledged: everything that is still kept, nothing of anybody who was erased."""

import json

import pytest

from ocaq.accounts.commands import open_account
from ocaq.accounts.commands.role import grant_role
from ocaq.accounts.models import User
from ocaq.conference.commands import words
from ocaq.conference.commands.counting import count_conference
from ocaq.conference.commands.erasing import erase_registration
from ocaq.conference.commands.registration import confirm_registration, keep_draft
from ocaq.conference.models import Attendance, Registration
from ocaq.conference.rules.entries import PersonEntry
from ocaq.conference.rules.registration import new_key
from ocaq.conference.tests.makers import CREW, STAFF, STRANGER
from ocaq.conference.tests.over_makers import make_over
from ocaq.conference.tests.show_makers import after, make_on_air
from ocaq.evidence import sequencer
from ocaq.evidence.models import Entry
from ocaq.evidence.revealing import kinds, reveal_entries
from ocaq.kernel.actor import system
from ocaq.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
KEPT = "conference.attendance.kept"


def reveal(kind, start=0, end=10_000):
    return reveal_entries(kind=kind, start=start, end=end, reason="audit-2027", by=system("operator"), at=after(9000))


@pytest.fixture
def conference():
    conference = make_over()
    count_conference(ref=conference.ref, by=STAFF, at=after(1200))
    sequencer.place()
    return conference


@pytest.mark.parametrize(
    "kind", [KEPT, "conference.registration.confirmed", "conference.registration.changed", "accounts.role.granted"]
)
def test_there_are_kinds_that_can_be_opened(kind):
    assert kind in kinds()


def test_every_commitment_is_opened_and_the_opening_is_written_down(conference):
    opened, closed = reveal(KEPT)

    assert (len(opened), closed) == (14, 0)
    assert {each.record["conference"] for each in opened} == {conference.ref}
    line = json.loads(opened[0].line)
    assert line.keys() == {"index", "record", "salt"}
    assert Entry.objects.get(index=line["index"]).kind == KEPT
    told = Entry.objects.get(kind="evidence.entries.revealed")
    assert told.facts == {"of_type": KEPT, "of_from": 0, "of_to": 10_000, "entries": 14, "reason": "audit-2027"}
    assert "Guest" not in told.body


def test_a_registration_and_a_role_are_opened():
    conference, person = (
        make_on_air(),
        PersonEntry(
            name="Aygün Lalazarlı",
            address_as="",
            email="aygun@post.example",
            country="DE",
            capacity="school",
            organisation="Nar evi",
            languages=("az",),
            needs=(),
            zone="",
        ),
    )
    key = new_key(conference.ref)
    keep_draft(slug=conference.slug, key=key, person=person, by=STRANGER, at=after(2))
    confirm_registration(slug=conference.slug, key=key, by=STRANGER, at=after(3))
    user_id = open_account(email="crew@example.org", by=STAFF, at=after(4))
    grant_role(user_id=user_id, role="crew", by=STAFF, at=after(5))
    sequencer.place()

    [registration], _ = reveal("conference.registration.confirmed")
    [role], _ = reveal("accounts.role.granted")

    assert (registration.record["country"], registration.record["capacity"]) == ("DE", "school")
    assert role.record == {"account": User.objects.get().pseudonym, "place": "", "role": "crew", "scope": "institution"}


def test_what_was_said_is_opened_in_all_its_languages():
    conference = make_on_air()
    for second, text in ((10, "Dear friends"), (11, "Welcome")):
        words.say_words(slug=conference.slug, text=text, language="en", by=CREW, at=after(second))
    sequencer.place()

    opened, closed = reveal("conference.words.said")

    assert [each.record for each in opened] == [
        {"languages": ["en"], "texts": [text]} for text in ("Dear friends", "Welcome")
    ]
    assert closed == 0


def test_whoever_was_erased_or_has_changed_stays_closed(conference):
    one, other = Attendance.objects.order_by("pk")[:2]
    registration = Registration.objects.get(ref=one.participant)
    erase_registration(ref=registration.ref, by=STAFF, at=after(2000))
    Attendance.objects.filter(pk=other.pk).update(minutes=other.minutes + 1)

    opened, closed = reveal(KEPT)

    assert (len(opened), closed) == (12, 2)


def test_only_what_was_asked_for_is_opened(conference):
    first = Entry.objects.filter(kind=KEPT).earliest("index").index

    opened, _ = reveal(KEPT, start=first + 1, end=first + 4)

    assert [each.index for each in opened] == [first + 1, first + 2, first + 3]


@pytest.mark.parametrize(("kind", "end"), [(KEPT, 0), ("conference.show.ended", 10_000), ("no.such.kind", 10_000)])
def test_where_nothing_is_pledged_nothing_is_written(kind, end, conference):
    with pytest.raises(NotFound, match="nothing-to-reveal"):
        reveal(kind, end=end)

    assert not Entry.objects.filter(kind="evidence.entries.revealed").exists()
