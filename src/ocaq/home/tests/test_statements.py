"""What the statements say is what the product does."""

from typing import Any

import pytest
from django.test import Client

from ocaq.home import words
from ocaq.kernel.personal import declared

KEPT = [one for _title, rows in words.GROUPS for one in rows]


def test_every_field_declared_personal_is_told_of_with_its_time() -> None:
    told = {field: one for one in KEPT for field in one.covers}

    for field in declared():
        for name in field.fields:
            one = told[f"{field.table}.{name}"]
            assert one.days == field.days or one.until is not None, f"{field.table}.{name}"


@pytest.mark.parametrize("one", KEPT, ids=lambda one: str(one.what)[:40])
def test_each_thing_that_is_kept_says_until_when(one: words.Kept) -> None:
    assert one.ends()
    assert all(str(said)[0].islower() for said in (one.why, one.seen, one.ends()) if not said[0].isdigit())


def test_the_page_tells_everything_that_is_kept(client: Client) -> None:
    page = client.get("/privacy/").text

    assert page.count("How long") == len(KEPT)
    assert "until 60 days after the conference" in page
    assert "until 1 day after the conference" in page


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_a_statement_names_whom_to_write_to(client: Client, settings: Any, address: str) -> None:
    settings.CONTACT = ""
    assert "has not named a mail address" in client.get(address).text

    settings.CONTACT = "contact@example.org"
    assert client.get(address).text.count('href="mailto:contact@example.org"') == 2  # there, and in the foot


@pytest.mark.parametrize("address", ["/", "/conferences/", "/no-such-page/"])
@pytest.mark.django_db
def test_every_foot_leads_to_both(client: Client, address: str) -> None:
    page = client.get(address).text

    assert 'href="/privacy/"' in page
    assert 'href="/accessibility/"' in page
