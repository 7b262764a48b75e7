"""A community enters the register."""

import json

import pytest

from ocaq.evidence.models import Entry
from ocaq.kernel.refusals import NotAllowed, NotValid
from ocaq.register.commands.communities import found
from ocaq.register.commands.places import add_kind, add_place
from ocaq.register.models import Area, Community, Kind
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.tests.makers import AT, STAFF, community, coordinator, keeper_of, town

pytestmark = pytest.mark.django_db

NAMES = [
    ["Haus der Kultur", "de", "original"],
    ["Дом культуры", "ru", "translated"],
    ["Mədəniyyət Evi", "az", "translated"],
    ["Mədəniyyət Evi", "az", "alias"],
]
DECISION = {
    "taken_by": {"en": "Board of houses"},
    "title": {"en": "On a house"},
    "number": "12/7",
    "taken_on": "1998-05-28",
    "address": "",
}


def test_everything_told_of_a_community_is_kept() -> None:
    place = town()
    fields = {
        "street": "Gartenweg 3",
        "postcode": "10115",
        "point": [52.5200071, 13.4],
        "shown": "street",
        "email": [" Haus@Kultur.example "],
        "phone": ["0049 (30) 123-45 67"],
        "web": ["kultur.example"],
        "hours": [[2, "10:00", "18:00"], [0, "10:00", "13:00"], [0, "14:00", "18:00"]],
        "hours_note:az": "Bayramlarda bağlıdır.",
        "about:az": "Kitabxana.\r\n\r\n\r\nXor.",
        "languages": ["az", "de"],
        "taught": ["az"],
        "founded": "1998-05-28",
        "decision": DECISION,
        "state": {"state": "active", "since": "1998-06-01", "source": "Charter"},
    }
    ref = found(kind="house", country="DE", names=NAMES, place=place, fields=fields, key="k", by=STAFF, at=AT)
    made = Community.objects.get(ref=ref)

    assert dict(made.title) == {"de": "Haus der Kultur", "ru": "Дом культуры", "az": "Mədəniyyət Evi"}
    assert made.slug == "haus-der-kultur"
    assert snapshot(made, "names") == {
        "kind": "house",
        "names": NAMES,
        "founded": "1998-05-28",
        "decision": DECISION,
        "state": {"state": "active", "since": "1998-06-01", "source": "Charter"},
    }
    assert snapshot(made, "place") == {
        "place": place,
        "street": "Gartenweg 3",
        "postcode": "10115",
        "point": [52.52001, 13.4],
        "shown": "street",
    }
    assert snapshot(made, "contacts") == {
        "email": ["haus@kultur.example"],
        "phone": ["+49301234567"],
        "web": ["https://kultur.example"],
        "messenger": [],
    }
    assert snapshot(made, "hours") == {
        "hours": [[0, "10:00", "13:00"], [0, "14:00", "18:00"], [2, "10:00", "18:00"]],
        "hours_note:az": "Bayramlarda bağlıdır.",
    }
    assert snapshot(made, "work") == {
        "about:az": "Kitabxana.\n\nXor.",
        "languages": ["az", "de"],
        "taught": ["az"],
    }
    entry = Entry.objects.get(kind="register.community.founded")
    assert json.loads(entry.body)["facts"] == {"kind": "house", "country": "de"}


def test_the_same_key_founds_once() -> None:
    one = community(key="same")
    again = community("Başqa ev", key="same")

    assert one == again
    assert Community.objects.count() == 1


def test_two_of_one_name_have_two_addresses() -> None:
    assert community().slug == "azerbaycan-evi"
    assert community().slug.startswith("azerbaycan-evi-")


