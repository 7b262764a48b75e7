from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from ocaq.accounts.commands import grant_role
from ocaq.accounts.models import User
from ocaq.accounts.queries import grants_of
from ocaq.kernel.actor import Actor, system

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def make_user(email: str, *, name: str = "", role: str = "", place: str = "", language: str = "") -> User:
    user = User.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    if role:
        grant_role(
            user_id=user.pk,
            role=role,
            scope="country" if place else "institution",
            place=place,
            by=system("test"),
            at=BEGAN,
            tell=False,
        )
    return user


def acting(user: User) -> Actor:
    return Actor(ref=f"user:{user.pk}", grants=grants_of(user_id=user.pk, at=AT))


@pytest.fixture
def staff() -> User:
    return make_user("staff@people.example", name="Elnarə Çinarlı", role="staff")
