"""Staff who publish figures, and what is read on a page."""

import re

from django.http import HttpResponse

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.conference.models import Conference
from ocaq.conference.tests.makers import HOUSE, STAFF
from ocaq.conference.tests.show_makers import after
from ocaq.kernel import clock
from ocaq.report.commands.publication import publish_figures


def publish(conference: Conference, *, seconds: float = 1200, by=STAFF, seen: str = "") -> int:
    return publish_figures(about=f"conference:{conference.ref}", seen=seen, by=by, at=after(seconds))


def member(role: str) -> User:
    """Return an account of the house that holds `role`."""
    user_id = open_account(email=f"{role}@example.org", name=role.title(), language="en", by=HOUSE, at=clock.now())
    grant_role(user_id=user_id, role=role, scope="institution", place="", tell=False, by=HOUSE, at=clock.now())
    return User.objects.get(pk=user_id)


def text_of(page: HttpResponse) -> str:
    """Return what is read on a page, its elements parted by spaces."""
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())
