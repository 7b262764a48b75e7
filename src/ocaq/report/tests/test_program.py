"""The program that strangers check the log with is given away, and is the one that runs here."""

import hashlib
from pathlib import Path

import pytest
from django.test import Client

FILE = Path(__file__).resolve().parents[4] / "verifier" / "ocaq_verify.py"


@pytest.mark.django_db
def test_the_program_is_given_away_with_its_digest(client: Client) -> None:
    given = client.get("/check/ocaq_verify.py")
    page = client.get("/check/").content.decode()

    assert given.content == FILE.read_bytes()
    assert given["Content-Disposition"] == 'attachment; filename="ocaq_verify.py"'
    assert hashlib.sha256(given.content).hexdigest() in page
