"""Lists from the file to the register and back."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from ocaq.accounts.commands import end_role, grant_role_to
from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.register import jobs
from ocaq.register.commands import importing, rows
from ocaq.register.commands.changes import write
from ocaq.register.commands.communities import found
from ocaq.register.commands.importing import (
    ask_to_apply,
    ask_to_undo,
    bring_in,
    choose,
    forget_lists,
    halt_list,
)
from ocaq.register.commands.places import add_place
from ocaq.register.commands.rows import apply_rows, judge_rows
from ocaq.register.models import ActivityReport, Batch, Change, Community, Line, Renewal
from ocaq.register.queries.judging import judge_again
from ocaq.register.queries.lists import lines, list_by_ref, lists
from ocaq.register.rules import sheets
from ocaq.register.tests.test_sheets import workbook

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
STAFF = system("desk")
BERLIN = Actor(ref="user:7", grants=frozenset({Grant("coordinator", "country", "DE")}))
HEADINGS = ["Təşkilatın adı", "Название", "Ölkə", "Şəhər", "Telefon", "E-mail", "Sayt", "Yaranma tarixi", "Sədr"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns():
    add_place(
        country="DE", name={"de": "Köln", "en": "Cologne"}, latitude=50.9, longitude=6.9,
        spellings=["Kölln", "Кёльн"], by=STAFF, at=AT,
    )  # fmt: skip
    add_place(country="PL", name={"pl": "Warszawa", "az": "Varşava"}, latitude=52.2, longitude=21.0, by=STAFF, at=AT)


def listed(*rows, by=STAFF, key="k", **more) -> str:
    raw = workbook([["Siyahı"], HEADINGS, *rows])
    return bring_in(raw=raw, title="list.xlsx", key=key, by=by, at=AT, **more)


def test_nobody_waits_while_a_list_is_opened(monkeypatch) -> None:
    before, during = len(connection.atomic_blocks), []

    def rows_of(raw: bytes):
        during.append(len(connection.atomic_blocks))
        return sheets.rows_of(raw)

    monkeypatch.setattr(importing, "rows_of", rows_of)
    listed(["Çinar", "", "DE", "Köln"])

    assert during == [before]


def worked(ref: str) -> Batch:
    for row in Batch.objects.filter(ref=ref):
        jobs.work_on_list(ref, row.state, row.by)
    return Batch.objects.get(ref=ref)


def verdicts(ref: str) -> list[tuple[str, list[str]]]:
    rows = Line.objects.filter(batch__ref=ref).order_by("number")
    return [(row.verdict, [reason[0] for reason in row.reasons]) for row in rows]


def entered(name="“Çinar” Azərbaycan Birliyi", kind="association", **fields) -> str:
    place = add_place(country="DE", name={"de": "Köln"}, latitude=50.9, longitude=6.9, by=STAFF, at=AT)
    return found(
        kind=kind, country="DE", names=[[name, "az", "original"]], place=place, fields=fields, key=name, by=STAFF, at=AT
    )


CINAR = ["“Çinar” Azərbaycan Birliyi", "Объединение «Чинар»", "Almaniya", "Kölln", "0221 1234567; +49 30 7654321"]


def test_a_row_becomes_a_community_with_all_it_says() -> None:
    ref = listed([*CINAR, "Ofis@cinar.example", "cinar.example", "12.05.2004", "Aynur Narlı"])

    assert verdicts(worked(ref).ref) == [("new", [])]
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    assert worked(ref).state == "applied"

    entry = Community.objects.get()
    assert (entry.kind.code, entry.country, entry.founded) == ("association", "DE", "2004-05-12")
    assert entry.place.name["de"] == "Köln"
    assert list(entry.names.order_by("position").values_list("text", "language", "use")) == [
        ("“Çinar” Azərbaycan Birliyi", "az", "original"),
        ("Объединение «Чинар»", "ru", "translated"),
    ]
    assert set(entry.contacts.values_list("way", "value")) == {
        ("phone", "+492211234567"),
        ("phone", "+49307654321"),
        ("email", "ofis@cinar.example"),
        ("web", "https://cinar.example"),
    }
    assert list(Entry.objects.filter(kind__startswith="register.list").values_list("kind", flat=True)) == [
        "register.list.brought",
        "register.list.released",
        "register.list.applied",
    ]


def test_nothing_of_people_is_kept() -> None:
    ref = listed([*CINAR, "", "", "", "Aynur Narlı"])

    kept = json.dumps([list(Line.objects.values("cells", "draft", "reasons")), Batch.objects.values("columns")[0]])

    assert "Aynur" not in kept
    assert Batch.objects.get(ref=ref).columns[8][:2] == ["Sədr", "post"]


def test_each_row_says_why_it_is_not_taken() -> None:
    ref = listed(
        ["Palıd Evi", "", "Almaniya", "Yoxşəhər"],
        ["Palıd Evi", "", "Atlantida", ""],
        ["", "", "Almaniya", "Köln", "123"],
        ["Pаlıd Evi", "", "Almaniya", "Köln"],  # a Cyrillic а among Latin letters
        ["“Palıd”", "", "Almaniya", "Köln"],
        ["Palıd Evi", "", "", "Köln"],
        ["Palıd Evi", "", "Polşa", "Warszawa", "12345", "yoxdur", "", "bilinmir"],
        ["Nar Evi", "", "Polşa", "Warszawa", "yoxdur"],
    )

    assert verdicts(worked(ref).ref) == [
        ("wrong", ["list-town-unknown"]),
        ("wrong", ["list-country-unknown"]),
        ("wrong", ["community-name-missing", "list-kind-missing", "list-phone-unread"]),
        ("wrong", ["name-mixes-alphabets"]),
        ("wrong", ["list-kind-missing"]),
        ("wrong", ["list-country-missing"]),
        ("new", ["list-phone-unread", "list-email-unread", "list-founded-unread"]),
        ("new", ["list-phone-unread"]),
    ]


def test_what_stands_there_is_not_entered_again() -> None:
    entered(phone=["+492211234567", "+49307654321"])
    entered("Köln Azərbaycan Evi", "house")
    ref = listed(
        [CINAR[0], "", "DE", "Кёльн"],
        [CINAR[0].upper(), "", "DE", "Cologne", "", "new@cinar.example"],
        ["Chinar Union", "", "DE", "Koeln"],
        ["Дом Азербайджана в Кёльне", "", "DE", "Köln"],
        ["“Palıd” cəmiyyəti", "", "DE", "Köln"],
        ["Общество «Палыд»", "", "DE", "Köln"],
    )

    assert verdicts(worked(ref).ref) == [
        ("same", []),
        ("changes", []),
        ("doubtful", ["like:same-own-name"]),
        ("doubtful", ["like:same-meaning"]),
        ("new", []),
        ("doubtful", ["list-like-row"]),
    ]


def test_a_person_decides_what_is_doubtful() -> None:
    cinar = entered()
    ref = listed(
        ["Chinar Union", "", "DE", "Köln", "0221 999999"],
        ["Объединение «Чинар»", "", "DE", "Köln"],
        ["Chynar Association", "", "DE", "Köln"],
    )
    worked(ref)

    choose(ref=ref, choices={3: "same", 4: "new"}, by=STAFF, at=AT)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)

    states = list(Line.objects.filter(batch__ref=ref).order_by("number").values_list("state", flat=True))
    assert states == ["changed", "entered", "left"]
    entry = Community.objects.get(ref=cinar)
    assert entry.contacts.get().value == "+49221999999"
    assert set(entry.names.values_list("text", flat=True)) == {CINAR[0], "Chinar Union"}
    assert Community.objects.count() == 2
    with pytest.raises(NotPossible, match="list-not-read"):
        choose(ref=ref, choices={5: "new"}, by=STAFF, at=AT)


def test_a_repeat_and_a_kill_between_rows_write_nothing_twice(monkeypatch) -> None:
    ref = listed(*[[f"“Çinar {n}” Birliyi", "", "DE", "Köln"] for n in range(7)])
    assert listed(["another file"], key="k") == ref
    worked(ref)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    judge = judge_again(ref, STAFF, at=AT)
    assert apply_rows(ref=ref, judge=judge, most=2, by=STAFF, at=AT) == 2
    monkeypatch.setattr(rows, "found", _die_at_second_call(rows.found))
    with pytest.raises(KeyboardInterrupt):
        apply_rows(ref=ref, judge=judge, most=3, by=STAFF, at=AT)
    assert Community.objects.count() == 2
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "ROWS_AT_ONCE", 2)
    worked(ref)

    assert Community.objects.count() == 7
    assert Entry.objects.filter(kind="register.community.founded").count() == 7


def _die_at_second_call(act):
    calls = []

    def dying(**asked):
        calls.append(asked)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return act(**asked)

    return dying


def test_a_list_is_undone_whole_but_for_what_others_touched() -> None:
    cinar = entered(phone=["+492211234567"])
    ref = listed(
        [CINAR[0], "", "DE", "Köln", "0221 999999", "", "cinar.example"],
        ["“Palıd” Evi", "", "DE", "Köln"],
        ["“Söyüd” Evi", "", "DE", "Köln"],
    )
    worked(ref)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)
    assert Community.objects.count() == 3
    palid = Community.objects.get(slug="palid-evi")
    write(ref=palid.ref, version=palid.version, group="work", fields={"about:az": "…"}, key="w", by=STAFF, at=AT)

    ask_to_undo(ref=ref, by=STAFF, at=AT)
    assert worked(ref).state == "undone"

    assert set(Community.objects.values_list("slug", flat=True)) == {"cinar-azerbaycan-birliyi", "palid-evi"}
    assert set(Community.objects.get(ref=cinar).contacts.values_list("value", flat=True)) == {"+492211234567"}
    assert [row.state for row in lines(ref, show="", page=1, by=STAFF, at=AT)] == ["undone", "remains", "undone"]
    stands = Entry.objects.filter(kind="register.community.stands").values_list("body", flat=True)
    assert [json.loads(body)["facts"]["state"] for body in stands] == ["withdrawn"]


def test_two_rows_that_change_one_entry_are_both_undone() -> None:
    cinar = entered(phone=["+492211234567"])
    ref = listed([CINAR[0], "", "DE", "Köln", "0221 999999"], ["Chinar Union", "", "DE", "Köln", "", "a@cinar.example"])
    worked(ref)
    choose(ref=ref, choices={4: "same"}, by=STAFF, at=AT)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)
    assert Community.objects.get(ref=cinar).contacts.count() == 3

    ask_to_undo(ref=ref, by=STAFF, at=AT)
    worked(ref)

    entry = Community.objects.get(ref=cinar)
    assert list(entry.contacts.values_list("value", flat=True)) == ["+492211234567"]
    assert [name.text for name in entry.names.all()] == [CINAR[0]]


def test_what_came_meanwhile_is_not_entered_twice() -> None:
    first, second = (listed(CINAR, key=key) for key in "ab")
    for ref in (first, second):
        worked(ref)
        ask_to_apply(ref=ref, by=STAFF, at=AT)
    for ref in (first, second):
        worked(ref)

    assert Community.objects.count() == 1
    assert [row.reasons[-1][0] for row in lines(second, show="", page=1, by=STAFF, at=AT)] == ["list-no-longer-new"]


def test_a_coordinator_brings_in_their_country_only() -> None:
    ref = listed(CINAR, ["“Palıd” Evi", "", "Polşa", "Varşava"], by=BERLIN)
    judge = judge_again(ref, BERLIN, at=AT)
    while judge_rows(ref=ref, judge=judge, most=1, by=BERLIN, at=AT):
        pass

    assert verdicts(ref) == [("new", []), ("wrong", ["list-not-your-country"])]
    other = Actor(ref="user:8", grants=frozenset({Grant("coordinator", "country", "DE")}))
    assert lists(by=other, at=AT) == []
    with pytest.raises(NotFound, match="no-such-list"):
        list_by_ref(ref, by=other, at=AT)
    for nobody in (ANONYMOUS, Actor(ref="user:9", grants=frozenset({Grant("coordinator", "community", "abc")}))):
        with pytest.raises(NotAllowed):
            listed(CINAR, by=nobody, key="z")


def test_whoever_lost_the_role_writes_nothing_more() -> None:
    ref = listed(CINAR, by=BERLIN)
    Batch.objects.filter(ref=ref).update(state="applying")

    assert jobs.go_on_with_lists() == 0  # the account does not exist any more

    assert Batch.objects.get(ref=ref).state == "read"
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "list-empty"),
        (b"a;b;c\n1;2;3", "list-without-headings"),
        ("Ad;Soyad;Doğum tarixi\nA;B;1990".encode(), "list-of-people"),
        ("Город;Телефон\nКёльн;1".encode(), "list-without-names"),
        ("Təşkilat;Şəhər\n".encode(), "list-empty"),
    ],
)
def test_a_file_that_is_no_list_leaves_nothing(raw, code) -> None:
    with pytest.raises(NotValid, match=code):
        bring_in(raw=raw, title="x", key="k", by=STAFF, at=AT)

    assert not Batch.objects.exists()


def test_defaults_hold_where_a_row_says_nothing_and_must_exist() -> None:
    raw = "Ad;Şəhər\n“Palıd”;Köln".encode()

    ref = bring_in(raw=raw, title="\u202exslx", country="DE", kind="house", key="k", by=STAFF, at=AT)

    assert verdicts(worked(ref).ref) == [("new", [])]
    assert Batch.objects.get().title == "xslx"
    with pytest.raises(NotValid, match="country-unknown"):
        bring_in(raw=raw, title="x", country="XX", key="l", by=STAFF, at=AT)
    with pytest.raises(NotValid, match="kind-unknown"):
        bring_in(raw=raw, title="x", kind="castle", key="l", by=STAFF, at=AT)


def test_lists_are_forgotten_and_what_they_wrote_stays() -> None:
    ref = listed(CINAR)
    worked(ref)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)
    Batch.objects.update(changed_at=AT)

    assert forget_lists(by=STAFF, at=AT) == 0
    assert forget_lists(by=STAFF, at=clock.now().replace(year=2027)) == 1

    assert (Batch.objects.count(), Line.objects.count(), Community.objects.count()) == (0, 0, 1)
    assert Change.objects.exists()


def test_a_role_that_ended_keeps_no_entry() -> None:
    ref = listed(CINAR)
    worked(ref)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)
    place = Community.objects.get().ref
    role = grant_role_to(email="n@house.example", role="coordinator", scope="community", place=place, by=STAFF, at=AT)
    end_role(grant_id=role, by=STAFF, at=clock.now())

    ask_to_undo(ref=ref, by=STAFF, at=AT)

    assert worked(ref).state == "undone"
    assert not Community.objects.exists()


def test_undo_needs_something_written() -> None:
    ref = listed(CINAR)

    with pytest.raises(NotPossible, match="list-not-applied"):
        ask_to_undo(ref=ref, by=STAFF, at=AT)
    with pytest.raises(NotPossible, match="list-not-read"):
        ask_to_apply(ref=ref, by=STAFF, at=AT)
    halt_list(ref=ref, by=STAFF, at=AT)
    assert Batch.objects.get().state == "read"
    assert Entry.objects.filter(kind="register.list.halted").count() == 1


@pytest.mark.parametrize("hung", ["report", "waiting", "overtaken", "renewal", "role"])
def test_an_entry_on_which_the_work_of_others_hangs_remains(hung) -> None:
    ref = listed(CINAR)
    worked(ref)
    ask_to_apply(ref=ref, by=STAFF, at=AT)
    worked(ref)
    entry = Community.objects.get()
    if hung == "report":
        ActivityReport.objects.create(key="r", community=entry, quarter="2026q1", round=1, by="user:7", at=AT)
    elif hung == "renewal":
        Renewal.objects.create(community=entry, secret_digest="d", sent_at=AT, expires_at=AT)
    elif hung == "role":
        grant_role_to(email="n@house.example", role="coordinator", scope="community", place=entry.ref, by=STAFF, at=AT)
    else:
        Change.objects.create(
            key="c",
            community=entry,
            group="names",
            state=hung,
            before={},
            after={"founded": "1998"},
            by="user:7",
            at=AT,
        )

    ask_to_undo(ref=ref, by=STAFF, at=AT)
    worked(ref)

    assert Community.objects.get() == entry
    assert [row.state for row in lines(ref, show="", page=1, by=STAFF, at=AT)] == ["remains"]
