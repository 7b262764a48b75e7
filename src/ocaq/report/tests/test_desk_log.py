import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.evidence import sequencer
from ocaq.evidence.models import Head

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_user("staff@example.org")
    user.role_grants.create(role="staff", starts_at="2026-01-01T00:00:00Z", granted_by="system:test")
    client.force_login(user)
    return client


def test_the_desk_says_that_the_log_signs(staff: Client) -> None:
    sequencer.place()

    page = staff.get("/desk/log/")

    assert page.status_code == 200
    assert "The log signs what happens." in page.text


def test_the_desk_says_what_stops_the_log(staff: Client) -> None:
    sequencer.place()
    sequencer.note_trouble("log-older-than-copy")

    page = staff.get("/desk/log/")

    assert "ends before its last checkpoint" in page.text
    assert "log-older-than-copy" in page.text
    assert '<span class="num">0</span>' in staff.get("/desk/").text
    sequencer.note_trouble("")
    assert Head.objects.get().trouble == ""
