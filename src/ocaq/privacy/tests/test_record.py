"""One's own record: everything that is kept, and nothing of others; taken along, left in part, left whole."""

import json
import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.models import Invitation, Registration
from ocaq.kernel import capability
from ocaq.kernel.personal import declared
from ocaq.mail.models import Mail
from ocaq.privacy.commands import asking
from ocaq.privacy.models import Code, Look, Looked, Receipt, Request
from ocaq.privacy.queries.lines import thing_of
from ocaq.privacy.queries.record import record_of
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.tests.makers import (
    ADDRESS,
    NOON,
    STAFF,
    fill_hall,
    looked,
    make_invitation,
    make_person,
    make_registration,
    show_posts,
)
from ocaq.register.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def registration():
    return make_registration()


def _open(client: Client, address: str = ADDRESS) -> Client:
    client.post("/privacy/record/", {"address": address})
    code = re.search(r"\d{6}", Mail.objects.filter(template="privacy_code").latest("pk").text)[0]
    client.post("/privacy/record/code/", {"code": code})
    return client


def test_a_code_opens_everything_under_an_address(client, registration, person):
    page = _open(client).get("/my/record/").text

    for said in ("Aygün Lalazarlı", "Aygün xanım", ADDRESS, "Captions", "+49 30 000", "Teacher", "Letters to you"):
        assert said in page, said
    assert "to arrange what helps the person to take part" in page
    assert person.pseudonym not in page
    assert registration.pseudonym not in page


def test_what_has_a_time_of_its_own_ends_by_it():
    user = User.objects.create(email=ADDRESS, joined_at=NOON - timedelta(days=400))
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key="k", last_seen_at=NOON, created_at=NOON)

    (account,) = [kept for kept in record_of(Holder(user_id=user.pk), at=NOON) if kept.keeper == "account"]

    (device,) = [row for row in thing_of(account).rows if row.line.table == "usersessions.UserSession"]
    assert device.ends_at > NOON


def test_known_and_unknown_addresses_get_the_same_answer(registration):
    pages = []
    for address in (ADDRESS, "nobody@example.org"):
        client = Client()
        first = client.post("/privacy/record/", {"address": address})
        pages.append((first.status_code, client.get("/privacy/record/code/").text.replace(address, "")))

    assert re.sub(r'csrf\w+" value="\w+"', "", pages[0][1]) == re.sub(r'csrf\w+" value="\w+"', "", pages[1][1])
    assert Mail.objects.filter(template="privacy_code").count() == 2


def test_an_unknown_address_is_told_that_nothing_is_kept(client):
    page = _open(client, "nobody@example.org").get("/my/record/").text

    # The mail with the code is all there is.
    assert "Letters to you" in page
    assert "Full name" not in page


