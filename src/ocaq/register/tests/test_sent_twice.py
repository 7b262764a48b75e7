"""One form that arrives twice at once, on PostgreSQL: both look for its key before either has written it."""

import pytest

from ocaq.evidence.models import Entry
from ocaq.kernel.actor import ANONYMOUS
from ocaq.kernel.refusals import NotPossible
from ocaq.kernel.tests.together import at_once, meet
from ocaq.privacy.public import Holder
from ocaq.register.commands import activity, changes, communities, importing
from ocaq.register.commands.consents import answer
from ocaq.register.commands.correcting import Wanted, correct
from ocaq.register.commands.reviewing import refuse
from ocaq.register.models import ActivityReport, Batch, Change, Community
from ocaq.register.tests.holders import ADDRESS, begin
from ocaq.register.tests.makers import AT, STAFF, community

SELF = Holder(addresses=frozenset({ADDRESS}))
AT_ONCE = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LIST = "Təşkilat;Ölkə\n“Çinar” Birliyi;DE\n".encode()


def found() -> str:
    names = [["Çinar Evi", "az", "original"]]
    return communities.found(kind="house", country="DE", names=names, key="k", by=STAFF, at=AT)


def brought() -> str:
    return importing.bring_in(raw=LIST, title="siyahı", key="k", by=STAFF, at=AT)


def reported(body: Community) -> int:
    return activity.report_activity(
        community=body.ref, quarter="2026q1", counts={"events": 3}, key="k", by=STAFF, at=AT
    )


def written(body: Community) -> changes.Written:
    return changes.write(ref=body.ref, version=1, group="work", fields={"taught": ["az"]}, key="k", by=STAFF, at=AT)


class TestAtOnce:
    pytestmark = AT_ONCE

    def test_a_community_is_founded_once(self, monkeypatch) -> None:
        meet(monkeypatch, communities, "require_reviewer")

        one, other = at_once(found, found)

        assert one == other == Community.objects.get().ref
        assert Entry.objects.filter(kind="register.community.founded").count() == 1

    def test_a_list_is_brought_once(self, monkeypatch) -> None:
        meet(monkeypatch, importing, "one_line")

        one, other = at_once(brought, brought)

        assert one == other == Batch.objects.get().ref
        assert Batch.objects.get().lines.count() == 1

    def test_one_form_for_two_entries_is_a_form_of_one(self, monkeypatch) -> None:
        bodies = [community(f"{name} Evi") for name in ("Çinar", "Nar")]
        meet(monkeypatch, changes, "merged")

        told = at_once(*[lambda body=body: written(body) for body in bodies])

        assert {type(one) for one in told} == {NotPossible, changes.Written}
        assert Change.objects.filter(key="k").count() == 1

    def test_one_report_of_two_entries_is_of_one(self, monkeypatch) -> None:
        bodies = [community(f"{name} Evi") for name in ("Çinar", "Nar")]
        meet(monkeypatch, activity, "paragraphs")

        told = at_once(*[lambda body=body: reported(body) for body in bodies])

        assert next(one for one in told if one != 1).code == "form-of-another-entry"
        assert ActivityReport.objects.count() == 1


@pytest.mark.django_db
def test_a_name_that_a_council_refused_is_not_asked_for_again_by_the_same_form() -> None:
    post = begin(community())
    answer(whose=SELF, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    wanted = Wanted("Айнур Нарлы", "Aynur Narli", "", "")

    def told(key: str) -> bool:
        return correct(holder=SELF, person=post.holder.ref, wanted=wanted, key=key, by=ANONYMOUS, at=AT).waits

    assert told("k")
    refuse(change=Change.objects.get(state="waiting").ref, answer="No such name is known here.", by=STAFF, at=AT)

    assert told("k")
    assert not Change.objects.filter(state="waiting").exists()
    assert told("another")
    assert Change.objects.filter(state="waiting").count() == 1


@pytest.mark.django_db
def test_a_report_sent_again_for_another_entry_is_refused() -> None:
    assert reported(community("Çinar Evi")) == 1

    with pytest.raises(NotPossible, match="form-of-another-entry"):
        reported(community("Nar Evi"))
