"""A browser brings a form that was sent back, with its key: sent again it is one act, with other words another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ocaq.register.models import ActivityReport, Batch, Community, Person
from ocaq.register.tests.makers import community, town
from ocaq.register.tests.test_desk import boxes, give_reason, signed_in
from ocaq.register.tests.test_sheets import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return signed_in("staff", "staff")


def sent(browser, at: str, *forms: dict) -> None:
    """Open a form once and send it with the words of each."""
    told = boxes(browser.get(at))
    for form in forms:
        assert browser.post(at, told | form).status_code == 302


def test_a_report_with_other_numbers_corrects_the_first(staff) -> None:
    sent(staff, f"/desk/register/{community().ref}/report/", {"events": "1"}, {"events": "1"}, {"events": "2"})

    assert list(ActivityReport.objects.order_by("round").values_list("events", flat=True)) == [1, 2]


def test_a_report_of_another_community_under_the_same_key_is_kept(staff) -> None:
    told = boxes(staff.get(f"/desk/register/{community().ref}/report/"))
    for body in Community.objects.first(), community("Məktəb", kind="school"):
        assert staff.post(f"/desk/register/{body.ref}/report/", told | {"events": "3"}).status_code == 302

    assert ActivityReport.objects.count() == 2


def test_a_second_person_is_entered_beside_the_first(staff) -> None:
    one, other = {"name": "Aygün Lalazarlı", "office": "chair"}, {"name": "Rövşən Çinarlı", "office": "deputy"}
    give_reason(staff)
    sent(staff, f"/desk/register/{community().ref}/posts/", one, other)

    assert set(Person.objects.values_list("name", flat=True)) == {one["name"], other["name"]}


def test_a_second_community_is_entered_beside_the_first(staff) -> None:
    one, other = ({"name": name, "kind": "school", "country": "DE", "language": "az"} for name in ("Nar", "Çinar"))
    sent(staff, "/desk/register/new/", one, one, other)

    assert {str(body.title) for body in Community.objects.all()} == {"Nar", "Çinar"}


def test_another_file_is_another_list(staff) -> None:
    town()
    files = [workbook([["Ad", "Ölkə", "Şəhər"], [name, "DE", "Berlin"]]) for name in ("Nar Evi", "Palıd Evi")]
    told = boxes(staff.get("/desk/register/lists/new/"))
    for raw in (files[0], files[0], files[1]):
        form = told | {"file": SimpleUploadedFile("a.xlsx", raw), "country": "", "kind": ""}
        assert staff.post("/desk/register/lists/new/", form).status_code == 302

    assert Batch.objects.count() == 2
