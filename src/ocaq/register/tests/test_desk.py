"""The register at the desk, as browsers without script meet it."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from ocaq.accounts.commands import end_role, grant_role, open_account
from ocaq.accounts.models import RoleGrant, User
from ocaq.accounts.public import BACKEND
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.mail.models import Mail
from ocaq.privacy.models import Look
from ocaq.register.commands.changes import write
from ocaq.register.models import ActivityReport, Area, Change, Community, Person, Place, Post
from ocaq.register.tests.makers import STAFF, community, town

pytestmark = pytest.mark.django_db


def signed_in(part: str, role: str = "coordinator", scope: str = "institution", place: str = "") -> Client:
    email = f"{part}@example.org"
    user = open_account(email=email, name=part, language="", by=system("test"), at=clock.now())
    grant_role(user_id=user, role=role, scope=scope, place=place, tell=False, by=system("test"), at=clock.now())
    browser = Client()
    browser.force_login(User.objects.get(pk=user), backend=BACKEND)
    return browser


def give_reason(browser: Client, reason: str = "They rang and ask to be entered") -> None:
    assert browser.post("/desk/privacy/reason/", {"reason": reason}).status_code == 302


@pytest.fixture
def house() -> Community:
    place = town()
    return community(
        place=place,
        phone=["+49301234567"],
        hours=[[0, "10:00", "13:00"], [0, "14:00", "18:00"]],
        taught=["az"],
        **{"about:az": "Kitabxana.", "about:en": "A library."},
    )


@pytest.fixture
def staff() -> Client:
    return signed_in("staff", "staff")


def boxes(page) -> dict:
    """Return what the page's form would send as it is."""
    form = page.context["form"]
    return {form.add_prefix(name): value for name in form.fields if (value := form[name].value()) not in (None, "")}


@pytest.mark.parametrize("group", ["names", "place", "contacts", "hours", "work"])
def test_each_group_saved_as_it_stands_changes_nothing(house, staff, group) -> None:
    at = f"/desk/register/{house.ref}/edit/{group}/"
    answer = staff.post(at, boxes(staff.get(at)))

    assert answer.status_code == 302, answer.context["form"].errors
    assert list(house.changes.filter(state="applied").values_list("group", flat=True)) == ["names"]
    assert Community.objects.get(pk=house.pk).version == 1


