"""My pages: what I change about myself, my devices, what a link alone opens."""

import pytest
from django.test import Client

from ocaq.accounts.adapters import FRESH_S
from ocaq.accounts.commands import change_account, end_session
from ocaq.accounts.models import User
from ocaq.accounts.queries import sessions_of
from ocaq.accounts.tests.conftest import AT, acting, make_user
from ocaq.evidence.models import Entry
from ocaq.kernel import capability
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound, NotValid

pytestmark = pytest.mark.django_db

WANTED = {"name": "Aygün Lalazarlı", "address_as": "Aygün xanım", "language": "az", "zone": "Europe/Berlin"}


@pytest.fixture
def user() -> User:
    return make_user("aygun@people.example")


def entered(user: User, agent: str = "Mozilla/5.0 (Android 14) Firefox/140.0") -> Client:
    """Sign in as the pages do, so that the device is noted."""
    from ocaq.accounts.tests.test_signing_in import code_in, newest

    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": user.email})
    client.post("/accounts/login/code/confirm/", {"code": code_in(newest(user.email))})
    return client


def test_what_i_change_is_kept_and_followed_at_once(client: Client, user: User) -> None:
    client.force_login(user)
    answer = client.post("/my/account/", WANTED)
    assert answer.headers["Location"] == "/my/"
    assert answer.cookies["ocaq_language"].value == "az"
    assert answer.cookies["ocaq_zone"].value == "Europe/Berlin"
    user.refresh_from_db()
    assert {field: getattr(user, field) for field in WANTED} == WANTED
    page = client.get("/my/").content.decode()
    assert '<html lang="az"' in page
    assert "<bdi>Aygün xanım</bdi>" in page
    entry = Entry.objects.get(kind="accounts.account.changed")
    assert entry.facts == {"fields": ["address_as", "language", "name", "zone"]}


def test_saving_the_same_again_writes_nothing(client: Client, user: User) -> None:
    client.force_login(user)
    client.post("/my/account/", WANTED)
    client.post("/my/account/", WANTED)
    assert Entry.objects.filter(kind="accounts.account.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", "x" * 1_000_000),
        ("language", "xx"),
        ("zone", "Nowhere/Else"),
        ("zone", "../../etc/passwd"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence(client: Client, user: User, field: str, value: str) -> None:
    client.force_login(user)
    answer = client.post("/my/account/", WANTED | {field: value})
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    if len(value) < 1000:
        with pytest.raises(NotValid):
            change_account(user_id=user.pk, **(WANTED | {field: value}), by=acting(user), at=AT)


def test_hostile_names_stay_words(client: Client, user: User) -> None:
    client.force_login(user)
    client.post("/my/account/", WANTED | {"name": "<script>alert(1)</script>\u202eabc", "address_as": ""})
    page = client.get("/my/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;abc" in page


def test_nobody_changes_another(user: User, staff: User) -> None:
    stranger = make_user("stranger@people.example")
    with pytest.raises(NotAllowed):
        change_account(user_id=user.pk, **WANTED, by=acting(stranger), at=AT)
    change_account(user_id=user.pk, **WANTED, by=acting(staff), at=AT)
    with pytest.raises(NotFound):
        change_account(user_id=999_999, **WANTED, by=acting(staff), at=AT)


def test_one_device_is_signed_out_by_another(user: User) -> None:
    telephone, computer = entered(user), entered(user, "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537")
    page = computer.get("/my/sessions/").content.decode()
    assert "Firefox, Android" in page
    assert "Chrome, Windows" in page
    other = next(
        row for row in sessions_of(user_id=user.pk, this=computer.session.session_key or "") if not row.is_this
    )
    assert computer.post(f"/my/sessions/{other.id}/end/").status_code == 302
    assert telephone.get("/my/").status_code == 302
    assert computer.get("/my/").status_code == 200
    assert computer.post(f"/my/sessions/{other.id}/end/").status_code == 404
    assert Entry.objects.get(kind="accounts.session.ended").facts == {"count": 1}


def test_all_others_are_signed_out(user: User) -> None:
    clients = [entered(user) for _ in range(3)]
    assert clients[0].post("/my/sessions/others/end/").status_code == 302
    assert [client.get("/my/").status_code for client in clients] == [200, 302, 302]


def test_nobody_signs_out_a_strangers_device(user: User) -> None:
    entered(user)
    stranger = make_user("stranger@people.example")
    row = sessions_of(user_id=user.pk, this="")[0]
    with pytest.raises(NotAllowed):
        end_session(session_id=row.id, user_id=user.pk, by=acting(stranger), at=AT)
    other = entered(stranger)
    assert other.post(f"/my/sessions/{row.id}/end/").status_code == 404


def test_a_personal_link_opens_my_page_without_an_account(client: Client) -> None:
    client.cookies["ocaq_registration"] = capability.issue("registration", "k7mk7mk7mk7m")
    page = client.get("/my/")
    assert page.status_code == 200
    assert client.get("/my/account/").status_code == 302
    client.cookies["ocaq_registration"] = capability.issue("registration", "k7mk7mk7mk7m")[:-1] + "x"
    assert client.get("/my/").status_code == 302


def test_who_is_signed_in_acts_as_that_account(client: Client, user: User) -> None:
    client.cookies["ocaq_registration"] = capability.issue("registration", "k7m", "p9q")
    request = client.get("/my/").wsgi_request
    assert request.actor.ref == "registration:k7m"
    client.force_login(user)
    request = client.get("/my/").wsgi_request
    assert request.actor == Actor(ref=f"user:{user.pk}")
    assert dict(request.capabilities) == {"registration": ("k7m", "p9q")}


def test_passkeys_and_address_change_only_soon_after_signing_in(user: User) -> None:
    client = entered(user)
    assert client.get("/accounts/passkeys/add/").status_code == 200
    assert client.get("/accounts/address/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= FRESH_S + 1
    session.save()
    for address in (
        "/accounts/passkeys/add/",
        "/accounts/address/",
        "/accounts/passkeys/1/",
        "/accounts/passkeys/1/remove/",
    ):
        answer = client.get(address)
        assert answer.headers["Location"].startswith("/accounts/again/?next=%2Faccounts%2F")
    assert client.get("/accounts/passkeys/").status_code == 200
    assert (
        client.post("/accounts/passkeys/add/", {"name": "x", "credential": "{}"})
        .headers["Location"]
        .startswith("/accounts/again/")
    )


def test_another_address_takes_over_only_by_its_code(user: User) -> None:
    from ocaq.accounts.tests.test_signing_in import code_in, newest

    client = entered(user)
    client.post("/accounts/address/", {"email": "second@people.example", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "aygun@people.example"
    client.post("/accounts/confirm/", {"code": code_in(newest("second@people.example"))})
    user.refresh_from_db()
    assert user.email == "second@people.example"
    assert newest("aygun@people.example").template == "accounts_address_changed"
    entry = Entry.objects.get(kind="accounts.address.changed")
    assert (entry.subject, entry.by, entry.facts) == (user.subject, f"user:{user.pk}", {})


@pytest.mark.parametrize("credential", ["", "{}", "[]", "nothing", '{"id": "x"}', "x" * 100_000])
def test_a_passkey_that_is_none_gets_a_sentence(user: User, credential: str) -> None:
    client = entered(user)
    client.get("/accounts/passkeys/add/")
    assert client.post("/accounts/passkeys/add/", {"name": "x", "credential": credential}).status_code < 500
    stranger = Client()
    assert stranger.post("/accounts/login/passkey/", {"credential": credential}).status_code < 500
    assert "_auth_user_id" not in stranger.session
