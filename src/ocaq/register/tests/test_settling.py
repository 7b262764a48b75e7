"""A change is agreed to though its ground moved: theirs, ours or one out of both, and nobody's words are lost."""

from typing import Any

import pytest
from django.test import Client

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.refusals import NotPossible, NotValid
from ocaq.mail.models import Mail
from ocaq.register.commands.changes import write
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.models import Change, Community
from ocaq.register.tests.makers import AT, STAFF, community, keeper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> Community:
    return community(email=["evi@people.example"])


@pytest.fixture
def asked(house: Community) -> str:
    """What the house wants of its name and year; staff write another name meanwhile. Returns the change."""
    wanted = {"names": [["Bakı Evi", "az", "original"]], "founded": "1998"}
    change = _write(house, keeper_of(house), "asked", **wanted).change
    _write(house, STAFF, "meanwhile", names=[["Azərbaycan Mədəniyyət Evi", "az", "original"]])
    return change


def _write(house: Community, by: Any, key: str, **fields: Any) -> Any:
    return write(ref=house.ref, version=1, group="names", fields=fields, key=key, by=by, at=AT)


def _agree(change: str, **how: Any) -> None:
    agree(change=change, version=Change.objects.get(ref=change).community.version, **how, by=STAFF, at=AT)


def _now(house: Community) -> tuple[str, str]:
    house.refresh_from_db()
    return house.title["az"], house.founded


def _words(house: Community) -> str:
    """Everything that anybody wrote, as it can still be read at the desk."""
    return str([(row.before, row.after) for row in house.changes.all()])


def test_nothing_is_decided_unasked(asked: str) -> None:
    with pytest.raises(NotPossible, match="change-overtaken"):
        _agree(asked)


def test_what_was_asked_for_holds_and_what_stood_is_read_in_the_history(house: Community, asked: str) -> None:
    _agree(asked, collided="asked")

    assert _now(house) == ("Bakı Evi", "1998")
    row = Change.objects.get(ref=asked)
    assert (row.state, row.before["names"][0][0]) == ("applied", "Azərbaycan Mədəniyyət Evi")
    assert Mail.objects.get(template="register_answered").text.count("kept beside") == 0


def test_what_stands_holds_the_rest_is_applied_and_the_asked_words_stand_beside(house: Community, asked: str) -> None:
    _agree(asked, collided="standing")
    _agree(asked, collided="asked")  # again changes nothing

    assert _now(house) == ("Azərbaycan Mədəniyyət Evi", "1998")
    states = dict(house.changes.filter(key__startswith="asked").values_list("key", "state"))
    assert states == {"asked": "applied", "asked+": "overtaken"}
    beside = Change.objects.get(key="asked+")
    assert (beside.after, beside.by) == ({"names": [["Bakı Evi", "az", "original"]]}, "user:9")
    assert "kept beside" in Mail.objects.get(template="register_answered").text


def test_of_a_change_that_only_collides_everything_stands_beside(house: Community) -> None:
    change = _write(house, keeper_of(house), "asked", founded="1998").change
    _write(house, STAFF, "meanwhile", founded="1999")

    _agree(change, collided="standing")

    assert _now(house)[1] == "1999"
    assert list(house.changes.filter(key__startswith="asked").values_list("state", flat=True)) == ["overtaken"]
    assert "put beside another" in Mail.objects.get(template="register_answered").subject
    with pytest.raises(NotPossible, match="change-answered"):
        refuse(change=change, answer="Late.", by=STAFF, at=AT)


def test_one_is_written_out_of_both(house: Community, asked: str) -> None:
    with pytest.raises(NotValid):
        _agree(asked, instead={"email": ["x@people.example"]})
    _agree(asked, instead={"names": [["Bakı Mədəniyyət Evi", "az", "original"]], "founded": "1998-05"})

    assert _now(house) == ("Bakı Mədəniyyət Evi", "1998-05")
    assert Change.objects.get(ref=asked).state == "overtaken"
    assert Change.objects.get(key="asked~").by == STAFF.ref
    for words in ("Bakı Evi", "Azərbaycan Mədəniyyət Evi", "Bakı Mədəniyyət Evi"):
        assert words in _words(house)


def _staff() -> Client:
    user_id = open_account(email="staff@people.example", by=system("test"), at=clock.now())
    grant_role(user_id=user_id, role="staff", by=system("test"), at=clock.now(), tell=False)
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    return browser


def test_the_desk_shows_all_wordings_and_three_ways(house: Community, asked: str) -> None:
    browser, path = _staff(), f"/desk/register/changes/{asked}/"
    page = browser.get(path).content.decode()
    for words in ("Azərbaycan Evi", "Azərbaycan Mədəniyyət Evi", "Bakı Evi", "nobody’s are lost"):
        assert words in page
    assert f'href="{path}both/"' in page
    stale = browser.post(path, {"version": "1", "agree": "standing"})
    assert stale.status_code == 409
    unsaid = browser.post(path, {"version": "2", "agree": "1"})
    assert "choose below which of them hold" in unsaid.content.decode()
    assert browser.post(path, {"version": "2", "agree": "standing"}).status_code == 302
    assert _now(house) == ("Azərbaycan Mədəniyyət Evi", "1998")


def test_one_out_of_both_is_written_in_a_form_that_keeps_what_was_typed(house: Community, asked: str) -> None:
    browser, path = _staff(), f"/desk/register/changes/{asked}/both/"
    page = browser.get(path).content.decode()
    assert 'value="Bakı Evi"' in page
    assert "Azərbaycan Mədəniyyət Evi" in page
    form = {
        "version": "1", "key": "k", "kind": "house", "state": "active", "founded": "1998",
        "name_0": "Bakı Mədəniyyət Evi", "language_0": "az", "use_0": "original",
    }  # fmt: skip
    late = browser.post(path, form)
    assert late.status_code == 422
    assert 'value="Bakı Mədəniyyət Evi"' in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()
    wrong = browser.post(path, form | {"version": "2", "founded": "long ago"})
    assert wrong.status_code == 422
    assert browser.post(path, form | {"version": "2"}).status_code == 302
    assert _now(house) == ("Bakı Mədəniyyət Evi", "1998")
    assert browser.get(path).status_code == 404  # answered
