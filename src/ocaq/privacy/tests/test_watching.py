"""Looks are judged by a second person; what is opened in an emergency ends after an hour and hides from nobody."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotPossible, NotValid
from ocaq.mail.models import Mail
from ocaq.privacy.commands.emergency import open_emergency
from ocaq.privacy.commands.erasing import forget, forget_subjects
from ocaq.privacy.commands.reviewing import draw_reviews, judge_review
from ocaq.privacy.models import Emergency, Look, Review
from ocaq.privacy.public import emergency_in
from ocaq.privacy.queries.desk import counts_by_year
from ocaq.privacy.queries.looks import looks_at
from ocaq.privacy.queries.watching import emergencies, looks_to_review
from ocaq.privacy.tests.makers import NOON, STAFF, looked, make_person
from ocaq.register.tests.makers import community, town

pytestmark = pytest.mark.django_db
WORKER = system("privacy")
PARIS = Actor("user:8", frozenset({Grant("coordinator", "country", "FR")}))
SECOND = Actor("user:901", frozenset({Grant("staff")}))
HOUR = timedelta(hours=1)


def _browser(name: str, role: str, scope: str = "institution", place: str = "") -> tuple[Client, Actor]:
    user_id = open_account(email=f"{name}@example.org", name=name, by=WORKER, at=NOON - HOUR)
    grant_role(user_id=user_id, role=role, scope=scope, place=place, by=WORKER, at=NOON - HOUR, tell=False)
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    return browser, Actor(f"user:{user_id}", frozenset({Grant(role, scope, place)}))  # type: ignore[arg-type]


def _looks() -> None:
    for number in range(30):
        looked(by=STAFF, subjects=[f"person:{number:012d}"], purpose="post", at=NOON - timedelta(hours=number))
    looked(by=PARIS, subjects=["person:bcdfghjkmnpq"], purpose="post", reason="Asked by the school", at=NOON)


def test_ten_looks_are_drawn_once_a_week_reasons_first():
    _looks()

    assert draw_reviews(by=WORKER, at=NOON) == 10
    assert draw_reviews(by=WORKER, at=NOON + HOUR) == 0
    assert "Asked by the school" in {row.reason for row in looks_to_review(by=STAFF, at=NOON)}
    assert draw_reviews(by=WORKER, at=NOON + timedelta(days=7)) == 0  # nothing was read since
    assert Entry.objects.filter(kind="privacy.reviews.drawn").count() == 1


def test_the_lot_stands_for_its_week_and_nobody_without_the_secret_of_the_server_draws_it(settings):
    _looks()
    settings.SECRET_KEY = "one"
    first = _drawn_at(NOON)

    assert _drawn_at(NOON + HOUR) == first
    settings.SECRET_KEY = "other"
    assert _drawn_at(NOON) != first
    Look.objects.update(at=NOON + timedelta(days=7))
    settings.SECRET_KEY = "one"
    assert _drawn_at(NOON + timedelta(days=7, hours=1)) != first


def _drawn_at(at: datetime) -> list[int]:
    Review.objects.all().delete()
    draw_reviews(by=WORKER, at=at)
    return sorted(Review.objects.values_list("look_id", flat=True))


def test_a_week_in_which_nobody_looked_draws_nothing_and_writes_nothing():
    assert draw_reviews(by=WORKER, at=NOON) == 0
    assert not Entry.objects.exists()


def test_a_second_person_judges_and_never_ones_own():
    looked(by=STAFF, subjects=["person:bcdfghjkmnpq"], purpose="post", at=NOON)
    draw_reviews(by=WORKER, at=NOON)
    ref = Review.objects.get().ref

    with pytest.raises(NotPossible, match="own-look"):
        judge_review(ref=ref, holds=True, by=STAFF, at=NOON)
    with pytest.raises(NotAllowed):
        judge_review(ref=ref, holds=True, by=PARIS, at=NOON)
    judge_review(ref=ref, holds=False, by=SECOND, at=NOON)
    judge_review(ref=ref, holds=False, by=SECOND, at=NOON + HOUR)
    with pytest.raises(NotPossible, match="review-decided"):
        judge_review(ref=ref, holds=True, by=SECOND, at=NOON)

    assert (counts_by_year()[0].reviewed, counts_by_year()[0].failed) == (1, 1)
    assert '"facts":{"holds":false}' in Entry.objects.get(kind="privacy.review.judged").body


def test_a_judged_look_stays_counted_when_the_person_is_erased():
    looked(by=STAFF, subjects=["person:bcdfghjkmnpq"], purpose="post", at=NOON)
    looked(by=STAFF, subjects=["person:qpnmkjhgfdcb"], purpose="likeness", at=NOON)
    draw_reviews(by=WORKER, at=NOON)
    first, other = Review.objects.order_by("look__purpose")
    judge_review(ref=first.ref, holds=True, by=SECOND, at=NOON)

    forget_subjects(subjects=["person:bcdfghjkmnpq", "person:qpnmkjhgfdcb"], by=WORKER, at=NOON)

    assert not Look.objects.exists()
    assert counts_by_year()[0].reviewed == 1
    with pytest.raises(NotPossible, match="look-is-gone"):
        judge_review(ref=other.ref, holds=True, by=SECOND, at=NOON)


def test_the_page_of_reviews_offers_what_somebody_else_read():
    browser, me = _browser("second", "staff")
    looked(by=STAFF, subjects=["person:bcdfghjkmnpq"], purpose="post", at=clock.now())
    looked(by=me, subjects=["person:bcdfghjkmnpq"], purpose="post", at=clock.now())
    draw_reviews(by=WORKER, at=clock.now())

    page = browser.get("/desk/privacy/review/").text
    assert page.count("It does not hold") == 1
    assert "Somebody else reviews your own looks." in page
    assert "<bdi>second</bdi>" in page  # who is to be asked
    browser.post("/desk/privacy/review/", {"ref": Review.objects.get(look__by=STAFF.ref).ref, "verdict": "fails"})

    assert Review.objects.get(look__by=STAFF.ref).verdict == "fails"
    assert browser.get("/desk/privacy/review/").text.count("It does not hold") == 1  # as what was found


def test_an_emergency_is_an_hour_and_told_to_all_staff_at_once():
    _browser("first", "staff")
    _browser("second", "staff")
    wanted = {"country": "DE", "reason": "A school burns", "by": PARIS}

    ref = open_emergency(**wanted, at=NOON)
    assert open_emergency(**wanted, at=NOON + HOUR / 2) == ref

    mails = list(Mail.objects.filter(template="privacy_emergency"))
    assert {mail.to for mail in mails} == {"first@example.org", "second@example.org"}
    assert all(mail.urgent and "A school burns" in mail.text and "Germany" in mail.text for mail in mails)
    assert emergency_in("DE", by=PARIS, at=NOON + HOUR / 2).reason == "A school burns"
    for refused in ({"at": NOON + HOUR}, {"at": NOON, "by": Actor("user:9", PARIS.grants)}):
        with pytest.raises(NotAllowed, match="no-emergency"):
            emergency_in("DE", **{"by": PARIS, **refused})
    with pytest.raises(NotAllowed, match="no-emergency"):
        emergency_in("IT", by=PARIS, at=NOON)
    assert counts_by_year()[0].emergencies == 1
    assert [row.reason for row in emergencies(by=STAFF)] == ["A school burns"]
    assert "burns" not in Entry.objects.get(kind="privacy.emergency.opened").body


@pytest.mark.parametrize(
    ("changes", "refusal", "code"),
    [
        ({"reason": "?"}, NotValid, "reason-too-short"),
        ({"country": "XX"}, NotValid, "emergency-where"),
        ({"by": Actor("user:3", frozenset({Grant("crew")}))}, NotAllowed, "not-allowed"),
        ({"by": Actor("anonymous")}, NotAllowed, "sign-in-first"),
    ],
)
def test_nothing_opens_without_a_reason_and_an_office(changes, refusal, code):
    with pytest.raises(refusal, match=code):
        open_emergency(**{"country": "DE", "reason": "A school burns", "by": PARIS, "at": NOON, **changes})

    assert not Emergency.objects.exists()
    assert not Mail.objects.exists()


def test_who_was_read_in_an_emergency_sees_it_and_no_other_body_opens():
    person = make_person()
    school, empty = person.posts.get().community, community("Adsız Ev", place=town())
    browser, _actor = _browser("paris", "coordinator", "country", "FR")
    path = f"/desk/register/emergency/{school.ref}/"

    assert browser.get(path).status_code == 403
    assert browser.post("/desk/register/emergency/", {"country": "DE", "reason": "?"}).status_code == 422
    answer = browser.post("/desk/register/emergency/", {"country": "DE", "reason": "A school burns"}, follow=True)
    assert (
        answer.text.index(school.ref) < answer.text.index("Adsız Ev") < answer.text.index("Berlin · Nobody is entered.")
    )
    assert person.name not in answer.text
    assert not Look.objects.exists()

    page = browser.get(path).text
    assert person.phone in page
    row = looks_at(subjects=[person.subject], at=clock.now())[0]
    assert (row.office, row.purpose) == ("coordinator:country:FR", "emergency")
    assert Look.objects.get().reason == "A school burns"
    assert "Nobody holds a post here" in browser.get(f"/desk/register/emergency/{empty.ref}/").text
    assert browser.get(f"/desk/register/{school.ref}/").status_code == 404  # the desk opens no wider
    Emergency.objects.update(ends_at=clock.now())
    assert browser.get(path).status_code == 403


def test_who_opened_is_forgotten_after_two_years_and_the_count_stays():
    open_emergency(country="DE", reason="A school burns", by=PARIS, at=NOON)

    forget(by=WORKER, at=NOON + timedelta(days=731))

    assert list(Emergency.objects.values_list("by", "reason")) == [("erased", "")]
    assert counts_by_year()[0].emergencies == 1
