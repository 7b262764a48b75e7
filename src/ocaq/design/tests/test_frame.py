import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory, override_settings

from ocaq.accounts.models import RoleGrant
from ocaq.design.context import frame, languages
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor

LANGUAGES = [("en", "English"), ("az", "az"), ("ar", "ar")]


@override_settings(LANGUAGES=LANGUAGES)
def test_languages_keep_the_page_and_its_questions() -> None:
    request = RequestFactory().get("/conferences/", {"year": "2026", "lang": "az"})
    links = {one.code: one for one in languages(request)}
    assert links["ar"].address == "/conferences/?year=2026&lang=ar"
    assert (links["ar"].direction, links["az"].direction) == ("rtl", "ltr")
    assert links["ar"].own_name == "العربية"
    assert [one.code for one in links.values() if one.current] == ["en"]


def test_a_request_that_failed_early_still_has_a_frame() -> None:
    assert frame(RequestFactory().get("/"))["direction"] == "ltr"


@pytest.mark.django_db
def test_visitors_are_offered_to_sign_in(client: Client) -> None:
    page = client.get("/style/").text
    assert "/accounts/login/" in page
    assert 'href="/desk/"' not in page


def test_who_holds_a_personal_link_finds_their_own_pages() -> None:
    request = RequestFactory().get("/")
    request.actor = Actor(ref="registration:k7mn4pqr2stv")
    assert [link.address for link in frame(request)["own_nav"]] == ["/my/"]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sees_desk"), [("staff", True), ("coordinator", True), (None, False)])
def test_desk_is_offered_to_whoever_holds_a_role(client: Client, role: str | None, sees_desk: bool) -> None:
    user = get_user_model().objects.create_user("aygun@post.example")
    if role:
        RoleGrant.objects.create(user=user, role=role, starts_at=clock.now(), granted_by="system:test")
    client.force_login(user)
    page = client.get("/style/").text
    assert 'href="/my/"' in page
    assert ('href="/desk/"' in page) is sees_desk


@pytest.mark.django_db
def test_pages_carry_a_strict_policy_and_no_style_or_script_of_their_own(client: Client) -> None:
    answer = client.get("/style/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "<style" not in answer.text
    assert answer.text.count("<script") == answer.text.count("<script src=") == 1
