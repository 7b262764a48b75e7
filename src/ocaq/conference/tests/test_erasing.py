"""Erasing a person: nothing of theirs is left in any table, and every count is what it was."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction

from ocaq.accounts.models import User
from ocaq.conference.commands import counting, counts, deeds, floor, show
from ocaq.conference.commands.erasing import erase_again, erase_registration, erase_registrations_of
from ocaq.conference.commands.invitation import invite
from ocaq.conference.commands.registration import confirm_registration, keep_draft
from ocaq.conference.models import Attendance, Conference, Hand, Invitation, PresenceInterval, Question, Registration
from ocaq.conference.queries.channels import CREW, PUBLIC, channel_of, state_now
from ocaq.conference.queries.counting import counts as counted
from ocaq.conference.queries.patches import patched
from ocaq.conference.rules.entries import InvitationEntry, PersonEntry
from ocaq.conference.rules.registration import new_key
from ocaq.conference.tests.makers import COORDINATOR, DIRECTOR, HOUSE, NOON, STAFF, STRANGER
from ocaq.conference.tests.show_makers import after, go_to, make_on_air, register
from ocaq.evidence.models import Entry
from ocaq.intake import kinds, store
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.sealing import mark
from ocaq.live import queries as live
from ocaq.live import tickets
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Aygün Lalazarlı", "aygun@post.example"
AYGUN = PersonEntry(
    name=NAME,
    address_as="Aygün xanım",
    email=EMAIL,
    country="DE",
    capacity="school",
    organisation="Nar evi",
    languages=("az",),
    needs=("captions",),
    zone="Europe/Berlin",
)


def bearer(ref: str) -> Actor:
    return Actor(ref=f"registration:{ref}")


def take_part(conference: Conference, by: Actor = STRANGER) -> Registration:
    """Have a person come by a personal link and leave what a person can leave in a hall."""
    link = invite(slug=conference.slug, people=[InvitationEntry(NAME, EMAIL)], by=STAFF, at=after(1))[0]
    key, to = new_key(conference.ref), {"slug": conference.slug, "by": DIRECTOR}
    keep_draft(slug=conference.slug, key=key, person=AYGUN, invitation=link, by=by, at=after(2))
    confirm_registration(slug=conference.slug, key=key, invitation=link, by=by, at=after(3))
    begun = new_key(conference.ref)
    keep_draft(slug=conference.slug, key=begun, person=AYGUN, by=STRANGER, at=after(4))
    one = Registration.objects.get(state="confirmed", email_mark=mark(EMAIL))
    go_to(conference, "address", 10)
    floor.open_floor(at=after(20), **to)
    ticket = tickets.Ticket(
        f"conference/{conference.ref}", PUBLIC, "az", int(after(9000).timestamp()), one.ref, "dev", "DE", "school"
    )
    for body in (
        {"kind": "question", "key": "key-of-question", "text": "Who will teach at Nar evi?"},
        {"kind": "hand", "key": "key-of-hand", "topic": "Our school"},
        {"kind": "reaction", "key": "key-of-reaction", "reaction": "thanks", "on": True},
        {"kind": "present", "key": "key-of-presence"},
    ):
        submitted = kinds.Submitted(kinds.decode(json.dumps(body).encode()), ticket, after(30))
        assert store.keep([submitted], at=after(30))[0].answer.is_done
    floor.moderate(question=Question.objects.get().ref, state="shown", at=after(31), **to)
    vote = counts.Vote(one.ref, Question.objects.get().ref)
    counts.vote_for_questions(conference=conference.ref, votes=[vote], by=HOUSE, at=after(32))
    floor.give_floor(hand=Hand.objects.get().ref, at=after(33), **to)
    return one


def rows_with(*needles: str) -> list[str]:
    """Return every column of the database in which one of these stands, however it is cased."""
    return [
        f"{model.__name__}.{column}: {needle}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.values()
        for column, value in row.items()
        for needle in needles
        if needle.casefold() in _text(value)
    ]


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return f"{bytes(value).hex()} {bytes(value).decode('utf-8', 'replace')}".casefold()
    return str(value).casefold()


def needles_of(one: Registration) -> list[str]:
    return [NAME, "aygün", "aygun", EMAIL, "Nar evi", "Our school", one.ref, one.key, one.secret_digest,
            bytes(one.salt).hex(), "key-of-"]  # fmt: skip


@pytest.fixture
def conference() -> Conference:
    return make_on_air()


def test_nothing_of_a_person_is_left_in_any_table(conference: Conference) -> None:
    one = take_part(conference)
    needles = needles_of(one)
    assert {line.split(":")[0] for line in rows_with(*needles)} > {"Registration.name", "Event.body", "Mail.text"}

    erase_registration(ref=one.ref, by=bearer(one.ref), at=after(60))

    assert rows_with(*needles) == []
    assert not Registration.objects.exists()
    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()


def test_every_count_is_what_it_was(conference: Conference) -> None:
    one = take_part(conference)
    floor.end_turn(slug=conference.slug, hand=Hand.objects.get().ref, by=DIRECTOR, at=after(50))
    before = counted(conference.pk, until=after(60))

    erase_registration(ref=one.ref, by=STAFF, at=after(60))

    later = counted(conference.pk, until=after(60))
    assert (later.attendance, later.floor) == (before.attendance, before.floor)
    assert before.attendance["people"] == before.floor["asked"] == before.floor["spoke"] == 1
    hand, question, stay = Hand.objects.get(), Question.objects.get(), PresenceInterval.objects.get()
    assert (hand.country, hand.state, hand.ended_at) == ("DE", "spoke", after(50))
    assert question.votes == 1
    assert len({hand.participant, question.participant, stay.participant}) == 3  # no two rows lead to each other
    assert (stay.left_at, stay.lasting) == (after(60), False)


@pytest.mark.parametrize(("was", "becomes"), [("raised", "lowered"), ("called", "lowered"), ("speaking", "spoke")])
def test_whoever_stands_in_the_queue_or_speaks_leaves_it(conference: Conference, was: str, becomes: str) -> None:
    one = take_part(conference)
    Hand.objects.update(state=was)

    erase_registration(ref=one.ref, by=STAFF, at=after(60))

    assert Hand.objects.values_list("state", "ended_at").get() == (becomes, after(60))


def test_screens_lose_the_person_and_hubs_what_they_were_told(conference: Conference) -> None:
    one = take_part(conference)
    register(conference, "Nərgiz Təhməzli")
    channels = [channel_of(conference.ref, audience) for audience in (PUBLIC, CREW)]
    shown = [state_now(channel) for channel in channels]

    erase_registration(ref=one.ref, by=STAFF, at=after(60))

    for channel, before in zip(channels, shown, strict=True):
        events = live.events_after(channel, 0, 1000)
        assert [(event.seq, event.kind) for event in events] == [(before["seq"] + 1, live.ANEW)]
        now = state_now(channel)
        assert patched(before, json.loads(events[0].body)) | {"seq": 0} == now | {"seq": 0}
        assert now["questions"] == now["queue"] == {}


def test_the_entries_stay_and_name_one_who_is_found_no_more(conference: Conference) -> None:
    one = take_part(conference)
    kept = list(Entry.objects.order_by("pk").values_list("pk", "body"))

    erase_registration(ref=one.ref, by=bearer(one.ref), at=after(60))

    assert list(Entry.objects.filter(pk__lte=kept[-1][0]).order_by("pk").values_list("pk", "body")) == kept
    told = json.loads(Entry.objects.get(kind="conference.registration.erased").body)
    assert (told["ref"], told["by"]) == (one.subject, "participant")
    assert told["facts"] == {"conference": conference.ref}
    assert not Entry.objects.filter(by__contains=one.ref).exists()


def test_erasing_twice_changes_nothing(conference: Conference) -> None:
    one = take_part(conference)
    erase_registration(ref=one.ref, by=bearer(one.ref), at=after(60))
    entries = Entry.objects.count()

    erase_registration(ref=one.ref, by=bearer(one.ref), at=after(61))
    erase_registration(ref=one.ref, by=STAFF, at=after(62))

    assert Entry.objects.count() == entries


@pytest.mark.parametrize("who", [STRANGER, DIRECTOR, COORDINATOR, bearer("another")])
def test_nobody_erases_somebody_else(conference: Conference, who: Actor) -> None:
    one = register(conference)

    for _again in range(2):
        with pytest.raises(NotAllowed):
            erase_registration(ref=one.ref, by=who, at=after(60))

    assert Registration.objects.filter(ref=one.ref).exists()


def test_others_keep_theirs(conference: Conference) -> None:
    one, other = take_part(conference), register(conference, "Nərgiz Təhməzli")
    with transaction.atomic():
        deed = deeds.Deed(other.ref, "key-of-other", "DE", "az", "When?")
        deeds.raise_hands(conference=conference.ref, deeds=[deed], by=HOUSE, at=after(40))

    erase_registration(ref=one.ref, by=STAFF, at=after(60))

    assert Hand.objects.get(state="raised").name == "Nərgiz Təhməzli"
    assert Registration.objects.get().ref == other.ref


def test_a_counted_person_loses_row_and_salt_and_stays_counted(
    conference: Conference, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    one = take_part(conference)
    others = [register(conference, f"Guest {number}") for number in range(4)]
    beats = [counts.Beat(other.ref, "phone", "DE", "house") for other in others]
    counts.be_present(conference=conference.ref, beats=beats, by=HOUSE, at=after(40))
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(900))
    counting.count_conference(ref=conference.ref, by=STAFF, at=after(1000))
    salt = bytes(Attendance.objects.get(participant=one.ref).salt).hex()

    erase_registration(ref=one.ref, by=STAFF, at=after(2000))

    assert Attendance.objects.count() == 4
    assert rows_with(salt) == []
    assert Entry.objects.filter(kind="conference.attendance.kept").count() == 5


def test_an_account_takes_its_registrations_along(conference: Conference) -> None:
    user = User.objects.create_user(EMAIL, name=NAME)
    by = Actor(ref=f"user:{user.pk}")
    take_part(conference, by=by)
    Registration.objects.filter(state="confirmed").update(user=user)
    User.objects.update(name="")  # as the command that erases accounts has done by then

    erase_registrations_of(user_id=user.pk, by=by, at=NOON + timedelta(days=90))

    assert not Registration.objects.exists()
    assert rows_with(NAME) == []


def test_who_came_back_by_a_restored_backup_is_erased_again(conference: Conference) -> None:
    one, other = take_part(conference), register(conference)
    erase_registration(ref=one.ref, by=bearer(one.ref), at=after(60))
    one.pk = None
    one.invitation = None
    one.save(force_insert=True)

    assert erase_again(by=HOUSE, at=after(3600)) == 0  # not before the entry has its place
    Entry.objects.filter(kind="conference.registration.erased").update(index=0, leaf=b"leaf")
    assert erase_again(by=HOUSE, at=after(3600)) == 1
    assert erase_again(by=HOUSE, at=after(7200)) == 0

    assert Registration.objects.get() == other
