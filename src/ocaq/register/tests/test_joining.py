"""An account and the person that the register keeps under its address."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.test import Client

from ocaq.accounts.models import User
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import ANONYMOUS
from ocaq.privacy.public import Holder as Whose
from ocaq.register.commands.correcting import move_address
from ocaq.register.commands.joining import join_account
from ocaq.register.commands.posts import Holder
from ocaq.register.models import Person
from ocaq.register.tests.holders import ADDRESS, WORKER, begin
from ocaq.register.tests.makers import AT, community

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return community()


def _account(address: str = ADDRESS, *, verified: bool = True) -> User:
    user = User.objects.create(email=address, joined_at=AT)
    EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    return user


def test_an_account_that_proved_the_address_is_joined_when_it_signs_in(house) -> None:
    begin(house)
    user = _account()
    assert Person.objects.get().user_id is None
    join_account(user_id=user.pk, by=WORKER, at=AT)
    join_account(user_id=user.pk, by=WORKER, at=AT)

    assert Person.objects.get().user_id == user.pk
    assert Entry.objects.filter(kind="register.person.joined").count() == 1
    client = Client()
    client.force_login(user)
    assert "Айнур Чинарлы" in client.get("/my/record/").text


def test_who_has_an_account_already_is_joined_when_somebody_enters_them(house) -> None:
    user = _account()
    begin(house)

    assert Person.objects.get().user_id == user.pk


def test_an_address_that_is_not_proven_joins_nobody_nor_do_two_people_under_one(house) -> None:
    begin(house)
    join_account(user_id=_account(verified=False).pk, by=WORKER, at=AT)
    assert Person.objects.get().user_id is None

    begin(house, Holder(name="Aynur Çinarlı", email=ADDRESS), office="deputy")
    EmailAddress.objects.update(verified=True)
    join_account(user_id=User.objects.get().pk, by=WORKER, at=AT)
    assert not Person.objects.exclude(user=None).exists()


def test_one_person_is_never_taken_from_the_account_that_has_them(house) -> None:
    begin(house)
    first = _account()
    join_account(user_id=first.pk, by=WORKER, at=AT)
    second = User.objects.create(email="other@people.example", joined_at=AT)
    EmailAddress.objects.create(user=second, email=ADDRESS.upper(), verified=True)

    join_account(user_id=second.pk, by=WORKER, at=AT)
    assert Person.objects.get().user_id == first.pk


def test_an_account_whose_address_changes_is_parted_from_the_person(house) -> None:
    begin(house)
    user = _account()
    join_account(user_id=user.pk, by=WORKER, at=AT)
    EmailAddress.objects.filter(user=user).update(email="other@people.example")

    email_changed.send(sender=User, request=None, user=user, from_email_address=None, to_email_address=None)
    assert Person.objects.get().user_id is None
    assert Entry.objects.filter(kind="register.person.parted").count() == 1


def test_a_person_whose_address_changes_is_parted_from_the_account(house) -> None:
    begin(house)
    user = _account()
    join_account(user_id=user.pk, by=WORKER, at=AT)

    whose = Whose(user_id=user.pk)
    move_address(holder=whose, person=Person.objects.get().ref, address="x@people.example", by=ANONYMOUS, at=AT)
    assert Person.objects.get().user_id is None
