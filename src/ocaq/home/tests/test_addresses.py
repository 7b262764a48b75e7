"""Addresses that nobody typed."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/directory/?q=%00", "/desk/register/?state=a%00", "/desk/mail/?before=%00", "/%00/"])
def test_an_address_with_a_nul_in_it_leads_nowhere(path: str) -> None:
    """PostgreSQL has no text with a NUL: asked for one it fails."""
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404


@pytest.mark.parametrize("sent", [{"email": "a\0b@people.example"}, {"\0": "a"}])
def test_a_form_with_a_nul_in_it_is_not_understood(sent: dict[str, str]) -> None:
    for path in ("/accounts/login/", "/directory/", "/desk/privacy/review/"):
        answer = Client(headers={"accept-language": "az"}).post(path, sent)
        assert answer.status_code == 422
        assert "Bu müraciəti anlamaq mümkün olmadı" in answer.content.decode()


def test_a_percent_sign_before_two_noughts_is_no_nul() -> None:
    assert Client().get("/directory/?q=%2500").status_code == 200
