"""The doors of erasing a person: their own, without script, and the staff's."""

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.models import Conference, Registration
from ocaq.conference.tests.makers import NOON, make_conference
from ocaq.conference.tests.show_makers import register
from ocaq.conference.tests.test_registration_pages import _fill
from ocaq.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_conference()


def house_member(role: str) -> Client:
    user = User.objects.create_user(f"{role}@ocaq.example")
    user.role_grants.create(role=role, starts_at=NOON.replace(year=2020), granted_by="system:test")
    client = Client()
    client.force_login(user)
    return client


def test_a_person_erases_everything_from_their_own_page(client: Client, conference: Conference) -> None:
    _fill(client, conference.slug)
    address = f"/conferences/{conference.slug}/mine/erasure/"
    assert f'href="{address}"' in client.get(f"/conferences/{conference.slug}/mine/").text
    asked = client.get(address).text
    assert "What goes" in asked
    assert "What stays" in asked
    assert Registration.objects.exists()

    answer = client.post(address)

    assert answer.headers["Location"] == "/"
    assert not Registration.objects.exists()
    assert not Mail.objects.exists()
    assert client.cookies["ocaq_registration"].value == ""
    assert "Everything kept about you for this conference is erased." in client.get("/").text
    again = client.post(address, follow=True)  # pressed twice
    assert "No registration on this device" in again.text


def test_who_has_withdrawn_can_erase_too(client: Client, conference: Conference) -> None:
    _fill(client, conference.slug)
    client.post(f"/conferences/{conference.slug}/mine/withdrawal/")
    address = f"/conferences/{conference.slug}/mine/erasure/"

    assert f'href="{address}"' in client.get(f"/conferences/{conference.slug}/mine/").text
    client.post(address)

    assert not Registration.objects.exists()


def test_who_has_no_registration_is_asked_to_sign_in(client: Client, conference: Conference) -> None:
    register(conference)

    address = f"/conferences/{conference.slug}/mine/erasure/"
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
    client.post(address)

    assert Registration.objects.count() == 1


def test_staff_erase_a_person_who_has_asked(conference: Conference) -> None:
    one, other = register(conference), register(conference, "Nərgiz Təhməzli")
    staff, listed = house_member("staff"), f"/desk/conferences/{conference.slug}/registrations/"
    address = f"{listed}{one.ref}/erasure/"
    assert f'href="{address}"' in staff.get(listed).text
    assert f"<bdi>{one.name}</bdi>" in staff.get(address).text

    answer = staff.post(address)

    assert answer.headers["Location"] == listed
    assert Registration.objects.get() == other
    assert staff.get(address).status_code == 404
    assert staff.post(address).headers["Location"] == listed


def test_directors_see_who_comes_and_erase_nobody(conference: Conference) -> None:
    one = register(conference)
    director, listed = house_member("director"), f"/desk/conferences/{conference.slug}/registrations/"

    assert "/erasure/" not in director.get(listed).text
    assert [director.get(f"{listed}{one.ref}/erasure/").status_code] == [403]
    assert [director.post(f"{listed}{one.ref}/erasure/").status_code] == [403]
    assert Registration.objects.exists()
