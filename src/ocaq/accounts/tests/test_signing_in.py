"""Signing in by a mailed code, through the pages, with the code read from the outbox."""

import json
import re
import time

import pytest
from django.core.cache import cache
from django.test import Client

from ocaq.accounts.models import User
from ocaq.evidence.models import Entry
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db

ADDRESS = "aygun@people.example"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def newest(to: str = ADDRESS) -> Mail:
    mail = Mail.objects.filter(to_mark=mark(to)).order_by("-pk").first()
    assert mail is not None
    return mail


def code_in(mail: Mail) -> str:
    found = re.search(r"\b(\d{6})\b", mail.text)
    assert found is not None
    return found.group(1)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def user() -> User:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user(ADDRESS, name="Aygün Lalazarlı")
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True, verified=True)
    return user


def test_a_code_from_the_outbox_signs_in(client: Client, user: User) -> None:
    answer = client.post("/accounts/login/", {"login": "Aygun@people.example"})
    assert answer.headers["Location"].startswith("/accounts/login/code/confirm/")
    mail = newest()
    assert mail.template == "accounts_sign_in_code"
    assert mail.urgent
    assert code_in(mail) in mail.subject
    assert code_in(mail) in mail.html
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mail)})
    assert answer.headers["Location"] == "/my/"
    assert signed_in(client)
    page = client.get("/my/").content.decode()
    assert "<bdi>Aygün Lalazarlı</bdi>" in page
    assert ADDRESS in page


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "{0}-{1}", "arabic"])
def test_the_code_may_be_pasted_with_spaces_or_other_digits(client: Client, user: User, typed: str) -> None:
    client.post("/accounts/login/", {"login": ADDRESS})
    code = code_in(newest())
    written = (
        code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        if typed == "arabic"
        else typed.format(code[:3], code[3:])
    )
    client.post("/accounts/login/code/confirm/", {"code": written})
    assert signed_in(client)


def test_the_way_leads_back_to_where_it_began(client: Client, user: User) -> None:
    answer = client.post("/accounts/login/", {"login": ADDRESS, "next": "/desk/people/"})
    answer = client.post(answer.headers["Location"], {"code": code_in(newest()), "next": "/desk/people/"})
    assert answer.headers["Location"] == "/desk/people/"


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_way_never_leads_elsewhere(client: Client, user: User, onward: str) -> None:
    client.post("/accounts/login/", {"login": ADDRESS, "next": onward})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(newest()), "next": onward})
    assert answer.headers["Location"] == "/my/"


def test_three_wrong_codes_end_the_attempt(client: Client, user: User) -> None:
    client.post("/accounts/login/", {"login": ADDRESS})
    right = code_in(newest())
    wrong = "000000" if right != "000000" else "111111"
    page = client.post("/accounts/login/code/confirm/", {"code": wrong}).content.decode()
    assert "This is not the code." in page
    assert "<title>Error:" in page
    client.post("/accounts/login/code/confirm/", {"code": wrong})
    answer = client.post("/accounts/login/code/confirm/", {"code": wrong})
    assert answer.status_code == 302
    client.post("/accounts/login/code/confirm/", {"code": right})
    assert not signed_in(client)


def test_a_mistyped_address_does_not_bind(client: Client, user: User) -> None:
    client.post("/accounts/login/", {"login": "aygum@people.example"})

    client.post("/accounts/login/", {"login": ADDRESS})

    assert f">{ADDRESS}</bdi>" in client.get("/accounts/login/code/confirm/").text
    client.post("/accounts/login/code/confirm/", {"code": code_in(newest())})
    assert signed_in(client)


def test_a_button_pressed_twice_sends_one_code(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _press in range(2):
        client.post("/accounts/login/", {"login": ADDRESS})
    assert Mail.objects.filter(to_mark=mark(ADDRESS)).count() == 1

    later = time.time() + 40
    monkeypatch.setattr("ocaq.accounts.views.entrance.time.time", lambda: later)
    client.post("/accounts/login/", {"login": ADDRESS})
    assert Mail.objects.filter(to_mark=mark(ADDRESS)).count() == 2


def test_an_address_too_long_is_told_once(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "a" * 400 + "@people.example"}).text

    assert "1 answer needs another look" in page
    assert page.count("This is not a mail address.") == 2  # above the form and beside its field