def test_a_group_is_written(house, staff) -> None:
    at = f"/desk/register/{house.ref}/edit/hours/"
    told = {**boxes(staff.get(at)), "day_0": "9-12, 13.30 – 17:00", "hours_note_az": "Bayramlarda bağlıdır."}

    assert staff.post(at, told).status_code == 302
    house.refresh_from_db()
    assert [(f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in house.hours.order_by("opens")] == [
        ("09:00", "12:00"),
        ("13:30", "17:00"),
    ]
    assert house.hours_note["az"] == "Bayramlarda bağlıdır."


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("names", {"name_0": "Аzərbaycan Evi"}),
        ("names", {"state": "closed"}),
        ("names", {"founded": "last year"}),
        ("place", {"latitude": "95", "longitude": "1"}),
        ("contacts", {"email": "nobody"}),
        ("hours", {"day_3": "in the morning"}),
        ("hours", {"day_3": "18:00-10:00"}),
        ("work", {"about_az": "a" * 2001}),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_the_words_stay(house, staff, group, told) -> None:
    at = f"/desk/register/{house.ref}/edit/{group}/"
    answer = staff.post(at, {**boxes(staff.get(at)), **told})

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert str(next(iter(told.values())))[:40] in answer.content.decode()


def test_two_editors_of_one_text_read_both(house, staff) -> None:
    at = f"/desk/register/{house.ref}/edit/work/"
    opened = boxes(staff.get(at))
    write(ref=house.ref, version=1, group="work", fields={"about:az": "Xor."}, key="k", by=STAFF, at=clock.now())
    answer = staff.post(at, {**opened, "about_az": "Rəqs."})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Xor." in page
    assert "Rəqs." in page
    again = staff.post(at, {**boxes(answer), "about_az": "Xor və rəqs."})
    assert again.status_code == 302
    assert Community.objects.get(pk=house.pk).about["az"] == "Xor və rəqs."
    assert Change.objects.get(state="overtaken").after == {"about:az": "Rəqs."}


def test_a_role_that_ended_takes_no_words_away(house) -> None:
    browser = signed_in("keeper", scope="community", place=house.ref)
    at = f"/desk/register/{house.ref}/edit/contacts/"
    opened = boxes(browser.get(at))
    end_role(grant_id=RoleGrant.objects.get().pk, by=system("test"), at=clock.now())
    answer = browser.post(at, {**opened, "email": "typed@house.example"})

    assert answer.status_code == 403
    assert "typed@house.example" in answer.content.decode()
    assert not house.contacts.filter(way="email").exists()


@pytest.mark.parametrize(
    ("form", "typed", "said"),
    [("posts", {"name": "Aygün Çinarlı", "office": "chair"},
      {"Name of the person": "Aygün Çinarlı", "Post": "Chair"}),
     ("report", {"words": "Three\nevenings", "events": "3", "taught": ["az", "ka"]},
      {"What should others know of it?": "Three<br>evenings", "How many events did you hold?": "3",
       "Which languages were taught?": "Azerbaijani<br>Georgian"}),
     ("ties", {"umbrella": "k7mn4pqr2stv", "starts_on": "2026-01-01"}, {"First day": "2026-01-01"}),
     ("edit/names", {"kind": "house", "state": "closed", "name_0": "Дом", "language_0": "ru", "version": "1"},
      {"Kind": "House", "State": "Closed", "Name": "Дом", "Language": "Russian"})],
)  # fmt: skip
def test_no_form_takes_words_away_from_whose_role_ended(house, form: str, typed: dict, said: dict[str, str]) -> None:
    browser = signed_in("keeper", scope="community", place=house.ref)
    at = f"/desk/register/{house.ref}/{form}/"
    assert browser.get(at).status_code == 200
    end_role(grant_id=RoleGrant.objects.get().pk, by=system("test"), at=clock.now())
    answer = browser.post(at, typed)

    assert answer.status_code == 403
    rows = re.findall(r"<dt>(.*?)</dt><dd><bdi>(.*?)</bdi></dd>", answer.text)
    assert dict(rows) == said
    assert browser.get(at).status_code in {403, 404}


def test_a_coordinator_sees_their_house_and_asks_for_a_name(house) -> None:
    other = community("Məktəb", kind="school", country="FR")
    browser = signed_in("keeper", scope="community", place=house.ref)

    listed = browser.get("/desk/register/").content.decode()
    assert house.ref in listed
    assert other.ref not in listed
    assert browser.get(f"/desk/register/{other.ref}/").status_code == 404
    at = f"/desk/register/{house.ref}/edit/names/"
    assert browser.post(at, {**boxes(browser.get(at)), "founded": "1998"}).status_code == 302
    change = Change.objects.get(state="waiting")
    page = browser.get(f"/desk/register/{house.ref}/").content.decode()
    assert f"/desk/register/changes/{change.ref}/" in page
    assert 'name="agree"' not in browser.get(f"/desk/register/changes/{change.ref}/").content.decode()
    assert browser.post(f"/desk/register/changes/{change.ref}/", {"agree": 1, "version": 1}).status_code == 403


def test_a_council_answers(house) -> None:
    council = community("Şura", kind="council", country="AT")
    Area.objects.create(council=council, country="DE", starts_on="2020-01-01")
    keeper = signed_in("keeper", scope="community", place=house.ref)
    above = signed_in("council", scope="community", place=council.ref)
    at = f"/desk/register/{house.ref}/edit/names/"
    for founded in ("1998", "1999"):
        keeper.post(at, {**boxes(keeper.get(at)), "founded": founded})
    first, second = Change.objects.filter(state="waiting").order_by("pk")

    assert len(above.get("/desk/register/changes/").context["rows"]) == 2
    page = above.get(f"/desk/register/changes/{first.ref}/")
    answer = above.post(f"/desk/register/changes/{first.ref}/", {"agree": 1, "version": page.context["version"]})
    assert answer.status_code == 302
    assert Community.objects.get(pk=house.pk).founded == "1998"
    empty = above.post(f"/desk/register/changes/{second.ref}/", {"answer": "", "version": 2})
    assert empty.status_code == 409
    assert (
        above.post(f"/desk/register/changes/{second.ref}/", {"answer": "It was 1998.", "version": 2}).status_code == 302
    )
    assert "It was 1998." in keeper.get(f"/desk/register/{house.ref}/").content.decode()
    assert keeper.get("/desk/register/changes/").context["rows"] == []
    letters = Mail.objects.filter(template="register_answered").order_by("pk")
    assert [letter.to for letter in letters] == ["keeper@example.org"] * 2
    assert "It was 1998." in letters[1].text


def test_a_post_is_entered_after_a_look_at_who_is_there(house, staff) -> None:
    at = f"/desk/register/{house.ref}/posts/"
    told = {"name": "Aynur Çinarlı", "office": "chair", "starts_on": "2025-01-01", "email": "aynur@people.example"}
    give_reason(staff)

    for slip in ("0202-01-01", "9999-12-31"):
        assert staff.post(at, {**boxes(staff.get(at)), **told, "starts_on": slip}).status_code == 422
    assert staff.post(at, {**boxes(staff.get(at)), **told}).status_code == 302
    again = staff.post(at, {**boxes(staff.get(at)), **told, "name": "Айнур Чинарлы", "office": "teacher"})
    assert again.status_code == 422
    assert Person.objects.get().ref in again.content.decode()
    same = {**boxes(again), "holder": Person.objects.get().ref}
    assert staff.post(at, same).status_code == 302
    other = {**same, "holder": "new", "key": "other", "office": "member"}
    assert staff.post(at, other).status_code == 302
    assert (Person.objects.count(), Post.objects.count()) == (2, 3)
    typed = staff.post("/desk/register/alike/", {"name": "Aynur Chinarly"}).json()["alike"]
    assert {row["name"] for row in typed} == {"Aynur Çinarlı", "Айнур Чинарлы"}
    assert all(row["why"] for row in typed)


def test_staff_say_why_before_they_search_every_country_for_a_name(house, staff) -> None:
    at = f"/desk/register/{house.ref}/posts/"
    told = {"name": "Aynur Çinarlı", "office": "chair", "starts_on": "2025-01-01", "key": "k"}

    assert staff.get(at)["Location"] == f"/desk/privacy/reason/?next={quote(at, safe='')}"
    refused = staff.post(at, told)
    assert refused.status_code == 422
    for words in ("Write first, in a few words", 'value="Aynur Çinarlı"', "/desk/privacy/reason/?next="):
        assert words in refused.content.decode()  # what they typed stays
    assert staff.post("/desk/register/alike/", {"name": "Aynur Chinarly"}).status_code == 403
    assert not Person.objects.exists()

    give_reason(staff)
    assert staff.post(at, told).status_code == 302
    assert staff.post("/desk/register/alike/", {"name": "Aynur Chinarly"}).json()["alike"]
    look = Look.objects.get(looked__subject=Person.objects.get().subject)
    assert (look.purpose, look.how, look.reason) == ("post", "search", "They rang and ask to be entered")
    keeper = signed_in("keeper", scope="community", place=house.ref)
    assert keeper.get(at).status_code == 200
    assert keeper.post("/desk/register/alike/", {"name": "Aynur Chinarly"}).json()["alike"]


def test_a_keeper_asks_notes_a_paper_takes_a_name_down_and_ends_a_post(house, staff) -> None:
    new = f"/desk/register/{house.ref}/posts/"
    told = {"name": "Aynur Çinarlı", "office": "chair", "starts_on": "2025-01-01", "letters_in": "az"}
    give_reason(staff)
    staff.post(new, {**boxes(staff.get(new)), **told})
    post = Post.objects.get()
    at, today = f"/desk/register/posts/{post.ref}/", clock.now().date()

    assert staff.post(at, {"ask": 1}).status_code == 422  # nobody knows where they are reached
    assert "No mail address of this person is known" in staff.post(at, {"ask": 1}).content.decode()
    assert staff.post(at, {"reach": 1, "address": "aynur"}).status_code == 422
    assert staff.post(at, {"reach": 1, "address": "aynur@people.example"}).status_code == 302
    assert staff.post(at, {"ask": 1}).status_code == 302
    assert Mail.objects.get(template="register_asked").language == "az"
    for wrong in ({"kept_at": "Folder 4"}, {"signed_on": today}, {"signed_on": "2019-01-01", "kept_at": "Folder 4"}):
        assert staff.post(at, {"paper": 1, **wrong}).status_code == 422
    assert Post.objects.get().public_until is None
    assert staff.post(at, {"paper": 1, "signed_on": today, "kept_at": "Folder 4"}).status_code == 302
    assert Post.objects.get().public_until == today + timedelta(days=366)
    assert "Folder 4" in staff.get(at).content.decode()
    assert staff.post(at, {"down": 1}).status_code == 302
    assert Post.objects.get().public_until is None
    assert "Aynur" in staff.get("/desk/register/untold/").content.decode()
    assert staff.post(at, {"told": 1, "told_on": today + timedelta(days=2)}).status_code == 422
    assert staff.post(at, {"told": 1, "told_on": today}).status_code == 302
    assert "Aynur" not in staff.get("/desk/register/untold/").content.decode()
    assert staff.post(at, {"end": 1, "ends_on": "2024-01-01", "key": "a"}).status_code == 422
    assert staff.post(at, {"end": 1, "ends_on": "9999-12-31", "key": "a"}).status_code == 422  # kept for ever
    assert staff.post(at, {"end": 1, "ends_on": "2025-06-01", "key": "b"}).status_code == 302


def test_a_community_is_entered_in_a_town_under_any_of_its_names(staff) -> None:
    place = {"country": "DE", "name_en": "Munich", "latitude": "48.14", "longitude": "11.58", "spellings": "Münih"}
    assert staff.post("/desk/register/places/", place).status_code == 302
    told = {"name": "Haus", "language": "de", "kind": "house", "country": "DE", "town": "münih", "key": "k"}

    answer = staff.post("/desk/register/new/", told)
    assert answer.status_code == 302
    assert Community.objects.get().place == Place.objects.get()
    wrong = staff.post("/desk/register/new/", {**told, "town": "Atlantis", "key": "l"})
    assert wrong.status_code == 422
    assert staff.post("/desk/register/places/", {**place, "zone": "Moon/Base"}).status_code == 422


def test_kinds_are_added_by_staff(staff) -> None:
    told = {"code": "library", "title_en": "Library", "plural_en": "Libraries"}

    assert staff.post("/desk/register/kinds/", told).status_code == 302
    assert staff.post("/desk/register/kinds/", {**told, "code": "!"}).status_code == 422
    assert signed_in("c", scope="country", place="DE").get("/desk/register/kinds/").status_code == 403


def test_a_quarter_is_reported_and_corrected(house, staff) -> None:
    at = f"/desk/register/{house.ref}/report/"
    told = {**boxes(staff.get(at)), "events": "12", "pupils": "40", "words": "Novruz."}

    assert staff.post(at, told).status_code == 302
    assert staff.post(at, told).status_code == 302
    quarter = ActivityReport.objects.get().quarter
    again = boxes(staff.get(f"{at}?quarter={quarter}"))
    assert again["events"] == 12
    assert staff.post(at, {**again, "events": "13"}).status_code == 302
    assert list(ActivityReport.objects.order_by("round").values_list("events", flat=True)) == [12, 13]
    assert staff.post(at, {**again, "events": "-1"}).status_code == 422


def test_looks_are_written_and_small_acts_done(house, staff) -> None:
    at = f"/desk/register/{house.ref}/"

    assert staff.post(f"{at}verified/", {"group": ["hours", "work"]}).status_code == 302
    assert house.verifications.count() == 2
    assert staff.post(f"{at}renewal/").status_code == 409  # nobody to ask


def test_lists_are_narrowed(house, staff) -> None:
    community("Məktəb", kind="school", country="FR")

    def found(query: str) -> list[str]:
        return [str(one["row"].title) for one in staff.get(f"/desk/register/?{query}").context["rows"]]

    assert found("country=FR") == ["Məktəb"]
    assert found("kind=house") == ["Azərbaycan Evi"]
    assert found("words=berlin") == ["Azərbaycan Evi"]
    assert found("words=Məktəb") == ["Məktəb"]
    assert len(found("freshness=grey")) == 2
    assert found("freshness=fresh") == []
    assert found("state=closed") == []
    assert len(found("country=%27&page=zzz&freshness=nonsense&kind=")) == 0


def test_nobody_else_comes_in(house) -> None:
    director = signed_in("director", "director")

    for path in ("", f"{house.ref}/", "changes/", "new/", "kinds/", f"{house.ref}/edit/hours/", f"{house.ref}/report/"):
        assert director.get(f"/desk/register/{path}").status_code == 403, path
        assert Client().get(f"/desk/register/{path}").status_code == 302, path


def test_what_a_body_spans_and_belongs_to_has_its_days(house, staff) -> None:
    council, school = community("Şura", kind="council"), community("Məktəb", kind="school")
    spans, belongs = f"/desk/register/{council.ref}/ties/", f"/desk/register/{school.ref}/ties/"
    area = {"give": 1, "country": "AT", "starts_on": "2020-01-01", "taken_by": "Board", "number": "7"}

    assert staff.post(spans, area).status_code == 302
    assert Area.objects.get().decision.number == "7"
    assert staff.post(spans, {"end_area": "AT"}).status_code == 302
    assert Area.objects.get().ends_on == clock.now().date()
    assert staff.post(spans, {"end_area": "AT"}).status_code == 422
    tie = {"tie": 1, "umbrella": house.ref, "starts_on": "2020-01-01"}
    assert staff.post(belongs, tie).status_code == 302
    assert str(house.title) in staff.get(belongs).content.decode()
    assert staff.post(belongs, {**tie, "umbrella": "nothing"}).status_code == 422
    assert staff.post(belongs, {"end_tie": house.ref}).status_code == 302
    keeper = signed_in("keeper", scope="community", place=school.ref)
    assert keeper.get(belongs).status_code == 200
    assert keeper.post(belongs, {"end_tie": house.ref}).status_code == 422
