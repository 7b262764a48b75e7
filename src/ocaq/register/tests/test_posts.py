"""Posts, areas and affiliations: begun, ended, shown, with their days."""

from datetime import date, timedelta

import pytest

from ocaq.evidence.models import Entry
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.privacy.commands.countries import keep_nothing
from ocaq.privacy.models import Look
from ocaq.register.commands.affiliating import affiliate, end_affiliation, end_area, give_area
from ocaq.register.commands.posts import Holder, begin_post, end_post
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.models import Area, Change, Person, PersonKey, Post
from ocaq.register.queries import alike
from ocaq.register.queries.alike import people_alike
from ocaq.register.tests.makers import AT, STAFF, community, coordinator, keeper_of

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 1)
AYNUR = Holder(name="Aynur Çinarlı", email="Aynur@House.example", phone="+49 30 1234567", language="az")


def begin(house, holder=AYNUR, *, office="chair", by=STAFF, key="", at=AT) -> str:
    return begin_post(
        community=house.ref,
        holder=holder,
        office=office,
        starts_on=DAY,
        source="Minutes",
        key=key or new_ref(),
        by=by,
        at=at,
    )


def test_staff_enter_a_holder_whose_lines_are_sealed() -> None:
    house = community()
    ref = begin(house, key="k")

    assert begin(house, key="k") == ref
    person = Person.objects.get()
    assert (person.name, person.email, person.phone) == ("Aynur Çinarlı", "aynur@house.example", "+49301234567")
    assert person.email_mark
    assert PersonKey.objects.filter(named=person).exists()
    post = Post.objects.get()
    assert (post.office, post.starts_on, post.ends_on, post.public_until) == ("chair", DAY, None, None)
    entry = Entry.objects.get(kind="register.post.begun")
    assert (entry.subject, entry.facts) == (person.subject, {})
    assert "chair" not in entry.body


@pytest.mark.parametrize("written", ["030 1234567", "0049 (30) 123-45 67", "Tel. +49 30 1234567"])
def test_a_telephone_is_read_as_in_lists_and_by_its_owner(written) -> None:
    begin(community(), Holder(name="Aynur", phone=written))

    assert Person.objects.get().phone == "+49301234567"


def test_one_person_holds_several_posts_but_each_once() -> None:
    house = community()
    begin(house)
    person = Holder(ref=Person.objects.get().ref)

    begin(house, person, office="teacher")
    with pytest.raises(NotPossible, match="post-held"):
        begin(house, person)
    assert Person.objects.count() == 1


def test_what_the_body_asks_waits_and_a_refusal_forgets_who_was_meant() -> None:
    house = community()
    asked = begin(house, by=keeper_of(house))

    assert not Post.objects.exists()
    assert "Çinarlı" not in str(Change.objects.get(ref=asked).after)
    refuse(change=asked, answer="Nobody knows her here.", by=STAFF, at=AT)
    assert not Person.objects.exists()

    asked = begin(house, by=keeper_of(house))
    agree(change=asked, version=1, by=STAFF, at=AT)
    assert Post.objects.get().office == "chair"
    ended = end_post(post=Post.objects.get().ref, ends_on=DAY, key="e", by=keeper_of(house), at=AT)
    agree(change=ended, version=2, by=STAFF, at=AT)
    assert Post.objects.get().ends_on == DAY


def test_a_post_ends_once_and_is_shown_no_longer() -> None:
    house = community()
    begin(house)
    ref = Post.objects.get().ref
    Post.objects.update(public_until=date(2027, 1, 1), since_until=date(2027, 1, 1))

    with pytest.raises(NotPossible, match="post-ends-before-start"):
        end_post(post=ref, ends_on=DAY - timedelta(days=1), key="a", by=STAFF, at=AT)
    one = end_post(post=ref, ends_on=DAY, key="b", by=STAFF, at=AT)
    assert end_post(post=ref, ends_on=DAY, key="b", by=STAFF, at=AT) == one
    post = Post.objects.get()
    assert (post.ends_on, post.public_until, post.since_until) == (DAY, None, None)
    with pytest.raises(NotPossible, match="post-ended"):
        end_post(post=ref, ends_on=DAY, key="c", by=STAFF, at=AT)


