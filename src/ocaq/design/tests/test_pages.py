import pytest
from django.test import Client, RequestFactory

from ocaq.design import errors
from ocaq.design.zones import COOKIE


@pytest.mark.django_db
def test_style_page_names_its_language_and_direction(client: Client) -> None:
    page = client.get("/style/")
    assert page.status_code == 200
    assert '<html lang="en" dir="ltr">' in page.text


@pytest.mark.django_db
def test_what_is_not_there_says_so(client: Client) -> None:
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert "There is nothing here" in page.text


@pytest.mark.django_db
def test_an_address_only_acted_upon_says_so(client: Client) -> None:
    page = client.get("/my/sessions/others/end/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "There is nothing to see here" in page.text

    assert client.get("/my/sessions/others/end/", headers={"accept": "application/json"}).content == b""


def test_failure_page_needs_no_database_and_no_context() -> None:
    request = RequestFactory().get("/")
    request.META["OCAQ_REQUEST_ID"] = "00ff00ff00ff00ff"
    page = errors.server_error(request)
    assert page.status_code == 500
    assert "00ff00ff00ff00ff" in page.text
    assert "Something on our side failed" in page.text


@pytest.mark.django_db
def test_failure_is_answered_with_a_page_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr("ocaq.design.specimens.everything", fail)
    page = Client(raise_request_exception=False).get("/style/?lang=ar")
    assert page.status_code == 500
    assert '<html lang="ar" dir="rtl">' in page.text
    assert page["X-Request-Id"] in page.text


@pytest.mark.django_db
def test_form_without_token_is_explained() -> None:
    page = Client(enforce_csrf_checks=True).post("/zone/", {"zone": "Europe/Berlin"})
    assert page.status_code == 403
    assert "This page was open too long" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"accept": "*/*"}])
def test_script_without_token_is_told_as_a_script(headers: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/zone/", {}, content_type="application/json", headers=headers)
    assert answer.status_code == 403
    assert answer.json() == {
        "refused": "page-too-old",
        "sentence": "This page was open too long. Load it again, then do this once more.",
    }


@pytest.mark.django_db
def test_choosing_a_zone_keeps_it_and_goes_back(client: Client) -> None:
    answer = client.post("/zone/", {"zone": "Europe/Berlin", "next": "/style/"})
    assert (answer.status_code, answer["Location"]) == (302, "/style/")
    assert answer.cookies[COOKIE].value == "Europe/Berlin"


@pytest.mark.django_db
@pytest.mark.parametrize("outside", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_choosing_a_zone_never_leads_out(client: Client, outside: str) -> None:
    assert client.post("/zone/", {"zone": "Europe/Berlin", "next": outside})["Location"] == "/"


@pytest.mark.django_db
def test_unknown_zone_is_refused_at_its_field(client: Client) -> None:
    page = client.post("/zone/", {"zone": "Nowhere/Land"})
    assert page.status_code == 422
    assert page.text.index("Error:") < page.text.index("</title>")
    assert 'href="#id_zone"' in page.text
    assert 'aria-describedby="id_zone_error"' in page.text
    assert 'id="id_zone_error"' in page.text


def test_small_files_browsers_ask_for(client: Client) -> None:
    assert "Disallow: /desk/" in client.get("/robots.txt").text
    assert client.get("/manifest.webmanifest").json()["name"]
