"""Privacy at the desk: requests with a clock, two people for a law, files that are counted, silent countries."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.conference.models import Registration
from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotPossible, NotValid
from ocaq.mail.models import Mail
from ocaq.privacy.commands import asking, countries, exporting, lawful
from ocaq.privacy.commands.erasing import forget, forget_subjects
from ocaq.privacy.models import Code, DirectoryOnly, Export, LawfulRequest, Look, Looked, Request
from ocaq.privacy.public import write_export
from ocaq.privacy.queries.desk import counts_by_year
from ocaq.privacy.queries.looks import looks_at
from ocaq.privacy.queries.record import record_of
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.tests.makers import ADDRESS, NOON, STAFF, looked, make_registration

FIRST, SECOND = (Actor(f"user:{n}", frozenset({Grant("staff")})) for n in (901, 902))
BERLIN = Actor("user:8", frozenset({Grant("coordinator", "country", "DE")}))
pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return make_registration()


def _entered(registration, told_from=None) -> str:
    return lawful.enter_request(
        authority="Office of the Prosecutor",
        act="Act 12, order 7",
        asks="Name",
        subject=registration.subject,
        told_from=told_from,
        key="k",
        by=STAFF,
        at=NOON,
    )


def _staff_browser(number: int = 1) -> Client:
    user_id = open_account(email=f"s{number}@example.org", by=system("test"), at=NOON)
    grant_role(user_id=user_id, role="staff", by=system("test"), at=NOON, tell=False)
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    return browser


def test_two_others_decide(registration):
    ref = _entered(registration)

    with pytest.raises(NotPossible, match="two-people-decide"):
        lawful.agree(ref=ref, by=STAFF, at=NOON)
    assert lawful.agree(ref=ref, by=FIRST, at=NOON) == "agreed"
    with pytest.raises(NotPossible, match="two-people-decide"):
        lawful.agree(ref=ref, by=FIRST, at=NOON)
    with pytest.raises(NotPossible, match="not-granted"):
        lawful.deliver(ref=ref, by=STAFF, at=NOON)
    assert lawful.agree(ref=ref, by=SECOND, at=NOON) == "granted"

    file = lawful.deliver(ref=ref, by=STAFF, at=NOON)

    assert "Office of the Prosecutor" in file["watermark"]
    assert [kept["sign"] for kept in file["kept"]] == [registration.subject]
    assert [row.purpose for row in looks_at(subjects=[registration.subject], at=NOON)] == ["lawful"]
    with pytest.raises(NotPossible, match="not-granted"):
        lawful.deliver(ref=ref, by=STAFF, at=NOON)


def test_a_delay_ends_and_is_counted_meanwhile(registration):
    until = NOON + timedelta(days=30)
    ref = _entered(registration, told_from=until)
    lawful.agree(ref=ref, by=FIRST, at=NOON)
    lawful.agree(ref=ref, by=SECOND, at=NOON)
    lawful.deliver(ref=ref, by=STAFF, at=NOON)

    assert looks_at(subjects=[registration.subject], at=NOON) == []
    assert len(looks_at(subjects=[registration.subject], at=until)) == 1
    year = counts_by_year()[0]
    assert (year.year, year.lawful, year.granted, year.delayed, year.exports) == (2026, 1, 1, 1, 0)


@pytest.mark.parametrize("subject", ["", "everybody", "registration:*", "person:a,person:b"])
def test_there_is_no_request_for_everybody(subject):
    with pytest.raises(NotValid, match="one-record-only"):
        lawful.enter_request(
            authority="A", act="B", asks="C", subject=subject, told_from=None, key="k", by=STAFF, at=NOON
        )


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_delay_without_an_end_is_refused(registration, days):
    with pytest.raises(NotValid, match="delay-too-long"):
        _entered(registration, told_from=NOON + timedelta(days=days))


def test_a_refusal_takes_one_person_and_ends_it(registration):
    ref = _entered(registration)
    lawful.refuse(ref=ref, why="No such act", by=FIRST, at=NOON)

    with pytest.raises(NotPossible, match="decided-already"):
        lawful.agree(ref=ref, by=SECOND, at=NOON)


def test_the_log_says_neither_whom_nor_by_which_act(registration):
    _entered(registration)

    body = Entry.objects.get(kind="privacy.lawful.entered").body
    assert registration.pseudonym not in body
    assert "Act" not in body


def test_an_erased_person_leaves_a_count(registration):
    _entered(registration)

    forget_subjects(subjects=[registration.subject], by=system("test"), at=NOON)

    assert list(LawfulRequest.objects.values_list("subject", "act", "asks")) == [("erased", "", "")]
    assert counts_by_year()[0].lawful == 1


def test_a_file_needs_role_recipient_purpose_and_end():
    wanted = {"kind": "lawful", "recipient": "Court", "purpose": "order 7 of the court", "rows": 1, "at": NOON}
    soon = NOON + timedelta(days=9)

    with pytest.raises(NotAllowed):
        write_export(**wanted, expires_at=soon, by=BERLIN)
    with pytest.raises(NotValid, match="export-for-whom"):
        write_export(**{**wanted, "recipient": " "}, expires_at=soon, by=STAFF)
    with pytest.raises(NotValid, match="export-for-whom"):
        write_export(**{**wanted, "purpose": "x"}, expires_at=soon, by=STAFF)
    with pytest.raises(NotValid, match="export-too-long"):
        write_export(**wanted, expires_at=NOON + timedelta(days=91), by=STAFF)
    assert not Export.objects.exists()

    line = write_export(**wanted, expires_at=soon, by=STAFF)

    export = Export.objects.get()
    assert line == f"export {export.ref} | Court | 1 | 2026-12-01"


def test_an_undeclared_kind_of_file_does_not_leave():
    with pytest.raises(KeyError):
        exporting.write_export(
            kind="everybody", recipient="Court", purpose="because we can", expires_at=NOON, rows=1, by=STAFF, at=NOON
        )


def test_a_request_is_answered_by_mail_once(registration):
    holder = Holder(addresses=frozenset({ADDRESS}))
    ref = asking.ask(
        holder=holder, subject=registration.subject, kind="explain", words="Niyə?", address=ADDRESS, key="k",
        by=Actor("anonymous", language="az"), at=NOON,
    )  # fmt: skip

    asking.answer(ref=ref, outcome="done", words="Because you asked.", by=STAFF, at=NOON + timedelta(days=31))

    assert Mail.objects.get(template="privacy_answered").language == "az"
    assert counts_by_year()[0].answered_late == 1
    with pytest.raises(NotPossible, match="answered-already"):
        asking.answer(ref=ref, outcome="done", words="Again.", by=STAFF, at=NOON)
    with pytest.raises(NotAllowed):
        asking.answer(ref=ref, outcome="done", words="Again.", by=BERLIN, at=NOON)


def test_reading_a_request_is_a_look(registration):
    holder = Holder(addresses=frozenset({ADDRESS}))
    ref = asking.ask(
        holder=holder, subject=registration.subject, kind="correct", words="Ad", address=ADDRESS, key="k",
        by=Actor("anonymous"), at=NOON,
    )  # fmt: skip
    browser = _staff_browser()

    assert "Read and answer" in browser.get("/desk/privacy/").text
    page = browser.get(f"/desk/privacy/requests/{ref}/").text

    assert "Aygün Lalazarlı" in page
    assert Looked.objects.filter(subject=registration.subject, look__purpose="answer").count() == 1
    answered = browser.post(f"/desk/privacy/requests/{ref}/", {"outcome": "done", "words": "Done."})
    assert answered.status_code == 302
    assert Request.objects.get().state == "done"


def test_the_whole_way_of_a_request_under_a_law(registration):
    clerk, first, second = (_staff_browser(number) for number in (1, 2, 3))
    form = {"authority": "Court", "act": "Order 7", "asks": "Name", "subject": registration.subject, "key": "one"}

    assert clerk.post("/desk/privacy/lawful/", form).status_code == 302
    assert clerk.post("/desk/privacy/lawful/", form).status_code == 302  # pressed twice
    ref = LawfulRequest.objects.get().ref
    here = f"/desk/privacy/lawful/{ref}/"
    assert "Somebody else decides" in clerk.get(here).text
    assert "Agree to deliver" in first.get(here).text
    first.post(f"{here}agreement/")
    second.post(f"{here}agreement/")
    file = clerk.post(f"{here}delivery/")

    assert file.status_code == 200, file.text
    told = json.loads(file.content)
    assert told["watermark"].startswith("export ")
    assert "Aygün Lalazarlı" in json.dumps(told, ensure_ascii=False)
    assert clerk.post(f"{here}delivery/").status_code == 409


def test_a_country_keeps_nothing_until_it_is_taken_back():
    with pytest.raises(NotValid, match="reason-too-short"):
        countries.keep_nothing(country="DE", why="x", by=STAFF, at=NOON)
    with pytest.raises(NotAllowed):
        countries.keep_nothing(country="DE", why="People were threatened.", by=BERLIN, at=NOON)
    countries.keep_nothing(country="DE", why="People were threatened.", by=STAFF, at=NOON)

    with pytest.raises(NotPossible, match="keeps-nothing-here"):
        make_registration()
    assert not Registration.objects.exists()

    countries.keep_again(country="DE", by=STAFF, at=NOON)
    assert make_registration(slug="again").state == "confirmed"


def test_the_switch_is_set_at_the_desk():
    browser = _staff_browser()

    browser.post("/desk/privacy/countries/", {"country": "DE", "why": "People were threatened."})
    assert "Germany" in browser.get("/desk/privacy/countries/").text
    assert "In 1 country forms keep nothing" in strip_tags(browser.get("/privacy/counts/").text)
    browser.post("/desk/privacy/countries/", {"open": "DE"})

    assert "Since" not in browser.get("/desk/privacy/countries/").text


def test_a_reason_is_asked_and_holds_half_an_hour():
    browser = _staff_browser()

    assert browser.post("/desk/privacy/reason/?next=/desk/people/", {"reason": "x"}).status_code == 422
    answer = browser.post("/desk/privacy/reason/?next=/desk/people/", {"reason": "Asked by the school"})
    assert answer["Location"] == "/desk/people/"
    assert (
        browser.post("/desk/privacy/reason/?next=https://evil.example/", {"reason": "Asked by the school"})["Location"]
        == "/desk/"
    )


def test_what_is_over_is_forgotten_and_counted(registration):
    looked(by=STAFF, subjects=[registration.subject], purpose="conference", at=NOON)
    asking.send_code(address=ADDRESS, origin="127.0.0.1", language="en", by=Actor("anonymous"), at=NOON)
    _entered(registration)

    assert forget(by=system("privacy"), at=NOON + timedelta(days=2)) == 1
    assert not Code.objects.exists()
    assert forget(by=system("privacy"), at=NOON + timedelta(days=731)) == 2
    assert not Look.objects.exists()
    assert forget(by=system("privacy"), at=datetime(2032, 1, 1, tzinfo=UTC)) == 1
    assert LawfulRequest.objects.get().subject == "erased"
    assert '"looks":2' in Entry.objects.filter(kind="privacy.records.forgotten").order_by("pk")[1].body


def test_for_whom_a_file_left_and_who_shut_a_country_is_forgotten_and_the_count_stays():
    countries.keep_nothing(country="DE", why="Asked by the council", by=STAFF, at=NOON)
    wanted = {"kind": "lawful", "recipient": "Court", "purpose": "order 7 of the court", "rows": 3, "at": NOON}
    write_export(**wanted, expires_at=NOON + timedelta(days=1), by=STAFF)
    five_years = NOON + timedelta(days=365 * 5)

    assert forget(by=system("privacy"), at=five_years) == 0
    assert Export.objects.get().recipient == "Court"
    assert forget(by=system("privacy"), at=five_years + timedelta(hours=1)) == 2
    assert forget(by=system("privacy"), at=five_years + timedelta(hours=2)) == 0

    export, switch = Export.objects.get(), DirectoryOnly.objects.get()
    assert (export.recipient, export.purpose, export.by, export.rows) == ("", "", "erased", 3)
    assert (switch.set_by, switch.country, switch.until) == ("erased", "DE", None)
    body = Entry.objects.get(kind="privacy.records.forgotten").body
    assert '"files":1' in body
    assert "Court" not in body
    assert _staff_browser().get("/desk/privacy/").status_code == 200


def test_finding_a_record_over_all_asks_why_and_is_seen(registration):
    browser = _staff_browser()

    assert browser.get("/desk/privacy/find/")["Location"].startswith("/desk/privacy/reason/")
    browser.post("/desk/privacy/reason/?next=/desk/privacy/find/", {"reason": "Asked by telephone"})
    assert "No record has this address" in browser.post("/desk/privacy/find/", {"address": "x@example.org"}).text
    page = browser.post("/desk/privacy/find/", {"address": ADDRESS.upper()}).text

    assert "Aygün Lalazarlı" in page
    assert registration.subject in page
    look = Look.objects.get(looked__subject=registration.subject)
    assert (look.how, look.reason) == ("search", "Asked by telephone")


def test_letters_read_at_the_desk_are_looks_that_their_addressee_sees(registration):
    Mail.objects.update(about="")
    browser = _staff_browser()
    (subject,) = {
        kept.subject for kept in record_of(Holder(addresses=frozenset({ADDRESS})), at=NOON) if kept.keeper == "letters"
    }

    assert ADDRESS in browser.get("/desk/mail/").text
    browser.post("/desk/privacy/reason/?next=/desk/privacy/find/", {"reason": "Asked by telephone"})
    browser.post("/desk/privacy/find/", {"address": ADDRESS})

    assert {row.purpose for row in looks_at(subjects=[subject], at=clock.now())} == {"mail", "answer"}