@pytest.mark.parametrize(
    ("holder", "office", "code"),
    [
        (AYNUR, "king", "office-unknown"),
        (Holder(name=" \u202e "), "chair", "holder-name-missing"),
        (Holder(name="a" * 201), "chair", "holder-name-too-long"),
        (Holder(name="Аynur Çinarlı"), "chair", "name-mixes-alphabets"),
        (Holder(name="Aynur", email="aynur"), "chair", "email-not-understood"),
        (Holder(name="Aynur", phone="12"), "chair", "phone-not-understood"),
    ],
)
def test_what_cannot_be_entered_of_a_person(holder, office, code) -> None:
    with pytest.raises(NotValid, match=code):
        begin(community(), holder, office=office)

    assert not Person.objects.exists()


def test_nobody_is_found_who_is_not_there() -> None:
    with pytest.raises(NotFound, match="no-such-person"):
        begin(community(), Holder(ref="nobody"))
    with pytest.raises(NotFound, match="no-such-post"):
        end_post(post="nothing", ends_on=DAY, key="k", by=STAFF, at=AT)


def test_a_name_being_typed_meets_those_in_sight_only() -> None:
    here, abroad = community(), community("Maison", country="FR")
    begin(here)
    begin(abroad, Holder(name="Айнур Чинарлы"))

    found = people_alike("Aynur Chinarli", by=coordinator("country", "DE"), at=AT)
    assert [(one.name, one.where, one.is_same_name) for one in found] == [("Aynur Çinarlı", ("Azərbaycan Evi",), True)]
    everywhere = people_alike("Aynur Chinarli", reason="They moved here", by=STAFF, at=AT)
    assert {one.name for one in everywhere} == {"Aynur Çinarlı", "Айнур Чинарлы"}
    assert {(look.purpose, look.how, look.reason) for look in Look.objects.all()} == {
        ("post", "search", ""),
        ("post", "search", "They moved here"),
    }


def test_whoever_is_asked_for_already_is_named_and_not_entered_twice() -> None:
    here, abroad = community(), community(country="FR")
    keeper, of_country = keeper_of(here), coordinator("country", "DE")
    first = begin(here, by=keeper)

    for by in (keeper, of_country, STAFF):
        found = people_alike("Aynur Chinarli", reason="They rang", by=by, at=AT)
        assert [(one.name, one.where, one.asked) for one in found] == [("Aynur Çinarlı", (), ("Azərbaycan Evi",))], by
    for by in (keeper_of(abroad), coordinator("country", "FR")):
        assert people_alike("Aynur Chinarli", by=by, at=AT) == []

    known = Person.objects.get().ref
    with pytest.raises(NotFound, match="no-such-person"):
        begin(abroad, Holder(ref=known), by=keeper_of(abroad))
    second = begin(here, Holder(ref=known), office="teacher", by=keeper)
    assert Person.objects.count() == 1
    refuse(change=first, answer="No", by=STAFF, at=AT)
    assert len(people_alike("Aynur Chinarli", by=keeper, at=AT)) == 1
    agree(change=second, version=Change.objects.get(ref=second).version, by=STAFF, at=AT)
    assert [one.where for one in people_alike("Aynur Chinarli", by=keeper, at=AT)] == [("Azərbaycan Evi",)]


def test_where_those_in_sight_are_many_sight_is_asked_of_who_sounds_alike(monkeypatch) -> None:
    monkeypatch.setattr(alike, "_FEW", 1)
    here, abroad = community(), community(country="FR")
    begin(here)
    begin(abroad, Holder(name="Айнур Чинарлы"))
    begin(here, Holder(name="Aynur Çinarli"), by=keeper_of(here))

    found = people_alike("Aynur Chinarli", by=keeper_of(here), at=AT)
    assert {one.name for one in found} == {"Aynur Çinarlı", "Aynur Çinarli"}