def test_an_unknown_address_is_answered_alike_and_told_by_mail(client: Client, user: User) -> None:
    known, unknown = (
        client.post("/accounts/login/", {"login": address}) for address in (ADDRESS, "nobody@people.example")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    other = Client()
    other.post("/accounts/login/", {"login": "nobody@people.example"})
    client.post("/accounts/login/", {"login": ADDRESS})
    pages = [
        re.sub(
            r'value="[^"]{64}"|nonce="[^"]+"|[a-z]+@people\.example',
            "",
            one.get("/accounts/login/code/confirm/").content.decode(),
        )
        for one in (client, other)
    ]
    assert pages[0] == pages[1]
    mail = newest("nobody@people.example")
    assert mail.template == "accounts_unknown_address"
    assert "/accounts/signup/" in mail.text
    assert not re.search(r"\b\d{6}\b", mail.text)


def test_an_account_is_opened_by_address_alone(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"email": "new@people.example"})
    assert answer.headers["Location"] == "/accounts/confirm/"
    mail = newest("new@people.example")
    assert mail.template == "accounts_confirm_address"
    assert "new@people.example" in client.get("/accounts/confirm/").content.decode()
    assert not Entry.objects.filter(kind="accounts.account.opened").exists()
    client.post("/accounts/confirm/", {"code": code_in(mail)})
    assert signed_in(client)
    user = User.objects.get(email="new@people.example")
    assert not user.has_usable_password()
    assert user.language == "en"
    assert Entry.objects.get(kind="accounts.account.opened").subject == user.subject
    assert user.opened_at is not None


def test_a_form_that_came_back_may_be_gone_back_to(client: Client) -> None:
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]
    assert client.post("/accounts/login/", {"login": "nobody"})["Cache-Control"] == "private, no-cache"


def test_who_has_just_opened_an_account_may_change_it(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "new@people.example"})
    client.post("/accounts/confirm/", {"code": code_in(newest("new@people.example"))})

    for path in ("/accounts/address/", "/accounts/passkeys/add/", "/my/erasure/"):
        assert client.get(path).status_code == 200, path


def test_opening_an_account_twice_says_nothing_to_the_page(client: Client, user: User) -> None:
    answer = client.post("/accounts/signup/", {"email": ADDRESS})
    assert answer.headers["Location"] == "/accounts/confirm/"
    assert newest().template == "accounts_already_open"
    assert client.get("/accounts/confirm/").status_code == 200
    assert User.objects.count() == 1


def test_too_many_attempts_are_told_to_wait(client: Client) -> None:
    answers = [client.post("/accounts/login/", {"login": f"n{number}@people.example"}) for number in range(40)]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "<script>@x.y", "a" * 300 + "@people.example", "x" * 1_000_000]
)
def test_what_is_no_address_gets_a_sentence(client: Client, address: str) -> None:
    answer = client.post("/accounts/login/", {"login": address})
    assert answer.status_code in {200, 422}
    assert 'class="err"' in answer.content.decode()
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "reauthenticate/",
        "email/",
        "confirm-email/",
        "social/login/cancelled/",
        "3rdparty/",
        "2fa/",
        "2fa/recovery-codes/",
        "sessions/",
    ],
)
def test_nothing_of_allauth_is_reachable_but_what_is_used(client: Client, user: User, path: str) -> None:
    client.force_login(user)
    assert client.get(f"/accounts/{path}").status_code == 404


def test_signing_out_asks_first(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_who_opens_an_account_and_proves_it_by_signing_in_is_told_once(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "new@people.example"})
    other = Client()
    other.post("/accounts/login/", {"login": "new@people.example"})
    other.post("/accounts/login/code/confirm/", {"code": code_in(newest("new@people.example"))})
    assert signed_in(other)
    other.post("/accounts/logout/")
    other.post("/accounts/login/", {"login": "new@people.example"})
    other.post("/accounts/login/code/confirm/", {"code": code_in(newest("new@people.example"))})
    assert Entry.objects.filter(kind="accounts.account.opened").count() == 1


@pytest.mark.parametrize(("page", "field"), [("login", "login"), ("signup", "email")])
def test_the_public_log_does_not_tell_which_address_has_an_account(user: User, page: str, field: str) -> None:
    written = []
    for address in (ADDRESS, "nobody@people.example"):
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        Client().post(f"/accounts/{page}/", {field: address})
        halves = [json.loads(entry.body) for entry in Entry.objects.filter(pk__gt=last).order_by("pk")]
        written.append([{name: half[name] for name in half.keys() - {"at", "ref"}} for half in halves])
    assert written[0] == written[1] == [{"by": "system:accounts", "facts": {}, "type": "mail.message.queued", "v": 1}]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("az", "ltr"), ("ru", "ltr"), ("ar", "rtl")])
def test_the_mail_is_in_the_language_of_the_page(client: Client, user: User, language: str, direction: str) -> None:
    client.post(f"/accounts/login/?lang={language}", {"login": ADDRESS})
    mail = newest()
    assert mail.language == language
    assert f'lang="{language}" dir="{direction}"' in mail.html
