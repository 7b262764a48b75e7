"""The yearly look: who is asked when, and the page that a link opens on a phone."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from ocaq.evidence.models import Entry
from ocaq.kernel import clock, links
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import Expired, NotAllowed, NotFound, NotPossible
from ocaq.mail.models import Mail
from ocaq.privacy.public import Holder as Owner
from ocaq.register.commands.changes import write
from ocaq.register.commands.correcting import move_address
from ocaq.register.commands.posts import Holder, begin_post, end_post
from ocaq.register.commands.renewing import ask_to_renew
from ocaq.register.commands.verifying import verify
from ocaq.register.jobs import ask_keepers
from ocaq.register.models import Change, Community, Group, Person, Post, Renewal
from ocaq.register.queries.renewal import bearer_of, due
from ocaq.register.tests.makers import STAFF, community, coordinator
from ocaq.register.tests.test_desk import boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Community:
    return community(email=["office@house.example"], hours=[[0, "10:00", "18:00"]])


def link(house: Community) -> str:
    ref = ask_to_renew(community=house.ref, by=STAFF, at=clock.now())
    return f"/register/renew/{links.secret('renewal', ref)}/"


def test_the_mail_goes_to_a_holder_of_a_post_and_its_link_opens_the_entry(house) -> None:
    begin_post(
        community=house.ref,
        holder=Holder(name="Aynur Çinarlı", email="aynur@people.example", language="az"),
        office="coordinator",
        starts_on=clock.now().date(),
        key="k",
        by=STAFF,
        at=clock.now(),
    )
    ask_to_renew(community=house.ref, by=STAFF, at=clock.now())

    mail = Mail.objects.get(template="register_renewal")
    assert (mail.to, mail.language) == ("aynur@people.example", "az")
    path = re.search(r"/register/renew/[^/]+/", mail.text).group()
    assert Client().get(path).status_code == 200
    assert Renewal.objects.get().secret_digest not in path


def test_a_keeper_says_of_each_part_that_it_is_still_right(house) -> None:
    path = link(house)
    browser = Client()

    for left, group in enumerate(reversed(Group.values)):
        assert browser.get(path).context["left"] == len(Group.values) - left
        assert browser.post(path, {"group": group}).status_code == 302
    assert browser.get(path).context["left"] == 0
    house.refresh_from_db()
    assert house.verified_at is not None
    assert Renewal.objects.get().answered_at is not None
    assert set(house.verifications.values_list("office", flat=True)) == {"renewal"}
    entry = Entry.objects.filter(kind="register.community.verified").first()
    assert '"by":"keeper"' in entry.body
    assert browser.post(path, {"group": "work"}).status_code == 302  # again is no harm


def test_a_keeper_changes_hours_at_once_and_a_name_after_a_review(house) -> None:
    path = link(house)
    browser = Client()

    told = {**boxes(browser.get(f"{path}hours/")), "day_0": "11-19"}
    assert browser.post(f"{path}hours/", told).status_code == 302
    assert f"{house.hours.get().opens:%H:%M}" == "11:00"
    named = {**boxes(browser.get(f"{path}names/")), "founded": "1998"}
    assert browser.post(f"{path}names/", named).status_code == 302
    assert Change.objects.get(state="waiting").by.startswith("renewal:")
    assert browser.get(path).context["left"] == 4
    wrong = browser.post(f"{path}hours/", {**told, "key": "other", "day_0": "late"})
    assert wrong.status_code == 422
    assert "late" in wrong.content.decode()


def test_two_who_change_one_text_read_both(house) -> None:
    path = link(house)
    browser, other = Client(), Client()
    mine, theirs = (boxes(one.get(f"{path}work/")) for one in (browser, other))
    other.post(f"{path}work/", {**theirs, "about_az": "Xor."})
    answer = browser.post(f"{path}work/", {**mine, "about_az": "Rəqs."})

    assert answer.status_code == 409
    assert "Xor." in answer.content.decode()
    assert "Rəqs." in answer.content.decode()


def test_a_link_opens_one_community_for_sixty_days(house) -> None:
    other = community("Məktəb", email=["a@b.example"])
    path = link(house)
    secret = path.split("/")[-2]
    bearer = bearer_of(secret, at=clock.now())

    with pytest.raises(NotAllowed, match="not-your-community"):
        verify(ref=other.ref, groups=["work"], by=bearer.actor, at=clock.now())
    with pytest.raises(NotFound, match="renewal-unknown"):
        bearer_of("x" * 32, at=clock.now())
    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(secret, at=clock.now() + timedelta(days=60))
    Renewal.objects.update(expires_at=clock.now())
    assert Client().get(path).status_code == 410
    assert Client().get(f"/register/renew/{'x' * 32}/").status_code == 404
    assert Client().get(f"{path}nothing/").status_code in {404, 410}


def test_who_cannot_be_asked(house) -> None:
    with pytest.raises(NotPossible, match="nobody-to-ask"):
        ask_to_renew(community=community("Ev").ref, by=STAFF, at=clock.now())
    with pytest.raises(NotAllowed):
        ask_to_renew(community=house.ref, by=coordinator("country", "FR"), at=clock.now())
    Community.objects.filter(pk=house.pk).update(state="closed")
    with pytest.raises(NotPossible, match="community-closed"):
        ask_to_renew(community=house.ref, by=STAFF, at=clock.now())


def test_the_worker_asks_a_month_before_an_entry_greys_and_then_every_four_weeks(house) -> None:
    now = clock.now()
    community("Ev")  # nobody reaches it
    young = community("Yeni ev", email=["new@house.example"])
    Community.objects.filter(pk=young.pk).update(created_at=now)
    for days, asked in ((329, 0), (331, 1)):
        Community.objects.filter(pk=house.pk).update(verified_at=now - timedelta(days=days))
        assert len(due(at=now, most=9)) == asked
    Community.objects.filter(pk=house.pk).update(verified_at=None, created_at=now - timedelta(days=400))
    assert ask_keepers() == 1
    assert ask_keepers() == 0
    assert due(at=now + timedelta(days=27), most=9) == []
    assert due(at=now + timedelta(days=29), most=9) == [house.ref]


def test_a_link_ends_with_a_newer_one_and_one_just_sent_is_sent_once(house) -> None:
    at = clock.now()
    first = ask_to_renew(community=house.ref, by=STAFF, at=at)
    assert ask_to_renew(community=house.ref, by=STAFF, at=at + timedelta(minutes=9)) == first
    assert Mail.objects.filter(template="register_renewal").count() == 1

    second = ask_to_renew(community=house.ref, by=STAFF, at=at + timedelta(minutes=11))

    assert second != first
    assert bearer_of(links.secret("renewal", second), at=at).renewal == second
    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(links.secret("renewal", first), at=at)


def link_to_holder(house: Community, at: datetime) -> str:
    """Return the secret of a link that a coordinator was mailed."""
    begin_post(
        community=house.ref,
        holder=Holder(name="Aynur Çinarlı", email="aynur@people.example"),
        office="coordinator",
        starts_on=at.date() - timedelta(days=9),
        key="k",
        by=STAFF,
        at=at,
    )
    return links.secret("renewal", ask_to_renew(community=house.ref, by=STAFF, at=at))


def test_a_link_ends_with_the_post_of_whom_it_was_sent_to(house) -> None:
    at = clock.now()
    secret = link_to_holder(house, at)
    assert bearer_of(secret, at=at).community == house.ref

    end_post(post=Post.objects.get().ref, ends_on=at.date(), key="e", by=STAFF, at=at)

    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(secret, at=at)
    ask_to_renew(community=house.ref, by=STAFF, at=at)
    assert Mail.objects.filter(template="register_renewal").latest("pk").to == "office@house.example"


def test_a_link_ends_when_its_address_is_taken_off_the_entry(house) -> None:
    at = clock.now()
    secret = links.secret("renewal", ask_to_renew(community=house.ref, by=STAFF, at=at))
    lines(house, ["office@house.example", "door@house.example"], by=STAFF)
    assert bearer_of(secret, at=at).community == house.ref

    lines(house, ["door@house.example"], by=STAFF)

    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(secret, at=at)
    assert Client().get(f"/register/renew/{secret}/").status_code == 410
    again = links.secret("renewal", ask_to_renew(community=house.ref, by=STAFF, at=at))
    assert bearer_of(again, at=at).community == house.ref


def test_who_writes_a_new_address_by_the_link_goes_on_until_somebody_else_does(house) -> None:
    path = link(house)
    secret, browser = path.split("/")[-2], Client()
    told = {**boxes(browser.get(f"{path}contacts/")), "email": "new@house.example"}
    assert browser.post(f"{path}contacts/", told).status_code == 302
    assert browser.get(path).status_code == 200

    lines(house, ["newer@house.example"], by=STAFF)

    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(secret, at=clock.now())


def test_a_link_at_an_address_that_its_holder_left_opens_nothing(house) -> None:
    at = clock.now()
    secret = link_to_holder(house, at)
    person = Person.objects.get()
    holder = Owner(addresses=frozenset({"aynur@people.example"}))
    assert bearer_of(secret, at=at).community == house.ref

    move_address(holder=holder, person=person.ref, address="aynur@new.example", by=STAFF, at=at)

    with pytest.raises(Expired, match="renewal-over"):
        bearer_of(secret, at=at)


def lines(house: Community, addresses: list[str], *, by: Actor) -> None:
    version = Community.objects.get(pk=house.pk).version
    write(
        ref=house.ref, version=version, group="contacts", fields={"email": addresses}, key=new_ref(), by=by,
        at=clock.now(),
    )  # fmt: skip
