"""What the database sees of a session."""

import pytest
from django.contrib.sessions.models import Session
from django.core import signing

from ocaq.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_a_row_says_nothing_of_what_the_session_holds() -> None:
    session = SessionStore()
    session["address"] = "aynur@example.org"
    session.save()

    row = Session.objects.get().session_data
    with pytest.raises(signing.BadSignature):
        signing.loads(row, salt=session.key_salt)
    assert "aynur" not in row
    assert SessionStore(session.session_key)["address"] == "aynur@example.org"


def test_a_session_of_another_key_is_empty(settings) -> None:
    session = SessionStore()
    session["address"] = "aynur@example.org"
    session.save()
    settings.FIELD_KEYS = ["wZ3Jk0m3uFZJYVQ1rGZ1m0b5m8h2c0lJc2m3r6vYx1A="]

    assert SessionStore(session.session_key).load() == {}
    Session.objects.update(session_data="a row from before")
    assert SessionStore(session.session_key).load() == {}