@pytest.mark.parametrize("by", [STAFF, coordinator()])
def test_nobody_searches_every_country_without_a_reason(by) -> None:
    begin(community())

    with pytest.raises(NotAllowed, match="reason-first"):
        people_alike("Aynur Chinarli", by=by, at=AT)

    assert not Look.objects.exists()


def test_a_council_spans_countries_from_one_day_to_another() -> None:
    council = community("Şura", kind="council", country="AT")
    told = {"council": council.ref, "country": "DE", "by": STAFF, "at": AT}
    decision = {"taken_by": {"en": "Board"}, "title": {}, "number": "7", "taken_on": "2020-01-01", "address": ""}

    give_area(**told, starts_on=DAY, decision=decision)
    give_area(**told, starts_on=DAY)
    with pytest.raises(NotPossible, match="ends-before-start"):
        end_area(**told, ends_on=DAY)
    end_area(**told, ends_on=DAY + timedelta(days=30))
    with pytest.raises(NotFound, match="no-such-area"):
        end_area(**told, ends_on=DAY + timedelta(days=30))
    area = Area.objects.get()
    assert (area.ends_on, area.decision.number) == (date(2025, 1, 31), "7")
    with pytest.raises(NotPossible, match="spans-no-countries"):
        give_area(**{**told, "council": community().ref}, starts_on=DAY)
    with pytest.raises(NotValid, match="country-unknown"):
        give_area(**{**told, "country": "XX"}, starts_on=DAY)
    with pytest.raises(NotAllowed, match="not-allowed"):
        give_area(**{**told, "by": keeper_of(council)}, starts_on=DAY)


def test_a_school_belongs_to_a_house() -> None:
    house, school = community(), community("Məktəb", kind="school")
    told = {"member": school.ref, "umbrella": house.ref, "by": STAFF, "at": AT}

    affiliate(**told, starts_on=DAY)
    affiliate(**told, starts_on=DAY)
    with pytest.raises(NotPossible, match="belongs-to-itself"):
        affiliate(**{**told, "member": house.ref, "umbrella": school.ref}, starts_on=DAY)
    with pytest.raises(NotAllowed, match="not-yours-to-review"):
        end_affiliation(**{**told, "by": keeper_of(school)}, ends_on=DAY)
    with pytest.raises(NotPossible, match="ends-before-start"):
        end_affiliation(**told, ends_on=DAY)
    end_affiliation(**told, ends_on=DAY + timedelta(days=1))
    with pytest.raises(NotFound, match="no-such-affiliation"):
        end_affiliation(**told, ends_on=DAY + timedelta(days=1))


def test_only_people_in_sight_are_given_a_post_by_reference() -> None:
    here, abroad = community(), community("Maison", country="FR")
    begin(abroad)
    person = Holder(ref=Person.objects.get().ref)

    for by in (coordinator("country", "DE"), keeper_of(here)):
        with pytest.raises(NotFound, match="no-such-person"):
            begin(here, person, by=by)
    begin(here, person, by=STAFF)
    begin(here, person, office="teacher", by=coordinator("country", "DE"))
    assert Post.objects.filter(community=here).count() == 2


def test_what_waited_when_a_country_was_told_to_keep_nothing_is_agreed_to_no_more() -> None:
    house = community()
    asked = begin(house, by=keeper_of(house))
    keep_nothing(country="DE", why="People were threatened there", by=STAFF, at=AT)

    with pytest.raises(NotPossible, match="keeps-nobody-here"):
        agree(change=asked, version=1, by=STAFF, at=AT)
    refuse(change=asked, answer="Nothing is kept there now.", by=STAFF, at=AT)
    assert not Person.objects.exists()


def test_where_nothing_is_kept_nobody_is_given_a_post() -> None:
    keep_nothing(country="DE", why="Asked for by the council of the country", by=STAFF, at=AT)

    with pytest.raises(NotPossible, match="keeps-nobody-here"):
        begin(community())
    assert not Person.objects.exists()
    begin(community("Maison", country="FR"))
