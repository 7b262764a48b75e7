"""Erasing a person of the register."""

from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session

from ocaq.accounts.models import User
from ocaq.accounts.sessions import SessionStore
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor, Grant
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.sealing import mark
from ocaq.kernel.text import Text
from ocaq.privacy.commands.countries import keep_nothing
from ocaq.privacy.models import Look, Looked
from ocaq.register.commands.erasing import ERASED, erase_people_again, erase_people_of, erase_person
from ocaq.register.models import Batch, Change, Community, Kind, Person, PersonKey, Photo, Post, Verification
from ocaq.register.tests.holders import begin
from ocaq.register.tests.makers import community
from ocaq.register.tests.test_desk import signed_in

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    kind = Kind.objects.get(code="house")
    house = Community.objects.create(slug="house", kind=kind, country="DE", created_at=AT, changed_at=AT)
    person = Person.objects.create(name="Aynur Çinarlı", email="aynur@example.org", created_at=AT, changed_at=AT)
    PersonKey.objects.create(named=person, key="any")
    Post.objects.create(community=house, holder=person, office="chair", starts_on=date(2020, 1, 1))
    return person


def test_record_keys_and_posts_go_and_the_log_names_nobody(person) -> None:
    erase_person(ref=person.ref, by=STAFF, at=AT)
    erase_person(ref=person.ref, by=STAFF, at=AT)

    assert (Person.objects.count(), PersonKey.objects.count(), Post.objects.count()) == (0, 0, 0)
    entry = Entry.objects.get(kind=ERASED)
    assert entry.subject == f"person:{person.pseudonym}"


def test_their_name_goes_out_of_lines_that_others_wrote_and_what_waits_for_them_is_over(person) -> None:
    house = Community.objects.get()
    kept = {"community": house, "group": "posts", "before": {}, "by": "user:7", "at": AT, "note": "Aynur Çinarlı, 2026"}
    Change.objects.create(key="a", after={"begin": {"holder": person.ref}}, **kept)
    Change.objects.create(key="b", after={"begin": {"holder": "another"}}, **kept | {"note": "Aynur Çinarsız"})
    words = {"az": "Aynur Çinarlı eyvanda", "en": "A balcony"}
    Photo.objects.create(community=house, width=1, height=1, described=Text(words), credit="Aynur Çinarlı", added_at=AT)

    erase_person(ref=person.ref, by=STAFF, at=AT)

    assert list(Change.objects.order_by("pk").values_list("state", "after", "note")) == [
        ("refused", {}, "…, 2026"),
        ("waiting", {"begin": {"holder": "another"}}, "Aynur Çinarsız"),
    ]
    photo = Photo.objects.get()
    assert (photo.credit, dict(photo.described)) == ("…", {"az": "… eyvanda", "en": "A balcony"})


def test_their_name_goes_out_of_words_under_any_spelling_and_out_of_no_bodys_name(person) -> None:
    house = Community.objects.get()
    kept = {"community": house, "before": {}, "by": "user:7", "at": AT}
    told = {"about:az": "Rəhbər: ÇİNARLI Aynur", "languages": ["az"]}
    Change.objects.create(key="a", group="work", after=told, note="Айнур Чинарлы согласна", **kept)
    Change.objects.create(key="b", group="names", after={"names": [["Aynur Çinarlı Evi", "az", "original"]]}, **kept)
    columns = [["Ad", "name", "", False], ["Qeyd", "about", "az", False]]
    batch = Batch.objects.create(
        key="l", title="Çinarlı Aynur.csv", digest="", columns=columns, by="user:7", at=AT, changed_at=AT
    )
    batch.lines.create(
        number=1,
        cells={"0": "Aynur Çinarlı Evi", "1": "Aynur Cinarlinin evi"},
        draft={"country": "DE", "fields": {"about:az": "Aynur Cinarlinin evi", "street": "Aynur Çinarlı küçəsi 1"}},
        reasons=[["too-long", "Qeyd", "Aynur Cinarlinin evi"]],
    )
    Community.objects.update(about=Text({"az": "Rəhbər: Aynur Çinarlı"}), hours_note=Text({"en": "Ask Aynur Cinarli"}))
    other = {"by": "user:7", "office": "staff", "role": "staff", "purpose": "request", "how": "screen", "size": 1}
    look = Look.objects.create(at=AT, reason="AYNUR ÇİNARLI xahiş edib", **other)
    Looked.objects.create(look=look, subject="person:somebodyelse")

    erase_person(ref=person.ref, by=STAFF, at=AT)

    changes = Change.objects.order_by("pk").values_list("after", "note")
    assert list(changes) == [
        ({"about:az": "Rəhbər: …", "languages": ["az"]}, "… согласна"),
        ({"names": [["Aynur Çinarlı Evi", "az", "original"]]}, ""),
    ]
    batch.refresh_from_db()
    row = batch.lines.get()
    assert (batch.title, row.cells) == ("….csv", {"0": "Aynur Çinarlı Evi", "1": "… evi"})
    assert row.draft["fields"] == {"about:az": "… evi", "street": "Aynur Çinarlı küçəsi 1"}
    assert row.reasons == [["too-long", "Qeyd", "… evi"]]
    house.refresh_from_db()
    assert (house.about, house.hours_note) == (Text({"az": "Rəhbər: …"}), Text({"en": "Ask …"}))
    assert Look.objects.get().reason == "… xahiş edib"


