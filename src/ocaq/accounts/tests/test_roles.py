"""Roles: given and ended by staff, written in evidence, told by mail."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from ocaq.accounts.commands import end_role, grant_role, keep_role, open_account
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.public import enter_as, holders_of, holds
from ocaq.accounts.queries import grants_of, role_holders
from ocaq.accounts.tests.conftest import AT, acting, make_user
from ocaq.design.dates import calendar_day
from ocaq.evidence.commitments import commitment
from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db


def test_a_role_is_given_written_and_told(staff: User) -> None:
    user = make_user("new@people.example", language="az")
    grant_id = grant_role(user_id=user.pk, role="coordinator", scope="country", place="DE", by=acting(staff), at=AT)
    assert grants_of(user_id=user.pk, at=AT) == {Grant("coordinator", "country", "DE")}
    entry = Entry.objects.get(kind="accounts.role.granted", subject=user.subject)
    assert (entry.by, entry.facts) == (f"user:{staff.pk}", {"role": "coordinator", "scope": "country"})
    sealed = {"account": user.pseudonym, "place": "DE", "role": "coordinator", "scope": "country"}
    salt = bytes(RoleGrant.objects.get(pk=grant_id).salt)
    assert json.loads(entry.body)["commit"] == commitment(salt, sealed)
    mail = Mail.objects.get(to_mark=mark(user.email))
    assert (mail.template, mail.language) == ("accounts_role_granted", "az")
    assert "Almaniya" in mail.text


def test_a_role_ends_and_is_no_longer_in_force(staff: User) -> None:
    user = make_user("new@people.example", role="crew")
    grant = RoleGrant.objects.get(user=user)
    end_role(grant_id=grant.pk, by=acting(staff), at=AT)
    assert grants_of(user_id=user.pk, at=AT) == frozenset()
    assert grants_of(user_id=user.pk, at=AT - timedelta(seconds=1)) == {Grant("crew")}
    assert Entry.objects.filter(kind="accounts.role.ended").count() == 1
    assert Mail.objects.get(to_mark=mark(user.email)).template == "accounts_role_ended"
    with pytest.raises(NotPossible) as refused:
        end_role(grant_id=grant.pk, by=acting(staff), at=AT)
    assert refused.value.code == "role-ended"
    grant_role(user_id=user.pk, role="crew", by=acting(staff), at=AT + timedelta(days=1))


@pytest.mark.parametrize("who", ["anonymous", "nobody", "coordinator", "registration", "guardian"])
def test_nobody_but_staff_gives_roles(who: str) -> None:
    user = make_user("new@people.example")
    actor = {
        "anonymous": ANONYMOUS,
        "nobody": Actor(ref="user:99"),
        "registration": Actor(ref="registration:k7m"),
        "guardian": Actor(ref="user:97", grants=frozenset({Grant("guardian")})),
        "coordinator": Actor(ref="user:98", grants=frozenset({Grant("coordinator", "country", "DE")})),
    }[who]
    with pytest.raises(NotAllowed):
        grant_role(user_id=user.pk, role="crew", by=actor, at=AT)
    with pytest.raises(NotAllowed):
        open_account(email="other@people.example", by=actor, at=AT)
    if who != "coordinator":
        with pytest.raises(NotAllowed):
            role_holders(by=actor, at=AT)
    assert not RoleGrant.objects.filter(user=user).exists()


def test_ways_out_of_granting(staff: User) -> None:
    user = make_user("new@people.example", role="crew")
    for kwargs, error in [
        ({"user_id": 999_999, "role": "crew"}, NotFound),
        ({"user_id": user.pk, "role": "crew"}, NotPossible),
        ({"user_id": user.pk, "role": "staff", "scope": "country", "place": "DE"}, NotPossible),
        ({"user_id": user.pk, "role": "coordinator", "scope": "country", "place": "ZZ"}, NotPossible),
    ]:
        with pytest.raises(error):
            grant_role(**kwargs, by=acting(staff), at=AT)  # type: ignore[arg-type]
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(NotPossible) as refused:
        grant_role(user_id=user.pk, role="director", by=acting(staff), at=AT)
    assert refused.value.code == "account-closed"
    with pytest.raises(NotFound):
        end_role(grant_id=999_999, by=acting(staff), at=AT)


def test_staff_cannot_end_their_own_staff_role(staff: User) -> None:
    own = RoleGrant.objects.get(user=staff)
    with pytest.raises(NotPossible) as refused:
        end_role(grant_id=own.pk, by=acting(staff), at=AT)
    assert refused.value.code == "own-staff-role"
    other = make_user("other@people.example", role="staff")
    end_role(grant_id=own.pk, by=acting(other), at=AT)


def test_opening_an_account_twice_finds_the_first(staff: User) -> None:
    first = open_account(email="New@People.example", name="A\u202eB", by=acting(staff), at=AT)
    assert open_account(email="new@people.example ", by=acting(staff), at=AT) == first
    assert User.objects.get(pk=first).name == "AB"
    with pytest.raises(NotValid):
        open_account(email="nothing", by=acting(staff), at=AT)


def test_listing_roles_costs_one_query_and_the_look(staff: User, django_assert_num_queries: object) -> None:
    for number in range(5):
        make_user(f"n{number}@people.example", role="crew")
    actor = acting(staff)
    with django_assert_num_queries(7):  # type: ignore[operator]
        rows = role_holders(by=actor, at=AT)
    assert [row.role for row in rows] == ["staff", *["crew"] * 5]


def test_the_desk_gives_and_ends_a_role(client: Client, staff: User) -> None:
    client.force_login(staff)
    form = _wanted(name="Рауф Чинарлы", role="coordinator", scope="country", country="KZ")
    assert client.post("/desk/people/grant/", form).headers["Location"] == "/desk/people/"
    page = client.get("/desk/people/").content.decode()
    assert "<bdi>Рауф Чинарлы</bdi>" in page
    assert "Kazakhstan" in page
    again = client.post("/desk/people/grant/", form)
    assert again.status_code == 422
    assert "holds this role already" in again.content.decode()
    grant = RoleGrant.objects.get(role="coordinator")
    address = f"/desk/people/roles/{grant.pk}/end/"
    wrong = client.post(address, {"address": "staff@people.example"})
    assert wrong.status_code == 422
    assert "exactly as it stands" in wrong.content.decode()
    assert client.post(address, {"address": "NEW@people.example"}).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_at is not None
    assert client.get(address).status_code == 404


def _wanted(**told: str) -> dict[str, str]:
    return {"email": "new@people.example", **told}


def test_nothing_is_opened_for_a_role_that_cannot_be_given(client: Client, staff: User) -> None:
    client.force_login(staff)
    over = _wanted(role="crew", scope="institution", until="2026-11-01")
    assert "not over yet" in client.post("/desk/people/grant/", over).content.decode()
    for slip in ("9999-12-31", "0202-11-01"):
        assert client.post("/desk/people/grant/", {**over, "until": slip}).status_code == 422
    assert not User.objects.filter(email="new@people.example").exists()


def test_a_role_with_a_last_day_ends_by_itself_and_says_so(client: Client, staff: User) -> None:
    client.force_login(staff)
    last = (clock.now() + timedelta(days=40)).date()
    asked = _wanted(role="crew", scope="institution", until=last.isoformat())
    assert client.post("/desk/people/grant/", asked).status_code == 302
    grant = RoleGrant.objects.get(role="crew")
    assert grant.ends_at == datetime.combine(last + timedelta(days=1), time(), UTC)
    assert grants_of(user_id=grant.user_id, at=grant.ends_at - timedelta(seconds=1))
    assert grants_of(user_id=grant.user_id, at=grant.ends_at) == frozenset()
    said = calendar_day(last)
    assert said in client.get("/desk/people/").content.decode()
    assert f"Its last day is {said}." in Mail.objects.get(to_mark=mark("new@people.example")).text


def test_a_role_that_nothing_ends_is_looked_through_every_year(client: Client, staff: User) -> None:
    crew = make_user("crew@people.example", role="crew")
    grant = RoleGrant.objects.get(user=crew)
    client.force_login(staff)
    RoleGrant.objects.update(starts_at=clock.now() - timedelta(days=364))
    assert "Still right?" not in client.get("/desk/people/").content.decode()
    RoleGrant.objects.filter(pk=grant.pk).update(starts_at=clock.now() - timedelta(days=366))
    assert "Still right?" in client.get("/desk/people/").content.decode()
    assert client.post(f"/desk/people/roles/{grant.pk}/kept/").status_code == 302
    assert "Still right?" not in client.get("/desk/people/").content.decode()
    entry = Entry.objects.get(kind="accounts.role.kept")
    assert (entry.subject, entry.facts) == (crew.subject, {"role": "crew", "scope": "institution"})
    RoleGrant.objects.filter(pk=grant.pk).update(ends_at=clock.now() + timedelta(days=9))
    with pytest.raises(NotPossible) as refused:
        keep_role(grant_id=grant.pk, by=acting(staff), at=clock.now())
    assert refused.value.code == "role-ends-by-itself"


def test_a_country_for_a_role_of_the_house_is_explained_at_its_field(client: Client, staff: User) -> None:
    client.force_login(staff)
    answer = client.post("/desk/people/grant/", _wanted(role="staff", scope="country", country="KZ"))
    assert answer.status_code == 422
    assert "cannot be given for this scope" in answer.content.decode()


@pytest.mark.parametrize("role", ["", "crew", "director", "coordinator", "staff"])
def test_the_desk_is_for_those_with_roles(client: Client, role: str) -> None:
    user = make_user("one@people.example", role=role)
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"
    client.force_login(user)
    assert client.get("/desk/").status_code == (200 if role else 403)
    for address in ("/desk/people/", "/desk/people/grant/"):
        assert client.get(address).status_code == (200 if role in {"staff", "coordinator"} else 403)
    assert client.get("/desk/mail/").status_code == (200 if role == "staff" else 403)
    assert client.post("/desk/mail/retry/").status_code == (302 if role == "staff" else 403)


def test_other_domains_ask_who_holds_a_role() -> None:
    first = make_user("b@people.example", name="Bənövşə", role="director")
    make_user("a@people.example", role="director")
    make_user("c@people.example", role="crew")
    closed = make_user("d@people.example", role="director")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert [holder.name for holder in holders_of("director", at=AT)] == ["Bənövşə", "a"]
    assert holds(f"user:{first.pk}", "director", at=AT)
    for ref in (f"user:{closed.pk}", "user:x", f"user:{10**20}", "user:٣", "anonymous", f"registration:{first.pk}"):
        assert not holds(ref, "director", at=AT)


@pytest.mark.parametrize("mode", ["production", "demo"])
def test_nobody_enters_without_a_code_but_in_the_demonstration(client: Client, settings: object, mode: str) -> None:
    make_user("a@people.example")
    settings.MODE = mode  # type: ignore[attr-defined]
    request = client.get("/accounts/login/").wsgi_request
    if mode == "demo":
        enter_as(request, email="A@people.example")
        assert request.user.is_authenticated
        with pytest.raises(NotFound):
            enter_as(request, email="nobody@people.example")
    else:
        with pytest.raises(NotAllowed):
            enter_as(request, email="a@people.example")