def test_codes_are_few_and_wrong_ones_count(client):
    for _ in range(3):
        assert client.post("/privacy/record/", {"address": ADDRESS}).status_code == 302
    assert client.post("/privacy/record/", {"address": ADDRESS}).status_code == 422

    code = re.search(r"\d{6}", Mail.objects.latest("pk").text)[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert client.post("/privacy/record/code/", {"code": wrong}).status_code == 422
    assert client.post("/privacy/record/code/", {"code": code}).status_code == 422


def test_a_code_is_good_once(client, registration):
    _open(client)
    code = re.search(r"\d{6}", Mail.objects.filter(template="privacy_code").latest("pk").text)[0]
    other = Client()
    other.post("/privacy/record/", {"address": "x@example.org"})

    assert other.post("/privacy/record/code/", {"code": code}).status_code == 422
    assert Code.objects.exclude(used_at=None).count() == 1


def test_a_proof_ends_after_half_an_hour(client, registration, monkeypatch):
    from ocaq.kernel import clock

    _open(client)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert client.get("/my/record/").status_code == 302


def test_whoever_holds_a_link_sees_that_registration_alone(client, registration, person):
    other = make_registration(slug="other", email="kamran@example.org", name="Kamran")
    client.cookies[capability.cookie_name("registration")] = capability.issue("registration", registration.ref)

    page = client.get("/my/record/").text

    assert "Aygün Lalazarlı" in page
    assert "Kamran" not in page
    assert other.email not in page
    assert "Telephone" not in page  # of the register: nobody proved the address


def test_an_account_sees_all_that_is_its_own(client):
    user = User.objects.create_user("own@example.org", name="Aygün Lalazarlı")
    make_person(email="own@example.org", user=user)
    client.force_login(user)

    page = client.get("/my/record/").text

    assert "Your account" in page
    assert "You as holder of a post" in page


def test_the_copy_says_the_same_and_what_is_for_machines(client, registration, person):
    fill_hall(registration)
    looked(by=STAFF, subjects=[registration.subject, "registration:someoneelse1"], purpose="conference", at=NOON)

    copy = json.loads(_open(client).get("/my/record/copy.json").content)

    said = {field["field"] for thing in copy["kept"] for field in thing["fields"]}
    assert {"conference.Registration.pseudonym", "conference.Registration.salt", "register.PersonKey.key"} <= said
    assert [(look["office"], look["records_read_at_once"]) for look in copy["looks"]] == [("staff", 2)]
    assert {receipt["purpose"] for receipt in copy["receipts"]} == {"registration", "needs"}
    assert "someoneelse1" not in json.dumps(copy)
    assert "user:900" not in json.dumps(copy)


def test_the_copy_to_read_needs_nothing_from_elsewhere(client, registration):
    page = _open(client).get("/my/record/copy.html")

    assert "attachment" in page["Content-Disposition"]
    assert "Aygün Lalazarlı" in page.text
    assert not re.search(r"<(link|script|img)\b", page.text)


def test_who_looked_stands_on_the_page_in_plain_words(client, registration):
    looked(by=STAFF, subjects=[registration.subject, "registration:bcdfghjkmnpq"], purpose="conference", at=NOON)

    page = _open(client).get("/my/record/").text

    assert "Staff of the institution" in page
    assert "to prepare a conference and to help those who come" in page
    assert "Yours was one of 2 records read together." in page


def test_leaving_one_thing_leaves_the_others(client, registration, person):
    page = _open(client).get("/my/record/").text
    handle = re.findall(r"/my/record/(\w{20})/erasure/", page)[0]

    assert "Erase this" in client.get(f"/my/record/{handle}/erasure/").text
    client.post(f"/my/record/{handle}/erasure/")
    client.post(f"/my/record/{handle}/erasure/")

    assert Registration.objects.count() + Person.objects.count() == 1


def test_leaving_everything_leaves_nothing(client, registration, person):
    make_invitation(registration)
    looked(by=STAFF, subjects=[registration.subject, person.subject], purpose="conference", at=NOON)
    show_posts(person)
    assert _open(client).post("/my/record/erasure/").status_code == 302

    for model in (Registration, Person, Invitation, Receipt, Look, Looked, Mail):
        assert not model.objects.exists(), model
    assert client.get("/my/record/").status_code == 302


def test_what_is_somebody_elses_is_not_there(client, registration):
    other = make_registration(slug="other", email="kamran@example.org")
    from ocaq.privacy.queries.lines import handle_of

    theirs = record_of(Holder(addresses=frozenset({"kamran@example.org"})), at=NOON)[0]
    _open(client)

    assert client.get(f"/my/record/{handle_of(theirs)}/erasure/").status_code == 404
    client.post(f"/my/record/{handle_of(theirs)}/erasure/")
    assert Registration.objects.filter(pk=other.pk).exists()
    receipt = Receipt.objects.filter(subject=other.subject)[0]
    assert client.post(f"/my/record/receipts/{receipt.ref}/").status_code == 404


def test_nobody_is_asked_for_an_address(client):
    assert client.get("/my/record/")["Location"] == "/privacy/record/"


# Fields that people are not shown line by line: signs and keys of machines, copies of what stands beside, and what the
# person did for the institution, which its pages show.
NOT_SHOWN = {
    "accounts.User.password", "accounts.RoleGrant.user", "accounts.RoleGrant.scope", "accounts.RoleGrant.place",
    "accounts.RoleGrant.post",  # said in words beside the role
    "accounts.RoleGrant.granted_by", "account.EmailAddress.user",
    "account.EmailConfirmation.email_address", "account.EmailConfirmation.key", "mfa.Authenticator.user",
    "usersessions.UserSession.user", "usersessions.UserSession.ip", "usersessions.UserSession.session_key",
    "usersessions.UserSession.data", "sessions.Session.session_key", "sessions.Session.session_data",
    "mail.Mail.about", "mail.Mail.language", "mail.Mail.subject", "mail.Mail.text", "mail.Mail.html", "mail.Mail.ref",
    "mail.Mail.message_id", "mail.Attachment.mail", "mail.Attachment.name", "mail.Attachment.content",
    "conference.Registration.user", "conference.Registration.invitation", "conference.Registration.key",
    "conference.Registration.secret_digest", "conference.Invitation.secret_digest",
    "register.Person.user", "register.Person.notice_version",
}  # fmt: skip
SHOWN_TABLES = {"accounts.User", "accounts.RoleGrant", "conference.Registration", "conference.Invitation",
                "register.Person", "register.PersonKey"}  # fmt: skip


def test_every_field_kept_of_a_person_is_in_their_record(client):
    user = User.objects.create_user(
        ADDRESS, name="Aygün Lalazarlı", address_as="Aygün xanım", language="az", zone="Europe/Berlin"
    )
    registration = make_registration()
    fill_hall(registration)
    make_invitation(registration)
    make_person(user=user)
    holder = Holder(user.pk, frozenset({ADDRESS}))

    said = {(line.table, line.field) for kept in record_of(holder, at=NOON) for line in kept.lines}

    wanted = {
        (one.table, field)
        for one in declared()
        for field in one.fields
        if one.table in SHOWN_TABLES and f"{one.table}.{field}" not in NOT_SHOWN
    }
    wanted -= {("accounts.RoleGrant", "role"), ("accounts.RoleGrant", "salt")}  # this account holds none
    assert sorted(wanted - said) == []


def test_every_line_is_declared_and_says_when_it_ends(registration, person):
    fill_hall(registration)
    things = [thing_of(kept) for kept in record_of(Holder(addresses=frozenset({ADDRESS})), at=NOON)]

    rows = [row for thing in things for row in thing.rows]

    assert len(rows) > 20
    assert all(str(row.declared.purpose) for row in rows)
    needs = next(row for row in rows if row.line.field == "needs")
    assert (needs.ends_at - registration.conference.starts_at).days == 2
    assert str(needs.ground) == "you agreed to it"


def test_a_request_has_a_clock_and_is_asked_once(client, registration):
    handle = re.findall(r"/my/record/(\w{20})/request/", _open(client).get("/my/record/").text)[0]
    wanted = {"kind": "correct", "words": "Adım Aygün yazılır.", "address": ADDRESS, "key": "one"}

    for _ in range(2):
        assert client.post(f"/my/record/{handle}/request/", wanted).status_code == 302

    assert Request.objects.count() == 1
    # Brought back by the browser and sent with other words, it is another request.
    client.post(f"/my/record/{handle}/request/", wanted | {"kind": "object", "words": "Mənə yazmayın."})
    page = client.get("/my/record/").text
    assert "Mənə yazmayın." in page
    assert "Adım Aygün yazılır." in page
    assert re.search(r"(29|30) days left for the answer", page)


def test_taking_a_consent_back_ends_what_rests_on_it(client, registration, person):
    show_posts(person)
    _open(client)

    for receipt in Receipt.objects.filter(purpose__in=["needs", "public"]):
        assert client.get(f"/my/record/receipts/{receipt.ref}/").status_code == 200
        assert "The notice" not in client.get(f"/my/record/receipts/{receipt.ref}/?download=1").text
        client.post(f"/my/record/receipts/{receipt.ref}/")

    registration.refresh_from_db()
    assert registration.needs == []
    assert not person.posts.exclude(public_until=None).exists()
    assert set(Receipt.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)) == {"registration"}