def test_nobody_is_erased_by_others(person) -> None:
    with pytest.raises(NotAllowed):
        erase_person(ref=person.ref, by=Actor(ref="user:2"), at=AT)
    with pytest.raises(NotAllowed):
        erase_people_of(user_id=3, by=Actor(ref="user:2"), at=AT)

    assert Person.objects.count() == 1


def test_who_came_back_with_a_backup_goes_again(person) -> None:
    before = Person.objects.values().get()
    erase_person(ref=person.ref, by=STAFF, at=AT)
    Person.objects.create(**before)

    assert erase_people_again(by=STAFF, at=AT) == 0  # not before the entry has its place
    Entry.objects.filter(kind=ERASED).update(index=0, leaf=b"leaf")
    assert erase_people_again(by=STAFF, at=AT) == 1
    assert Person.objects.count() == 0


def test_an_erased_account_is_parted_from_what_it_did(person) -> None:
    house = Community.objects.get()
    Verification.objects.create(community=house, group="hours", at=AT, by="user:7", office="coordinator")
    Verification.objects.create(community=house, group="hours", at=AT, by="user:70", office="coordinator")

    erase_people_of(user_id=7, by=STAFF, at=AT)

    assert sorted(Verification.objects.values_list("by", flat=True)) == ["erased", "user:70"]


def test_a_browser_that_proved_their_address_forgets_it(person) -> None:
    for address in ("Aynur@example.org", "other@example.org"):
        session = SessionStore()
        session["asked"] = [address, 1]
        session.save()

    erase_person(ref=person.ref, by=STAFF, at=AT)

    assert [SessionStore().decode(row.session_data) for row in Session.objects.all()] == [
        {"asked": ["other@example.org", 1]}
    ]


def test_who_has_an_account_under_the_same_address_is_erased_with_it(person) -> None:
    user = User.objects.create(email="Aynur@example.org")
    EmailAddress.objects.create(user=user, email="Aynur@example.org", verified=True)
    Person.objects.update(email_mark=mark("aynur@example.org"))

    erase_people_of(user_id=user.pk, by=STAFF, at=AT)

    assert not Person.objects.exists()


def test_an_address_that_nobody_proved_erases_nobody(person) -> None:
    user = User.objects.create(email="aynur@example.org")
    EmailAddress.objects.create(user=user, email="aynur@example.org", verified=False)
    Person.objects.update(email_mark=mark("aynur@example.org"))

    erase_people_of(user_id=user.pk, by=STAFF, at=AT)

    assert Person.objects.exists()


def test_staff_erase_at_a_post_where_forms_keep_nothing_any_more_and_nobody_else_does() -> None:
    house = community(country="DE")
    post = begin(house)
    keep_nothing(country="DE", why="Asked by the council", by=STAFF, at=AT)
    assert Person.objects.exists()  # the switch itself erases nobody
    keeper, staff = signed_in("keeper", scope="community", place=house.ref), signed_in("staff", "staff")
    page = f"/desk/register/posts/{post.ref}/"

    assert 'name="erase"' not in keeper.get(page).text
    assert keeper.post(page, {"erase": "1"}).status_code == 422
    assert Person.objects.exists()
    assert 'name="erase"' in staff.get(page).text
    assert staff.post(page, {"erase": "1"})["Location"] == f"/desk/register/{house.ref}/"

    assert not Person.objects.exists()
    assert staff.get(page).status_code == 404
    assert "staff erase people at their post" in staff.get("/desk/privacy/countries/").text
