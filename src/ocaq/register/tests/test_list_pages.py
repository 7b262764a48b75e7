"""Lists at the desk, as browsers without script meet them, and what is taken along."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ocaq.register import jobs
from ocaq.register.models import Batch, Community, Name
from ocaq.register.rules.sheets import rows_of
from ocaq.register.tests.makers import community, town
from ocaq.register.tests.test_desk import signed_in
from ocaq.register.tests.test_sheets import workbook

HEADINGS = ["Təşkilat", "Ölkə", "Şəhər", "Telefon", "Sədr", "Zodiac"]
ROWS = [
    ["“Çinar” Birliyi", "DE", "Berlin", "030 1234567", "Aynur Narlı", "x"],
    ["", "DE", "Berlin"],
    ["Дом Азербайджана", "DE", "Berlin"],
]
NEW = "/desk/register/lists/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return signed_in("staff", "staff")


@pytest.fixture
def house():
    return community(place=town())


def sent(browser, raw: bytes, name: str = "siyahı.xlsx"):
    key = browser.get(NEW).context["form"]["key"].value()
    return browser.post(NEW, {"key": key, "file": SimpleUploadedFile(name, raw)})


def page_of(browser, answer) -> str:
    jobs.go_on_with_lists()
    return browser.get(answer.url).content.decode()


def test_a_list_goes_its_whole_way_without_script(staff, house) -> None:
    answer = sent(staff, workbook([HEADINGS, *ROWS]))
    assert answer.status_code == 302
    waiting = staff.get(answer.url).content.decode()
    assert "The rows are being read." in waiting
    assert 'id="work"' in waiting

    page = page_of(staff, answer)
    assert "It looks like" not in page
    assert "The names mean the same, and neither has an own name." in page
    assert f"/desk/register/{house.ref}/" in page
    assert "Columns about people were not read:" in page
    assert "Zodiac" in page
    assert "Aynur" not in page
    assert "1 doubtful row is not decided yet." in page
    assert "Write 1 row" in page

    assert staff.post(f"{answer.url}choices/", {"row-4": "same", "row-x": "same", "other": "1"}).status_code == 302
    assert "Write 2 rows" in page_of(staff, answer)
    staff.post(f"{answer.url}application/")
    page = page_of(staff, answer)
    assert "Take the list back" in page
    assert Community.objects.count() == 2
    assert Name.objects.filter(community=house).count() == 2

    staff.post(f"{answer.url}undoing/")
    assert "taken back" in page_of(staff, answer)
    assert Community.objects.get() == house


def test_a_row_names_the_row_it_looks_like_after_saying_so(staff, house) -> None:
    twice = [["“Palıd” cəmiyyəti", "Almaniya"], ["Общество «Палыд»", "Almaniya"]]
    page = page_of(staff, sent(staff, workbook([["Adı", "Ölkə"], *twice])))

    assert 'It looks like another row of this list:</span> <bdi class="num">2</bdi></li>' in page


@pytest.mark.parametrize("show", ["", "wrong", "new", "is-waiting", "nonsense'--"])
def test_rows_are_shown_by_verdict(staff, house, show) -> None:
    answer = sent(staff, workbook([HEADINGS, *ROWS]))
    jobs.go_on_with_lists()

    page = staff.get(answer.url, {"show": show, "page": "1"})

    assert page.status_code == 200
    assert ("Write at least one name" in page.content.decode()) == (show in {"", "wrong"})


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file holds no rows."),
        (b"PK\x03\x04 nothing", "The file is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xls", "old spreadsheet"),
        ("Ad;Soyad;Doğum tarixi\nA;B;1990".encode(), "This is a list of people."),
        (b"=1+1;2\n3;4", "No row names the columns."),
    ],
)
def test_what_is_no_list_is_said_at_the_field(staff, raw, sentence) -> None:
    answer = sent(staff, raw)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_form_sent_twice_is_one_list(staff, house) -> None:
    key = staff.get(NEW).context["form"]["key"].value()
    for _ in range(2):
        raw = SimpleUploadedFile("a.csv", "Ad;Şəhər\nÇinar;Berlin".encode())
        assert staff.post(NEW, {"key": key, "file": raw}).status_code == 302

    assert Batch.objects.count() == 1


def test_nobody_sees_the_list_of_another_or_brings_one_without_a_country(house) -> None:
    germany, poland = signed_in("de", scope="country", place="DE"), signed_in("pl", scope="country", place="PL")
    answer = sent(germany, workbook([HEADINGS, *ROWS]))

    assert germany.get(answer.url).status_code == 200
    for act in ("", "rows.csv"):
        assert poland.get(answer.url + act).status_code == 404
    for act in ("choices/", "application/", "undoing/"):
        assert poland.post(answer.url + act).status_code == 404
    keeper = signed_in("keeper", scope="community", place=house.ref)
    assert keeper.get(NEW).status_code == 403
    assert keeper.get("/desk/register/lists/").status_code == 403


def test_the_rows_come_back_with_their_reasons_and_no_formula(staff, house) -> None:
    answer = sent(staff, workbook([HEADINGS, ["=cmd|' /C calc'!A0", "DE", "Nowhere"], *ROWS]))
    jobs.go_on_with_lists()

    rows = list(csv.reader(io.StringIO(staff.get(f"{answer.url}rows.csv").content.decode("utf-8-sig"))))

    assert rows[0] == ["Row", "Name", "What it is", "Why", "What became of it"]
    assert [row[2] for row in rows[1:]] == ["cannot be taken", "new", "cannot be taken", "doubtful"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_what_is_taken_along_comes_back_as_the_same(staff, house) -> None:
    community("“Söyüd” Birliyi", kind="association", place=town(), phone=["+49301112223"], taught=["az", "ru"])
    Name.objects.filter(community=house).update(text="=1+1 Evi")

    for address in ("csv", "xlsx"):
        raw = staff.get(f"/desk/register/communities.{address}").content
        answer = sent(staff, raw, f"x.{address}")
        jobs.go_on_with_lists()
        batch = Batch.objects.latest("pk")
        assert [line.verdict for line in batch.lines.order_by("pk")] == ["same", "same"], list(batch.lines.values())
        assert staff.get(answer.url).status_code == 200
    sheet = load_workbook(io.BytesIO(raw)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert any(cell.value == "=1+1 Evi" for row in sheet.iter_rows() for cell in row)


def test_only_what_somebody_looks_after_is_taken_along(house) -> None:
    other = community("Varşava Evi", country="PL", place=town("Warszawa", "PL", 52.2, 21.0))
    for browser, seen in (
        (signed_in("de", scope="country", place="DE"), [house.ref]),
        (signed_in("keeper", scope="community", place=other.ref), [other.ref]),
        (signed_in("all", "staff"), [house.ref, other.ref]),
    ):
        rows = list(csv.reader(io.StringIO(browser.get("/desk/register/communities.csv").content.decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == seen


def test_a_street_that_no_page_shows_leaves_in_no_file_and_stays_when_the_file_comes_back(staff) -> None:
    hidden = community("Nar Evi", place=town(), street="Lindenweg 7", postcode="10115", email=["nar@house.example"])
    community("Çinar Evi", place=town("Köln"), street="Domplatz 1", postcode="50667", shown="street")
    keeper = signed_in("keeper", scope="community", place=hidden.ref)

    page = staff.get(f"/directory/{hidden.slug}/").text
    for browser, streets in ((staff, ["", "Domplatz 1"]), (keeper, [""])):
        for kind in ("csv", "xlsx"):
            raw = browser.get(f"/desk/register/communities.{kind}").content
            rows = [cells for _number, cells in rows_of(raw)]
            told = [dict(zip(rows[0], [*cells, *[""] * 20], strict=False)) for cells in rows[1:]]
            assert sorted(row["Street and number"] for row in told) == streets
            assert sorted(row["Postcode"] for row in told) == [code and "50667" for code in streets]
    assert "Lindenweg" not in page
    assert "nar@house.example" in page
    sent(staff, raw, "x.xlsx")
    jobs.go_on_with_lists()
    assert Batch.objects.get().lines.get().verdict == "same"
    assert Community.objects.get(pk=hidden.pk).street == "Lindenweg 7"
