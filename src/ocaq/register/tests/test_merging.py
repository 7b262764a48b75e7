"""Two entries found to be one: offered, merged, parted, never offered again."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from ocaq.accounts.commands import end_role, grant_role, open_account
from ocaq.accounts.models import RoleGrant
from ocaq.accounts.public import acting
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible
from ocaq.kernel.sealing import mark
from ocaq.register.commands.activity import report_activity
from ocaq.register.commands.changes import write
from ocaq.register.commands.consents import hide_posts_of
from ocaq.register.commands.erasing import erase_person
from ocaq.register.commands.merging import answer_likeness, merge_bodies, merge_people, undo_merge
from ocaq.register.commands.posts import end_post
from ocaq.register.commands.reviewing import agree
from ocaq.register.commands.sweeping import find_likenesses
from ocaq.register.models import Affiliation, Area, Change, Community, Contact, Likeness, Merge, Person, PersonKey, Post
from ocaq.register.queries.counting import tally
from ocaq.register.queries.desk import reviews
from ocaq.register.queries.likeness import merges, open_pairs, pair_by_ref, pairs
from ocaq.register.queries.page import community_page
from ocaq.register.queries.renewal import due
from ocaq.register.queries.scope import within
from ocaq.register.rules.activity import after, quarter_of
from ocaq.register.rules.keys import keys_of
from ocaq.register.tests.makers import AT, STAFF, community, coordinator, keeper_of, town
from ocaq.register.tests.test_desk import signed_in

pytestmark = pytest.mark.django_db
WORKER = system("worker")
LATER = AT + timedelta(hours=1)


def body(name: str, **fields) -> Community:
    return community(name, kind=fields.pop("kind", "association"), place=town(), **fields)


def person(name: str, at: Community, *, office: str = "chair", email: str = "", **more) -> Person:
    made = Person.objects.create(
        name=name, email=email, email_mark=mark(email) if email else "", created_at=AT, changed_at=AT, **more
    )
    PersonKey.objects.bulk_create(PersonKey(named=made, key=key) for key in keys_of(name))
    Post.objects.create(community=at, holder=made, office=office, starts_on=date(2020, 1, 1))
    return made


@pytest.fixture
def two() -> tuple[Community, Community]:
    return (
        body("“Çinar” Azərbaycan Birliyi", phone=["+49301234567"]),
        body("Объединение «Чинар»", phone=["+49307654321"], email=["a@cinar.example"]),
    )


def swept() -> Likeness:
    find_likenesses(by=WORKER, at=AT)
    return Likeness.objects.get()


def facts(kind: str) -> list[dict]:
    return [json.loads(text)["facts"] for text in Entry.objects.filter(kind=kind).values_list("body", flat=True)]


def test_the_night_offers_bodies_of_one_place_and_kind_once(two) -> None:
    community("“Çinar” Birliyi", kind="association", country="PL", place=town("Warszawa", "PL", 52.2, 21.0))
    body("“Çinar” məktəbi", kind="school")
    body("“Palıd” Birliyi")

    pair = swept()
    assert find_likenesses(by=WORKER, at=AT) == 0

    assert {pair.one_id, pair.other_id} == {two[0].pk, two[1].pk}
    assert (pair.about, pair.code, pair.country) == ("bodies", "same-own-name", "DE")
    with pytest.raises(NotAllowed):
        find_likenesses(by=keeper_of(two[0]), at=AT)


def test_what_is_no_longer_alike_is_no_longer_offered(two) -> None:
    swept()
    two[1].names.update(text="Общество «Дуб»")

    find_likenesses(by=WORKER, at=AT)

    assert not Likeness.objects.exists()


def test_bodies_reached_alike_are_offered() -> None:
    body("“Çinar” Birliyi", web=["https://cinar.example"])
    body("Birlik", web=["https://cinar.example"])

    assert swept().code == "same-line"


def test_one_gets_all_of_the_other_and_both_are_kept(two) -> None:
    kept, absorbed = two
    holder = person("Aynur Narlı", absorbed)
    absorbed.verifications.create(group="hours", at=AT, by="user:9", office="body")

    merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)

    absorbed.refresh_from_db()
    assert absorbed.absorbed_into == kept
    assert set(kept.names.values_list("text", flat=True)) == {"“Çinar” Azərbaycan Birliyi", "Объединение «Чинар»"}
    assert set(kept.contacts.values_list("value", flat=True)) == {"+49301234567", "+49307654321", "a@cinar.example"}
    assert kept.posts.get().holder == holder
    assert kept.verifications.filter(group="hours").exists()
    assert absorbed.names.get().text == "Объединение «Чинар»"
    assert absorbed.contacts.count() == 2
    assert facts("register.community.merged") == [{"absorbed": absorbed.ref, "posts": 1}]
    assert facts("register.community.stands")[-1]["state"] == "absorbed"
    assert pairs(about="bodies", page=1, by=STAFF, at=AT) == ([], 0)
    assert find_likenesses(by=WORKER, at=AT) == 0


def test_two_found_to_be_one_are_counted_once_and_asked_once(two) -> None:
    quarter = after(quarter_of(AT.date()), -1)
    for one in two:
        report_activity(community=one.ref, quarter=quarter, counts={"events": 3}, key=one.ref, by=STAFF, at=AT)
    Community.objects.update(created_at=AT - timedelta(days=400))
    Contact.objects.create(community=two[0], way="email", value="b@cinar.example")
    assert len(due(at=AT, most=9)) == 2
    merge = merge_bodies(ref=swept().ref, keep=two[0].ref, by=STAFF, at=AT)

    assert tally("network")["register.communities"] == 1
    assert tally("network")["register.by_country"] == ("de:1",)
    assert tally(quarter)["register.events"] == 3
    assert due(at=AT, most=9) == [two[0].ref]
    undo_merge(ref=merge, by=STAFF, at=LATER)
    assert (tally("network")["register.communities"], tally(quarter)["register.events"]) == (2, 6)


def test_two_found_to_be_one_are_one_member_and_one_council(two) -> None:
    one, other = (community(name, kind="council", country="AT") for name in ("Dunay Şurası", "Совет Балтики"))
    for council in (one, other):
        Area.objects.create(council=council, country="DE", starts_on="2020-01-01")
        for member in two:
            Affiliation.objects.create(member=member, umbrella=council, starts_on=AT.date())
    merge_bodies(ref=swept().ref, keep=two[0].ref, by=STAFF, at=AT)
    Community.objects.filter(pk=other.pk).update(absorbed_into=one)

    assert [tie.slug for tie in community_page(one.slug, at=AT).members] == [two[0].slug]
    page = community_page(two[0].slug, at=AT)
    assert [tie.slug for tie in page.umbrellas] == [tie.slug for tie in page.councils] == [one.slug]


def test_parted_each_has_what_it_had_and_they_are_not_offered_again(two) -> None:
    kept, absorbed = two
    person("Aynur Narlı", absorbed)
    merge = merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)
    assert [row.ref for row in merges(by=STAFF, at=AT)] == [merge]

    undo_merge(ref=merge, by=STAFF, at=AT)

    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert absorbed.absorbed_into is None
    assert (kept.posts.count(), absorbed.posts.count()) == (0, 1)
    assert list(kept.names.values_list("text", flat=True)) == ["“Çinar” Azərbaycan Birliyi"]
    assert list(kept.contacts.values_list("value", flat=True)) == ["+49301234567"]
    assert find_likenesses(by=WORKER, at=AT) == 0
    assert open_pairs(by=STAFF, at=AT) == 0
    assert facts("register.community.stands")[-1]["state"] == "active"
    with pytest.raises(NotPossible, match="merge-undone"):
        undo_merge(ref=merge, by=STAFF, at=AT)


def test_two_who_are_two_are_never_offered_again_and_later_comes_back(two) -> None:
    pair = swept()

    answer_likeness(ref=pair.ref, is_later=True, by=STAFF, at=AT)
    assert [row.answer for row in pairs(about="bodies", page=1, by=STAFF, at=AT)[0]] == ["later"]
    answer_likeness(ref=pair.ref, by=STAFF, at=AT)
    find_likenesses(by=WORKER, at=AT)

    assert pairs(about="bodies", page=1, by=STAFF, at=AT) == ([], 0)
    for act in (merge_bodies, merge_people):
        with pytest.raises((NotPossible, NotFound)):
            act(ref=pair.ref, keep=two[0].ref, by=STAFF, at=AT)


def test_only_whoever_looks_after_both_sees_and_answers_a_pair(two) -> None:
    pair = swept()
    for other in (keeper_of(two[0]), coordinator("country", "PL")):
        with pytest.raises((NotAllowed, NotFound)):
            pair_by_ref(pair.ref, by=other, at=AT)
        with pytest.raises(NotAllowed):
            merge_bodies(ref=pair.ref, keep=two[0].ref, by=other, at=AT)
        with pytest.raises(NotAllowed):
            answer_likeness(ref=pair.ref, by=other, at=AT)
    assert pair_by_ref(pair.ref, by=coordinator("country", "DE"), at=AT).ref == pair.ref
    with pytest.raises(NotFound, match="no-such-community"):
        merge_bodies(ref=pair.ref, keep="nobody", by=STAFF, at=AT)


def test_a_merge_reaches_no_third_entry(two) -> None:
    third = body("Chinar Union")
    find_likenesses(by=WORKER, at=AT)
    first, second, *_ = Likeness.objects.filter(one_id=two[0].pk).order_by("other_id")
    merge_bodies(ref=first.ref, keep=two[0].ref, by=STAFF, at=AT)

    with pytest.raises(NotPossible, match="merge-of-absorbed"):
        merge_bodies(ref=second.ref, keep=third.ref, by=STAFF, at=AT)


def people_of(two) -> tuple[Person, Person]:
    return (
        person("Aynur Narlı", two[0], email="aynur@example.org"),
        person("Айнур Нарлы", two[1], email="aynur@example.org", phone="+49300000000"),
    )


def people_pair() -> Likeness:
    find_likenesses(by=WORKER, at=AT)
    return Likeness.objects.get(about="people")


def test_people_with_one_address_and_like_names_are_offered_and_relatives_are_not(two) -> None:
    one, other = people_of(two)
    person("Tural Narlı", two[0], office="deputy", email="aynur@example.org")

    pair = people_pair()

    assert (pair.one_id, pair.other_id) == (one.pk, other.pk)


def test_people_are_merged_by_a_person_and_parted_again(two) -> None:
    one, other = people_of(two)
    merge = merge_people(ref=people_pair().ref, keep=one.ref, by=STAFF, at=AT)

    one.refresh_from_db()
    assert one.posts.count() == 2
    assert one.phone == "+49300000000"
    assert set(one.keys.values_list("key", flat=True)) >= set(keys_of("Айнур Нарлы"))
    assert Person.objects.filter(pk=other.pk, name="Айнур Нарлы").exists()

    undo_merge(ref=merge, by=STAFF, at=AT)

    one.refresh_from_db()
    assert (one.posts.count(), other.posts.count(), one.phone) == (1, 1, "")
    assert other.keys.exists()
    assert Entry.objects.filter(kind="register.person.parted").count() == 2


def test_one_post_held_twice_stays_with_each(two) -> None:
    one = person("Aynur Narlı", two[0], email="a@example.org")
    other = person("Aynur Narlı", two[0], email="a@example.org")

    merge_people(ref=people_pair().ref, keep=one.ref, by=STAFF, at=AT)

    assert (one.posts.count(), other.posts.count()) == (1, 1)


def test_who_is_erased_is_erased_under_both_entries(two) -> None:
    one, _ = people_of(two)
    merge_people(ref=people_pair().ref, keep=one.ref, by=STAFF, at=AT)

    erase_person(ref=one.ref, by=STAFF, at=AT)

    assert not Person.objects.exists()
    assert not Merge.objects.exists()
    assert not Likeness.objects.filter(about="people").exists()
    assert Entry.objects.filter(kind="register.person.erased").count() == 2


def test_whoever_does_not_look_after_both_merges_no_people(two) -> None:
    abroad = community("Varşava Evi", country="PL", place=town("Warszawa", "PL", 52.2, 21.0))
    one = person("Aynur Narlı", two[0], email="a@example.org")
    person("Айнур Нарлы", abroad, email="a@example.org")
    pair = people_pair()

    for other in (coordinator("country", "DE"), keeper_of(two[0])):
        with pytest.raises(NotAllowed):
            merge_people(ref=pair.ref, keep=one.ref, by=other, at=AT)
        with pytest.raises((NotAllowed, NotFound)):
            pair_by_ref(pair.ref, by=other, at=AT)


def test_a_pair_is_answered_on_a_page_without_script(two) -> None:
    people_of(two)
    find_likenesses(by=WORKER, at=datetime(2026, 3, 2, tzinfo=UTC))
    staff = signed_in("staff", "staff")
    bodies, people = (Likeness.objects.get(about=about) for about in ("bodies", "people"))

    page = staff.get("/desk/register/likeness/").content.decode()
    assert f"/desk/register/likeness/{bodies.ref}/" in page
    assert "Sort and own name are the same" in page
    side_by_side = staff.get(f"/desk/register/likeness/{people.ref}/").content.decode()
    assert '<bdi class="ltr">aynur@example.org</bdi>' in side_by_side
    assert '<bdi class="ltr">+49 30 0000000</bdi>' in side_by_side
    of_bodies = staff.get(f"/desk/register/likeness/{bodies.ref}/").content.decode()
    assert '<bdi class="ltr">+49 30 7654321</bdi>' in of_bodies
    assert '<bdi class="ltr">a@cinar.example</bdi>' in of_bodies

    staff.post(f"/desk/register/likeness/{bodies.ref}/", {"answer": two[0].ref})
    staff.post(f"/desk/register/likeness/{people.ref}/", {"answer": "two"})
    assert list(Likeness.objects.order_by("about").values_list("answer", flat=True)) == ["one", "two"]
    staff.post(f"/desk/register/merges/{Merge.objects.get().ref}/undoing/")
    assert Merge.objects.get().undone_at is not None


def test_a_pair_of_people_shows_the_posts_in_sight_only(two) -> None:
    one, _ = people_of(two)
    abroad = community("Varşava Evi", country="PL", place=town("Warszawa", "PL", 52.2, 21.0))
    Post.objects.create(community=abroad, holder=one, office="teacher", starts_on=date(2020, 1, 1))
    pair = people_pair()

    def offices(by) -> set[str]:
        row = pair_by_ref(pair.ref, by=by, at=AT)
        return {office for side in (row.one, row.other) for _, office, _ in side.facts["posts"]}

    assert offices(STAFF) == {"chair", "teacher"}
    assert offices(coordinator("country", "DE")) == {"chair"}


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_consent_taken_back_under_one_entry_hides_what_went_to_the_other(two, is_forgotten) -> None:
    one, other = people_of(two)
    Post.objects.update(public_until=date(2027, 1, 1))
    merge_people(ref=people_pair().ref, keep=one.ref, by=STAFF, at=AT)
    if is_forgotten:
        Merge.objects.update(moved={})

    hide_posts_of(subject=other.subject, by=STAFF, at=AT)

    shown = set(Post.objects.exclude(public_until=None).values_list("community__ref", flat=True))
    assert shown == (set() if is_forgotten else {two[0].ref})


def test_a_merge_whose_moves_are_forgotten_is_not_undone(two) -> None:
    one, _ = people_of(two)
    merged = [
        merge_people(ref=people_pair().ref, keep=one.ref, by=STAFF, at=AT),
        merge_bodies(ref=Likeness.objects.get(about="bodies").ref, keep=two[0].ref, by=STAFF, at=AT),
    ]
    assert len(merges(by=STAFF, at=AT)) == 2
    Merge.objects.update(moved={})

    assert merges(by=STAFF, at=AT) == []
    for ref in merged:
        with pytest.raises(NotPossible, match="merge-forgotten"):
            undo_merge(ref=ref, by=STAFF, at=AT)


def _keeps(entry: Community, email: str, *, post: str = "") -> Actor:
    user_id = open_account(email=email, by=WORKER, at=AT)
    told = {"role": "coordinator", "scope": "community", "place": entry.ref, "post": post}
    grant_role(user_id=user_id, **told, by=WORKER, at=AT, tell=False)
    return acting(f"user:{user_id}", at=AT)


def _sees(actor: Actor) -> set[str]:
    return set(within(acting(actor.ref, at=LATER), at=LATER).values_list("ref", flat=True))


def test_keepers_follow_to_the_entry_that_is_kept_and_back(two) -> None:
    kept, absorbed = two
    person("Aygün Çinarlı", absorbed, office="coordinator")
    post = absorbed.posts.get()
    theirs = _keeps(absorbed, "theirs@people.example", post=post.ref)
    both = _keeps(absorbed, "both@people.example")
    grant_role(user_id=both.user_id, role="coordinator", scope="community", place=kept.ref, by=WORKER, at=AT)

    merge = merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)

    assert _sees(theirs) == _sees(both) == {kept.ref}
    grant = RoleGrant.objects.get(user_id=theirs.user_id, ends_at=None)
    assert (grant.place, grant.post) == (kept.ref, post.ref)
    # What was held where stays told: the entries written then sealed that place.
    old = RoleGrant.objects.get(user_id=theirs.user_id, place=absorbed.ref)
    assert (old.ends_at, bytes(old.salt) == bytes(grant.salt)) == (AT, False)

    undo_merge(ref=merge, by=STAFF, at=LATER)

    assert _sees(theirs) == {absorbed.ref}
    assert _sees(both) == {kept.ref, absorbed.ref}


def test_a_role_that_ended_after_a_merge_does_not_come_back(two) -> None:
    kept, absorbed = two
    theirs = _keeps(absorbed, "theirs@people.example")
    merge = merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)
    end_role(grant_id=RoleGrant.objects.get(ends_at=None).pk, by=WORKER, at=AT)

    undo_merge(ref=merge, by=STAFF, at=LATER)

    assert _sees(theirs) == set()


def test_a_role_follows_the_post_that_both_entries_have(two) -> None:
    kept, absorbed = two
    person("Aygün Çinarlı", kept)
    Post.objects.create(community=absorbed, holder=kept.posts.get().holder, office="chair", starts_on=date(2021, 1, 1))
    theirs = _keeps(absorbed, "theirs@people.example", post=absorbed.posts.get().ref)

    merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)
    end_post(post=kept.posts.get().ref, ends_on=AT.date(), key="end", by=STAFF, at=AT)

    assert _sees(theirs) == set()


def test_what_waits_for_an_answer_goes_along_and_back(two) -> None:
    kept, absorbed = two
    keeper = keeper_of(absorbed)
    first, second = (
        write(
            ref=absorbed.ref, version=absorbed.version, group="names", fields={"founded": year}, key=year,
            by=keeper, at=AT,
        ).change
        for year in ("1998", "1999")
    )  # fmt: skip
    council = coordinator("country", "DE")

    merge = merge_bodies(ref=swept().ref, keep=kept.ref, by=STAFF, at=AT)

    assert {(row.ref, row.community) for row in reviews(by=council, at=AT)} == {(first, kept.ref), (second, kept.ref)}
    agree(change=first, version=Community.objects.get(pk=kept.pk).version, by=council, at=AT)
    assert Community.objects.get(pk=kept.pk).founded == "1998"

    undo_merge(ref=merge, by=STAFF, at=LATER)

    assert [(row.ref, row.community) for row in reviews(by=council, at=LATER)] == [(second, absorbed.ref)]
    assert Change.objects.get(ref=first).community_id == kept.pk


def test_a_desk_page_kept_from_before_a_merge_leads_to_the_entry_that_stands(two) -> None:
    kept, absorbed = two
    Community.objects.filter(pk=absorbed.pk).update(absorbed_into=kept)

    answer = signed_in("staff", "staff").get(f"/desk/register/{absorbed.ref}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/register/{kept.ref}/")
    Community.objects.filter(pk=kept.pk).update(country="FR")
    assert signed_in("berlin", scope="country", place="DE").get(f"/desk/register/{absorbed.ref}/").status_code == 404
