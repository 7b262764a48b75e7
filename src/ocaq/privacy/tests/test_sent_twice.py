"""One form that arrives twice at once, on PostgreSQL: both look for its key before either has written it."""

import pytest

from ocaq.kernel.actor import ANONYMOUS
from ocaq.kernel.tests.together import at_once, meet
from ocaq.privacy.commands import asking, lawful
from ocaq.privacy.models import LawfulRequest, Request
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.tests.makers import ADDRESS, NOON, STAFF, make_registration

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_what_somebody_asks_is_asked_once(monkeypatch) -> None:
    subject = make_registration().subject
    meet(monkeypatch, asking, "is_theirs")

    def asked() -> str:
        wanted = {"subject": subject, "kind": "correct", "words": "My name is spelt otherwise.", "address": ADDRESS}
        return asking.ask(holder=Holder(addresses=frozenset({ADDRESS})), **wanted, key="k", by=ANONYMOUS, at=NOON)

    one, other = at_once(asked, asked)

    assert one == other == Request.objects.get().ref


def test_a_request_under_a_law_is_entered_once(monkeypatch) -> None:
    subject = make_registration().subject
    meet(monkeypatch, lawful.rules, "refusal_to_enter")

    def entered() -> str:
        wanted = {"authority": "Prosecutor", "act": "Act 7", "asks": "Address", "subject": subject, "told_from": None}
        return lawful.enter_request(**wanted, key="k", by=STAFF, at=NOON)

    one, other = at_once(entered, entered)

    assert one == other == LawfulRequest.objects.get().ref