def test_a_name_without_latin_letters_has_an_address() -> None:
    assert community(names=[["სახლი", "ka", "original"]]).slug.startswith("community-")
    assert community(names=[["البيت", "ar", "original"], ["Al-Bayt", "", "romanised"]]).slug == "al-bayt"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "castle"}, "kind-unknown"),
        ({"country": "XX"}, "country-unknown"),
        ({"place": "nowhere"}, "place-unknown"),
        ({"names": []}, "community-name-missing"),
        ({"names": [["  \u202e\u200f ", "az", "original"]]}, "community-name-missing"),
        ({"names": [["Ev", "az", "original"], ["\U0001f3e0", "az", "alias"]]}, "community-name-missing"),
        ({"names": [["a" * 251, "az", "original"]]}, "community-name-too-long"),
        ({"names": [["Аzərbaycan Evi", "az", "original"]]}, "name-mixes-alphabets"),
        ({"names": [["Ev", "az", "original"], ["Ev", "az", "nickname"]]}, "value-not-understood"),
        ({"names": "Ev"}, "value-not-understood"),
        ({"fields": {"email": ["nobody"]}}, "email-not-understood"),
        ({"fields": {"email": "nobody@house.example"}}, "value-not-understood"),
        ({"fields": {"phone": ["030 1234567"]}}, "phone-not-understood"),
        ({"fields": {"web": ["javascript://alert(1)"]}}, "web-not-understood"),
        ({"fields": {"hours": [[7, "10:00", "11:00"]]}}, "hours-not-understood"),
        ({"fields": {"hours": [[1, "18:00", "10:00"]]}}, "hours-end-before-start"),
        ({"fields": {"hours": [[1, "10:00", "14:00"], [1, "13:00", "15:00"]]}}, "hours-overlap"),
        ({"fields": {"point": [95, 0]}}, "point-not-on-earth"),
        ({"fields": {"point": ["north", 0]}}, "value-not-understood"),
        ({"fields": {"taught": ["Azerbaijani"]}}, "language-not-known"),
        ({"fields": {"founded": "1998-13"}}, "founded-not-understood"),
        ({"fields": {"founded": "1998-02-30"}}, "value-not-understood"),
        ({"fields": {"about:az": "a" * 2001}}, "text-too-long"),
        ({"fields": {"state": {"state": "closed", "since": "2020-01-01", "source": ""}}}, "closing-needs-source"),
        ({"fields": {"motto": "any"}}, "field-unknown"),
        ({"fields": {"about": "any"}}, "field-unknown"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(changed, code) -> None:
    wanted = {"kind": "house", "country": "DE", "names": NAMES, "fields": {}, **changed}

    with pytest.raises(NotValid, match=code) as refused:
        found(**wanted, key="k", by=STAFF, at=AT)

    assert refused.value.sentence
    assert not Community.objects.exists()


def test_marks_that_turn_the_direction_are_left_out() -> None:
    made = community("Ev\u202e sahibi\u2066")

    assert made.title["az"] == "Ev sahibi"


def test_who_may_found() -> None:
    council = community("Şura", kind="council", country="AT")
    Area.objects.create(council=council, country="DE", starts_on="2020-01-01")

    for actor in (STAFF, coordinator(), coordinator("country", "DE"), keeper_of(council)):
        found(kind="school", country="DE", names=NAMES, key=f"k{actor.grants}"[:60], by=actor, at=AT)
    for actor in (coordinator("country", "FR"), coordinator("community", "other")):
        with pytest.raises(NotAllowed, match="not-your-community"):
            found(kind="school", country="DE", names=NAMES, key="no", by=actor, at=AT)


def test_an_institution_founds_kinds_of_its_own() -> None:
    add_kind(code="library", title={"en": "Library"}, plural={"en": "Libraries"}, by=STAFF, at=AT)
    add_kind(code="library", title={"en": "Reading room"}, plural={"en": "Reading rooms"}, by=STAFF, at=AT)

    assert Kind.objects.get(code="library").title["en"] == "Reading room"
    assert community(kind="library").kind.position == 5
    for wrong in ({"code": "A!"}, {"title": {}}, {"plural": {"az": "Kitabxanalar"}}):
        with pytest.raises(NotValid, match=r"kind-code-wrong|kind-name-missing"):
            add_kind(**{"code": "one", "title": {"en": "One"}, "plural": {"en": "Ones"}, **wrong}, by=STAFF, at=AT)
    with pytest.raises(NotAllowed):
        add_kind(code="two", title={"en": "Two"}, plural={"en": "Twos"}, by=coordinator("country", "DE"), at=AT)


def test_one_town_under_four_names_is_one_place() -> None:
    told = {"country": "DE", "latitude": 48.14, "longitude": 11.58, "by": STAFF, "at": AT}
    one = add_place(name={"en": "Munich", "ru": "Мюнхен"}, spellings=["München"], **told)
    again = add_place(name={"ru": "Мюнхен", "tr": "Münih"}, **told)
    written_out = add_place(name={"de": "Muenchen"}, **told)
    other = add_place(name={"en": "Munich"}, **{**told, "latitude": 52.0})

    assert one == again == written_out != other
