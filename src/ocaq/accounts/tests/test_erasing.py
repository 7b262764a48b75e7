"""Erasing an account: with its devices, passkeys, letters and roles, and with what the conference keeps of it."""

import json
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from ocaq.accounts.commands import erase_account, erase_account_of, grant_role
from ocaq.accounts.commands.erasing import PROVEN_WITHIN, erase_again, forget_unproven
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.sessions import SessionStore
from ocaq.accounts.tests.conftest import AT, acting, make_user
from ocaq.accounts.tests.test_my_pages import entered
from ocaq.evidence.models import Entry
from ocaq.kernel import clock, erasure
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db
ADDRESS = "aygun@people.example"


@pytest.fixture
def user() -> User:
    return make_user(ADDRESS, name="Aygün Lalazarlı")


def test_nothing_of_an_account_stays_but_its_entries(user: User, staff: User) -> None:
    EmailAddress.objects.create(user=user, email="second@people.example", verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "telephone"})
    grant_role(user_id=user.pk, role="crew", by=acting(staff), at=AT)
    asking = Client()
    asking.post("/accounts/login/", {"login": "Second@people.example"})
    grant_role(user_id=staff.pk, role="director", by=acting(staff), at=AT)
    entries = list(Entry.objects.order_by("pk").values_list("pk", "body"))

    erase_account(user_id=user.pk, by=acting(user), at=AT)

    assert list(User.objects.all()) == [staff]
    for model in (EmailAddress, RoleGrant, UserSession, Session, Authenticator):
        held = str(list(model._default_manager.values()))
        assert not any(word in held for word in ("aygun", "second@", "telephone"))
    assert not RoleGrant.objects.filter(role="crew").exists()
    assert set(Mail.objects.values_list("to", flat=True)) == {staff.email}
    assert "second@" not in str([SessionStore().decode(session.session_data) for session in Session.objects.all()])
    assert list(Entry.objects.filter(pk__lte=entries[-1][0]).order_by("pk").values_list("pk", "body")) == entries
    told = Entry.objects.get(kind="accounts.account.erased")
    assert (told.subject, told.by, json.loads(told.body)["by"]) == (user.subject, "erased", "account")


def test_other_domains_are_asked_while_the_row_stands_nameless(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str, str]] = []
    monkeypatch.setattr(erasure, "_erasers", [])

    def look(*, user_id: int, by: Actor, at: datetime) -> None:
        seen.append((user_id, *User.objects.values_list("name", "email").get(pk=user_id)))

    erasure.with_account(look)

    erase_account(user_id=user.pk, by=acting(user), at=AT)

    assert seen == [(user.pk, "", "")]


def test_erasing_twice_changes_nothing(user: User, staff: User) -> None:
    by = acting(user)
    erase_account(user_id=user.pk, by=by, at=AT)
    entries = Entry.objects.count()

    erase_account(user_id=user.pk, by=by, at=AT)
    erase_account(user_id=user.pk, by=acting(staff), at=AT)

    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    "who", [ANONYMOUS, Actor(ref="user:99"), Actor(ref="user:98", grants=frozenset({Grant("director")}))]
)
def test_nobody_erases_somebody_else(user: User, who: Actor) -> None:
    with pytest.raises(NotAllowed):
        erase_account(user_id=user.pk, by=who, at=AT)
    with pytest.raises(NotAllowed):
        erase_account_of(email=ADDRESS, by=who, at=AT)
    assert User.objects.filter(pk=user.pk).exists()


def test_the_last_of_the_staff_stays(staff: User) -> None:
    with pytest.raises(NotPossible, match="last-staff"):
        erase_account(user_id=staff.pk, by=acting(staff), at=AT)

    make_user("other@people.example", role="staff")
    erase_account(user_id=staff.pk, by=acting(staff), at=AT)
    assert not User.objects.filter(pk=staff.pk).exists()


def test_staff_erase_by_address_when_asked(user: User, staff: User) -> None:
    with pytest.raises(NotFound, match="no-such-account"):
        erase_account_of(email="nobody@people.example", by=acting(staff), at=AT)

    erase_account_of(email=" Aygun@People.example ", by=acting(staff), at=AT)

    assert not User.objects.filter(pk=user.pk).exists()


def test_accounts_nobody_proved_are_forgotten(user: User) -> None:
    Client().post("/accounts/signup/", {"email": "unproven@people.example"})
    now = clock.now()

    assert forget_unproven(by=system("accounts"), at=now + PROVEN_WITHIN - timedelta(minutes=1)) == 0
    User.objects.filter(pk=user.pk).update(opened_at=now)
    assert forget_unproven(by=system("accounts"), at=now + PROVEN_WITHIN + timedelta(minutes=1)) == 1

    assert list(User.objects.values_list("email", flat=True)) == [ADDRESS]
    assert not Mail.objects.filter(to_mark=mark("unproven@people.example")).exists()


def test_my_page_leads_to_erasing_and_nobody_is_signed_in_after_it(user: User) -> None:
    client = entered(user)
    assert 'href="/my/erasure/"' in client.get("/my/").text
    assert f">{ADDRESS}</bdi>" in client.get("/my/erasure/").text

    answer = client.post("/my/erasure/")

    assert answer.headers["Location"] == "/"
    assert not User.objects.exists()
    assert "Your account and everything kept about you is erased." in client.get("/").text
    assert client.get("/my/").status_code == 302


def test_a_telephone_left_lying_about_erases_nothing(user: User) -> None:
    client = Client()
    client.force_login(user)

    answer = client.post("/my/erasure/")

    assert answer.headers["Location"] == "/accounts/again/?next=%2Fmy%2Ferasure%2F"
    assert User.objects.exists()


def test_staff_write_the_address_out(user: User, staff: User) -> None:
    client = Client()
    client.force_login(staff)
    assert 'href="/desk/people/erasure/"' in client.get("/desk/people/").text

    unknown = client.post("/desk/people/erasure/", {"address": "nobody@people.example"})
    own = client.post("/desk/people/erasure/", {"address": staff.email})
    done = client.post("/desk/people/erasure/", {"address": ADDRESS})

    assert (unknown.status_code, "No account has this address." in unknown.text) == (422, True)
    assert (own.status_code, "Give the staff role to somebody else first." in own.text) == (422, True)
    assert done.headers["Location"] == "/desk/people/"
    assert list(User.objects.all()) == [staff]


def test_an_account_that_came_back_by_a_restored_backup_is_erased_again(user: User, staff: User) -> None:
    erase_account(user_id=user.pk, by=acting(user), at=AT)
    user.save(force_insert=True)
    Entry.objects.filter(kind="accounts.account.erased").update(index=0, leaf=b"leaf")

    assert erase_again(by=system("accounts"), at=AT) == 1
    assert erase_again(by=system("accounts"), at=AT) == 0

    assert list(User.objects.all()) == [staff]
