"""Roles for communities: who gives them for what, from which words, and when they end by themselves."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ocaq.accounts.commands import grant_role, grant_role_to, open_account
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.queries import grants_of, role_holders
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotPossible
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail
from ocaq.register.commands.affiliating import give_area
from ocaq.register.commands.changes import write
from ocaq.register.commands.erasing import erase_person
from ocaq.register.commands.posts import Holder, begin_post, end_post
from ocaq.register.models import Community, Post
from ocaq.register.tests.makers import STAFF, community, coordinator, town

pytestmark = pytest.mark.django_db
BY = system("test")


@pytest.fixture
def council(db: None) -> Community:
    """One seated in Vienna that spans Germany and Switzerland."""
    made = community("Mərkəz Şurası", kind="council", country="AT")
    for country in ("DE", "CH"):
        give_area(council=made.ref, country=country, starts_on=date(2020, 1, 1), by=STAFF, at=clock.now())
    return made


def _post(body: Community, name: str = "Aygün Çinarlı", office: str = "coordinator") -> Post:
    day = date(2024, 5, 3)
    begin_post(
        community=body.ref, holder=Holder(name=name), office=office, starts_on=day, key=f"{body.ref}{name}"[:40],
        by=STAFF, at=clock.now(),
    )  # fmt: skip
    return Post.objects.get(community=body, holder__name=name)


def _give(by: Actor, **told: Any) -> int:
    return grant_role_to(**{"email": "new@people.example", "role": "coordinator"} | told, by=by, at=clock.now())


def _account(role: str, scope: str, place: str) -> User:
    user_id = open_account(email=f"{role}.{place or 'all'}@people.example".lower(), by=BY, at=clock.now())
    grant_role(user_id=user_id, role=role, scope=scope, place=place, by=BY, at=clock.now(), tell=False)
    return User.objects.get(pk=user_id)


def test_nobody_gives_more_than_they_hold(council: Community) -> None:
    house, abroad = community("Berlin Evi"), community("Paris Evi", country="FR")
    wide = community("Qərb Şurası", kind="council", country="DE")
    give_area(council=wide.ref, country="FR", starts_on=date(2020, 1, 1), by=STAFF, at=clock.now())
    spanning, german = coordinator("community", council.ref), coordinator("country", "DE")
    own = coordinator("community", house.ref)
    of = {"house": house, "abroad": abroad, "wide": wide, "council": council}
    may = {
        "staff": (STAFF, {"house", "abroad", "wide", "council", "country", "institution"}),
        "whole": (coordinator(), {"house", "abroad", "wide", "council", "country"}),
        "council": (spanning, {"house"}),
        "country": (german, {"house"}),
        "house": (own, set()),
        "crew": (Actor("user:5", frozenset({Grant("crew")})), set()),
    }
    wrong = []
    for who, (actor, allowed) in may.items():
        for what in (*of, "country", "institution"):
            scope = "community" if what in of else what
            place = of[what].ref if what in of else {"country": "DE"}.get(what, "")
            try:
                _give(actor, email=f"{who}.{what}@people.example", scope=scope, place=place)
            except NotAllowed:
                given = False
            else:
                given = True
            wrong += [f"{who} gives {what}: {given}"] if given != (what in allowed) else []
    assert wrong == []
    with pytest.raises(NotAllowed):
        _give(spanning, role="staff")
    assert not User.objects.filter(email__startswith="house.").exists()  # nobody is opened for nothing


def test_roles_in_sight_are_those_one_could_give(client: Client, council: Community) -> None:
    house, abroad = community("Berlin Evi"), community("Paris Evi", country="FR")
    for body in (house, abroad, council):
        _give(STAFF, email=f"{body.ref}@people.example", scope="community", place=body.ref)
    there = RoleGrant.objects.get(place=abroad.ref)
    keeper = _account("coordinator", "community", council.ref)
    actor = Actor(f"user:{keeper.pk}", grants_of(user_id=keeper.pk, at=clock.now()))
    assert [row.place for row in role_holders(by=actor, at=clock.now())] == [house.ref]
    client.force_login(keeper)
    page = client.get("/desk/people/").content.decode()
    assert "Berlin Evi" in page
    assert "Paris Evi" not in page
    assert client.get(f"/desk/people/roles/{there.pk}/end/").status_code == 404
    assert client.post(f"/desk/people/roles/{there.pk}/kept/").status_code == 403
    there.refresh_from_db()
    assert there.kept_at is None
    client.force_login(_account("coordinator", "community", house.ref))
    assert client.get("/desk/people/").status_code == 403
    assert "/desk/people/" not in client.get("/desk/").content.decode()


def test_a_name_finds_communities_and_an_unclear_one_is_asked_about(client: Client, council: Community) -> None:
    place = town()
    first, second = community("Azərbaycan Evi", place=place), community("Azərbaycan Evi Bremen")
    community("Azərbaycan Evi Lyon", country="FR")
    post = _post(first)
    client.force_login(_account("coordinator", "community", council.ref))
    asked = {"email": "new@people.example", "role": "coordinator", "scope": "community", "community": "azərbaycan evi"}
    page = client.post("/desk/people/grant/", asked)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nothing is given yet" in text
    assert "Azərbaycan Evi · Berlin, Germany · Coordinator since 3 May 2024" in text
    assert "Azərbaycan Evi Bremen · Germany · without a post" in text
    assert "Lyon" not in text
    assert not RoleGrant.objects.filter(place__in=[first.ref, second.ref]).exists()
    assert client.post("/desk/people/grant/", asked | {"ground": f"{first.ref}:{post.ref}"}).status_code == 302
    assert RoleGrant.objects.get(place=first.ref).post == post.ref
    letter = Mail.objects.get(to_mark=mark("new@people.example")).text
    assert "Azərbaycan Evi" in letter
    assert "It ends with the post because of which you have it." in letter


def test_one_community_without_posts_needs_no_second_step(client: Client) -> None:
    house = community("Bərlin Evi")
    client.force_login(_account("staff", "institution", ""))
    asked = {"email": "new@people.example", "role": "coordinator", "scope": "community", "community": "Bərlin"}
    assert client.post("/desk/people/grant/", asked | {"community": "Nowhere"}).status_code == 422
    assert client.post("/desk/people/grant/", asked | {"community": " "}).status_code == 422
    assert client.post("/desk/people/grant/", asked | {"ground": "k7mn4pqr2stv"}).status_code == 422
    assert client.post("/desk/people/grant/", asked).status_code == 302
    assert RoleGrant.objects.get(place=house.ref).post == ""


def test_a_role_ends_with_its_post(council: Community) -> None:
    house = community()
    post = _post(house)
    grant_id = _give(STAFF, scope="community", place=house.ref, post=post.ref)
    other = _give(STAFF, email="other@people.example", scope="community", place=house.ref)
    end_post(post=post.ref, ends_on=clock.now().date(), key="end", by=STAFF, at=clock.now())
    grant = RoleGrant.objects.select_related("user").get(pk=grant_id)
    assert grant.ends_at is not None
    assert grant.ends_at <= clock.now()
    assert Mail.objects.filter(to_mark=mark(grant.user.email), template="accounts_role_ended").count() == 1
    assert RoleGrant.objects.get(pk=other).ends_at is None
    with pytest.raises(NotPossible) as refused:
        _give(STAFF, scope="community", place=house.ref, post=post.ref)
    assert refused.value.code == "role-post-over"


def test_a_post_that_ends_later_takes_the_role_along_then() -> None:
    house = community()
    post = _post(house)
    grant_id = _give(STAFF, scope="community", place=house.ref, post=post.ref)
    later = (clock.now() + timedelta(days=30)).date()
    end_post(post=post.ref, ends_on=later, key="end", by=STAFF, at=clock.now())
    grant = RoleGrant.objects.get(pk=grant_id)
    assert grant.ends_at is not None
    assert grant.ends_at.date() == later
    letter = Mail.objects.get(template="accounts_role_ended")
    assert "Your role ends:" in letter.text


@pytest.mark.parametrize("kind", ["house", "council"])
def test_roles_end_when_a_community_closes(kind: str) -> None:
    body = community(kind=kind)
    post = _post(body, office="secretary")
    _give(STAFF, scope="community", place=body.ref, post=post.ref)
    _give(STAFF, email="other@people.example", scope="community", place=body.ref)
    elsewhere = _give(STAFF, email="else@people.example", scope="community", place=community("Başqa Ev").ref)
    closed = {
        "state": {
            "state": "closed",
            "since": clock.now().date().isoformat(),
            "source": "Letter of 3 May",
            "decision": None,
        }
    }
    write(ref=body.ref, version=body.version + 1, group="names", fields=closed, key="close", by=STAFF, at=clock.now())
    open_now = RoleGrant.objects.filter(ends_at=None).values_list("pk", flat=True)
    assert list(open_now) == [elsewhere]


def test_a_role_ends_when_whoever_held_the_post_is_erased() -> None:
    house = community()
    post = _post(house)
    grant_id = _give(STAFF, scope="community", place=house.ref, post=post.ref)
    erase_person(ref=post.holder.ref, by=STAFF, at=clock.now())
    assert RoleGrant.objects.get(pk=grant_id).ends_at is not None
