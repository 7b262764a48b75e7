"""What no browser sends as a passkey is refused with a sentence."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "credential", ["9" * 10_000, '{"a":' * 50_000, '"x"', "[]", '{"id": 1, "rawId": 2, "response": {}}', "NaN", "1e999"]
)
def test_what_is_no_credential_signs_nobody_in(client: Client, credential: str) -> None:
    answer = client.post("/accounts/login/passkey/", {"credential": credential})

    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session
