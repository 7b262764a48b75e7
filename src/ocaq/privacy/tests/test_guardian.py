"""The privacy desk is a compartment of its own: its guardians see no other desk, and who has another not this one."""

import pytest
from django.test import Client

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.kernel import clock
from ocaq.kernel.actor import system

pytestmark = pytest.mark.django_db
PRIVACY = ("/desk/privacy/", "/desk/privacy/review/", "/desk/privacy/countries/", "/desk/privacy/lawful/")
OTHERS = ("/desk/register/", "/desk/register/communities.csv", "/desk/conferences/", "/desk/mail/", "/desk/people/",
          "/desk/figures/", "/desk/log/")  # fmt: skip


def _browser(role: str) -> Client:
    user_id = open_account(email=f"{role}@people.example", by=system("test"), at=clock.now())
    grant_role(user_id=user_id, role=role, by=system("test"), at=clock.now(), tell=False)
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    return browser


def test_a_guardian_sees_the_privacy_desk_alone() -> None:
    browser = _browser("guardian")
    assert [browser.get(path).status_code for path in PRIVACY] == [200] * len(PRIVACY)
    assert {path: browser.get(path).status_code for path in OTHERS} == dict.fromkeys(OTHERS, 403)
    desk = browser.get("/desk/").content.decode()
    assert "/desk/privacy/" in desk
    assert not [path for path in OTHERS if f'href="{path}"' in desk]


@pytest.mark.parametrize("role", ["coordinator", "director", "crew"])
def test_nobody_else_sees_it(role: str) -> None:
    browser = _browser(role)
    assert {path: browser.get(path).status_code for path in PRIVACY} == dict.fromkeys(PRIVACY, 403)