def test_of_two_strangers_with_letters_neither_reads_a_word_of_the_other():
    other = "tural@example.org"
    one, two = Client(), Client()
    _open(one), _open(two, other)
    (letters,) = record_of(Holder(addresses=frozenset({ADDRESS})), at=NOON)
    handle = thing_of(letters).handle
    looked(by=STAFF, subjects=[letters.subject], purpose="conference", at=NOON)
    form = {"key": "k", "kind": "explain", "words": "Who wrote to me?", "address": ADDRESS}
    assert one.post(f"/my/record/{handle}/request/", form).status_code == 302
    asking.answer(
        ref=Request.objects.get().ref, outcome="done", words="It was the house.", by=STAFF, at=NOON + timedelta(hours=1)
    )

    mine = one.get("/my/record/").text

    assert "Who wrote to me?" in mine
    assert "It was the house." in mine
    assert "to prepare a conference" in mine
    for address in ("/my/record/", "/my/record/copy.html", "/my/record/copy.json"):
        page = two.get(address)
        assert page.status_code == 200
        for word in ("Who wrote", "It was the house", ADDRESS, "to prepare a conference", handle):
            assert word not in page.text, (address, word)
    assert two.post(f"/my/record/{handle}/request/", form | {"key": "l"}).status_code == 404
