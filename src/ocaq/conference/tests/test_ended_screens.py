"""What those who ran a show see when it is over: what ran, the way to the report, and nothing to press."""

import re

import pytest
from django.test import Client

from ocaq.accounts.models import User
from ocaq.conference.commands import show
from ocaq.conference.commands.running_order import skip
from ocaq.conference.models import Conference
from ocaq.conference.tests.makers import DIRECTOR
from ocaq.conference.tests.show_makers import after, go, make_on_air

pytestmark = pytest.mark.django_db
PAGE = "/conferences/yearly-2026"
RAN = "On air from 21:00 to 21:10, 10:00 in all. 2 items ran. 13 items were left out."


@pytest.fixture
def director(client: Client) -> Client:
    user = User.objects.create_user("director@example.org", name="Nigar T.")
    user.role_grants.create(role="director", starts_at=after(-99_999_999), granted_by="system:test")
    client.force_login(user)
    return client


@pytest.fixture
def conference() -> Conference:
    return make_on_air()


def end(conference: Conference) -> None:
    """Two items of fifteen ran; whether skipped or never called, the rest was left out."""
    left_out = conference.items.order_by("position")[5]
    skip(slug=conference.slug, item=left_out.ref, by=DIRECTOR, at=after(60))
    go(conference, 120)
    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(600))


def keys_of(body: str) -> list[str]:
    return re.findall(r'<button class="(?:k|go|stand)"', body)


@pytest.mark.parametrize("screen", ["console", "crew"])
def test_an_ended_show_has_no_keys_but_says_what_ran(director: Client, conference: Conference, screen: str) -> None:
    assert keys_of(director.get(f"{PAGE}/{screen}").content.decode())
    end(conference)

    body = director.get(f"{PAGE}/{screen}").content.decode()

    assert keys_of(body) == []
    assert "The conference has ended." in body
    assert RAN in body
    assert f'href="{PAGE}/report"' in body
    assert "Show ended, " in body


def test_the_sheet_of_an_ended_show_says_how_long_each_item_really_was(
    director: Client, conference: Conference
) -> None:
    end(conference)

    body = director.get(f"{PAGE}/console").content.decode()

    assert re.findall(r'<td class="d">(\d+:\d\d)</td>', body)[:2] == ["2:00", "8:00"]


def test_nobody_speaks_slowly_into_an_ended_show(director: Client, conference: Conference) -> None:
    assert "Speak slowly" in director.get(f"{PAGE}/speaker/").content.decode()
    end(conference)

    assert "Speak slowly" not in director.get(f"{PAGE}/speaker/").content.decode().partition('id="boot"')[0]
