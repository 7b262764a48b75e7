import pytest
from django.test import Client


@pytest.mark.django_db
def test_style_page_shows_frame_in_each_direction(client: Client) -> None:
    page = client.get("/style/")
    assert page.status_code == 200
    assert '<html lang="en" dir="ltr">' in page.text
