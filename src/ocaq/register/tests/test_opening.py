"""An auditor is shown what the log pledged of posts, and nothing of anybody who was erased."""

from datetime import date

import pytest

from ocaq.evidence import sequencer
from ocaq.evidence.revealing import reveal_entries
from ocaq.kernel.actor import Actor, system
from ocaq.privacy.public import Holder as Asker
from ocaq.register.commands.consents import answer
from ocaq.register.commands.correcting import Wanted, correct
from ocaq.register.commands.erasing import erase_person
from ocaq.register.commands.posts import Holder, begin_post, end_post
from ocaq.register.models import Person, Post
from ocaq.register.tests.makers import AT, STAFF, community

pytestmark = pytest.mark.django_db(transaction=True)
HOLDER = Holder(name="Nərgiz Kövsərli", email="nergiz@post.example", language="az")


def reveal(kind: str) -> tuple[list[object], int]:
    sequencer.place()
    asked = {"start": 0, "end": 10_000, "reason": "audit-2027", "by": system("operator"), "at": AT}
    opened, closed = reveal_entries(kind=f"register.{kind}", **asked)
    return [each.record for each in opened], closed


def test_beginning_showing_and_ending_a_post_are_opened_until_its_holder_is_erased() -> None:
    house = community()
    held = {"community": house.ref, "office": "chair", "by": STAFF, "at": AT}
    begin_post(holder=HOLDER, starts_on=date(2025, 5, 1), key="begun", **held)
    begin_post(holder=Holder(name="Toğrul Ərgünəşli"), starts_on=date(2024, 5, 1), key="other", **held)
    post = Post.objects.get(starts_on=date(2025, 5, 1))
    asker = Asker(addresses=frozenset({HOLDER.email}))
    answer(whose=asker, post=post.ref, field="public", yes=True, by=Actor("user:5"), at=AT)

    begun, closed = reveal("post.begun")
    assert [(told["name"], told["starts_on"]) for told in begun] == [
        ("Nərgiz Kövsərli", "2025-05-01"),
        ("Toğrul Ərgünəşli", "2024-05-01"),
    ]
    assert closed == 0
    shown = {"post": post.ref, "field": "public", "until": Post.objects.get(pk=post.pk).public_until.isoformat()}
    assert reveal("post.shown") == ([shown], 0)

    end_post(post=post.ref, ends_on=date(2026, 2, 1), key="ended", by=STAFF, at=AT)
    assert reveal("post.ended") == ([{"post": post.ref, "ends_on": "2026-02-01"}], 0)

    erase_person(ref=Person.objects.get(name=HOLDER.name).ref, by=STAFF, at=AT)
    assert reveal("post.ended") == ([], 1)
    begun, closed = reveal("post.begun")
    assert ([told["name"] for told in begun], closed) == (["Toğrul Ərgünəşli"], 1)


def test_a_name_and_a_number_that_somebody_corrected_are_opened_as_they_became() -> None:
    held = {"community": community().ref, "office": "chair", "starts_on": date(2025, 5, 1), "by": STAFF, "at": AT}
    begin_post(holder=HOLDER, key="begun", **held)
    person = Person.objects.get()
    asker = Asker(addresses=frozenset({HOLDER.email}))
    for phone in ("+49 30 1234567", "+49 30 7654321"):
        wanted = Wanted("Nərgiz Kövsərova", "Nargiz Kovsarova", phone, "az")
        correct(holder=asker, person=person.ref, wanted=wanted, key=phone, by=Actor("user:5"), at=AT)

    assert reveal("person.renamed") == ([{"name": "Nərgiz Kövsərova", "romanised": "Nargiz Kovsarova"}], 0)
    assert reveal("person.corrected") == ([{"phone": "+49307654321"}], 1)

    erase_person(ref=person.ref, by=STAFF, at=AT)
    assert reveal("person.renamed") == ([], 1)
