"""People on record: told by letter, asked what may be public, correcting what is kept of them."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ocaq.evidence.models import Entry
from ocaq.kernel import clock, links
from ocaq.kernel.actor import ANONYMOUS
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import Expired, NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.sealing import mark
from ocaq.mail.commands import note_returned
from ocaq.mail.models import Mail
from ocaq.mail.tests.test_returning import report
from ocaq.privacy.models import Receipt
from ocaq.privacy.public import Holder as Whose
from ocaq.privacy.public import notice_of
from ocaq.register import jobs
from ocaq.register.commands.consents import answer, let_lapse, note_paper, take_down
from ocaq.register.commands.correcting import Wanted, correct, give_address, move_address
from ocaq.register.commands.posts import Holder, begin_post
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.commands.telling import ask_holder, note_told, tell
from ocaq.register.models import Change, Letter, Paper, Person, Post
from ocaq.register.queries.holding import to_ask, to_tell, untold
from ocaq.register.queries.record import person_by_subject
from ocaq.register.tests.holders import ADDRESS, AYNUR, WORKER, begin
from ocaq.register.tests.makers import AT, STAFF, community, coordinator, keeper_of

pytestmark = pytest.mark.django_db

SELF = Whose(addresses=frozenset({ADDRESS}))
SAME = Wanted("Айнур Чинарлы", "Aynur Chinarli", "+49301234567", "ru")


@pytest.fixture
def house():
    return community()


def secret_in(mail: Mail) -> str:
    return re.search(r"/register/letters/([\w-]+)/", mail.text)[1]


def work(monkeypatch, at=AT) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    jobs.write_to_people()


def test_whoever_is_put_on_record_is_told_in_their_language_once(house, monkeypatch) -> None:
    begin(house)
    assert Person.objects.get().untold_since == AT
    work(monkeypatch)
    work(monkeypatch)

    (mail,) = Mail.objects.filter(template="register_told")
    assert (mail.to, mail.language) == (ADDRESS, "ru")
    for said in ("Айнур Чинарлы", str(house.title), "Minutes", "/privacy/record/"):
        assert said in mail.text, said
    assert ADDRESS not in mail.subject
    assert "Чинарлы" not in mail.subject
    person = Person.objects.get()
    assert (person.told_at, person.untold_since) == (AT, None)
    assert person.notice_version == notice_of("post").version
    entry = Entry.objects.get(kind="register.person.told")
    assert entry.subject == person.subject


@pytest.mark.parametrize(
    ("by", "said"), [(STAFF, "From staff of the institution."), ("house", "From the community itself.")]
)
def test_a_letter_says_from_whom_it_is_known(house, by, said) -> None:
    begin(house, Holder(name="Aynur", email=ADDRESS, language="en"), by=keeper_of(house) if by == "house" else by)
    person = Person.objects.get()

    tell(person=person.ref, by=WORKER, at=AT)

    text = Mail.objects.get(template="register_told").text
    assert said in text
    assert "<" not in text
    for line in notice_of("post").text:
        assert str(line) in text
    # What only waits for a council is said so, and nothing is asked.
    assert ("a council looks at it first" in text) is (by == "house")
    assert ("/register/letters/" in text) is (by != "house")


def test_nobody_is_stored_without_being_told_or_to_be_told(house) -> None:
    assert Person.objects.create(name="A", created_at=AT, changed_at=AT).untold_since is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="B", untold_since=None, created_at=AT, changed_at=AT)


def test_a_second_post_is_told_of_too(house, monkeypatch) -> None:
    begin(house)
    work(monkeypatch)
    begin(house, Holder(ref=Person.objects.get().ref), office="teacher")

    assert Person.objects.get().untold_since == AT
    work(monkeypatch)
    assert Mail.objects.filter(template="register_told").count() == 2


def test_who_has_no_address_stands_at_the_desk_with_a_day_until_somebody_told_them(house) -> None:
    post = begin(house, Holder(name="Aynur"))

    assert to_tell(at=AT, most=9) == []
    (row,) = untold(by=keeper_of(house), at=AT)
    assert (row.name, row.why, row.by_law) == ("Aynur", "no-address", AT + timedelta(days=30))
    assert untold(by=coordinator("country", "FR"), at=AT) == []
    with pytest.raises(NotAllowed):
        note_told(post=post.ref, on=AT.date(), by=coordinator("country", "FR"), at=AT)
    for day, code in ((1, "told-in-the-future"), (-1, "told-before-kept")):
        with pytest.raises(NotPossible, match=code):
            note_told(post=post.ref, on=AT.date() + timedelta(days=day), by=STAFF, at=AT)
    note_told(post=post.ref, on=AT.date(), by=keeper_of(house), at=AT)
    note_told(post=post.ref, on=AT.date(), by=keeper_of(house), at=AT)
    assert untold(by=keeper_of(house), at=AT) == []
    assert Entry.objects.filter(kind="register.person.told_by_hand").count() == 1


def test_who_a_server_says_days_later_was_not_reached_does_not_count_as_told(house, monkeypatch) -> None:
    begin(house)
    work(monkeypatch)
    mail = Mail.objects.get(template="register_told")
    Mail.objects.update(state="sent", attempts=1)
    assert untold(by=STAFF, at=AT) == []

    letter = f"Message-ID: {mail.message_id}\r\nSubject: {mail.subject}\r\n\r\n".encode()
    assert note_returned(raw=report(letter), at=AT + timedelta(days=2)) == "bounced"
    work(monkeypatch, AT + timedelta(days=2))

    assert [(row.why, row.since) for row in untold(by=STAFF, at=AT)] == [("came-back", AT)]
    work(monkeypatch, AT + timedelta(days=9))
    assert Mail.objects.filter(template="register_told").count() == 2


def test_a_letter_that_comes_back_is_sent_again_and_stands_at_the_desk(house, monkeypatch) -> None:
    post = begin(house)
    for week in range(4):
        at = AT + timedelta(days=8 * week)
        work(monkeypatch, at)
        Mail.objects.filter(template="register_told").update(state="bounced")
        work(monkeypatch, at + timedelta(hours=1))
        work(monkeypatch, at + timedelta(hours=2))

    assert Mail.objects.filter(template="register_told").count() == 3
    person = Person.objects.get()
    assert (person.told_at, person.notice_version) == (None, "")
    assert person.untold_since is not None
    assert [row.why for row in untold(by=STAFF, at=AT)] == ["came-back"]
    assert Entry.objects.filter(kind="register.letter.came_back").count() == 3

    give_address(post=post.ref, address="new@people.example", by=STAFF, at=AT)
    work(monkeypatch, AT + timedelta(days=40))
    assert Mail.objects.filter(template="register_told", to_mark=mark("new@people.example")).exists()
    with pytest.raises(NotPossible, match="address-known-already"):
        give_address(post=post.ref, address="mine@people.example", by=STAFF, at=AT)


def test_yes_and_no_are_said_on_the_page_of_the_letter_field_by_field(house, monkeypatch) -> None:
    post = begin(house)
    work(monkeypatch)
    client, at = Client(), f"/register/letters/{secret_in(Mail.objects.get(template='register_told'))}/"
    public = f"/directory/{house.slug}/"

    assert client.get(at).status_code == 200
    assert "Чинарлы" not in client.get(public).text
    assert client.post(at, {"answer": f"{post.ref}:public:yes"}).status_code == 302
    assert "Чинарлы" in client.get(public).text
    assert "2025" not in client.get(public).text
    client.post(at, {"answer": f"{post.ref}:since:yes"})
    assert "2025" in client.get(public).text
    receipts = Receipt.objects.filter(withdrawn_at=None).order_by("purpose")
    assert [(row.purpose, row.version) for row in receipts] == [
        ("public", notice_of("post").version),
        ("since", notice_of("post").version),
    ]
    client.post(at, {"answer": f"{post.ref}:public:no"})
    assert "Чинарлы" not in client.get(public).text
    assert Receipt.objects.filter(withdrawn_at=None).count() == 1
    assert ADDRESS not in client.get(public).text
    for wrong in (f"{post.ref}:email:yes", f"{post.ref}:public:perhaps", "nothing", f"{'b' * 12}:public:yes", ""):
        assert client.post(at, {"answer": wrong}).status_code in {404, 422}, wrong


def test_a_letter_opens_nothing_of_others_and_ends(house, monkeypatch) -> None:
    post = begin(house)
    other = begin(house, Holder(name="Kamran", email="kamran@people.example"), office="deputy")
    work(monkeypatch)
    secret = secret_in(Mail.objects.get(template="register_told", to_mark=mark(ADDRESS)))

    with pytest.raises(NotFound, match="no-such-person"):
        answer(whose=secret, post=other.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    with pytest.raises(NotFound, match="no-such-person"):
        answer(whose=SELF, post=other.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    with pytest.raises(NotFound, match="letter-unknown"):
        answer(whose="x" * 32, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    with pytest.raises(Expired, match="letter-over"):
        answer(whose=secret, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT + timedelta(days=45))
    with pytest.raises(NotValid, match="field-unknown"):
        answer(whose=secret, post=post.ref, field="email", yes=True, by=ANONYMOUS, at=AT)
    assert Letter.objects.filter(secret_digest=links.digest(secret)).count() == 1
    assert not Post.objects.exclude(public_until=None).exists()


def test_who_said_no_is_not_asked_again_by_a_keeper_nor_by_paper(house) -> None:
    post = begin(house)
    ask_holder(post=post.ref, by=keeper_of(house), at=AT)
    ask_holder(post=post.ref, by=keeper_of(house), at=AT + timedelta(days=1))
    assert Mail.objects.filter(template="register_asked").count() == 1
    answer(whose=SELF, post=post.ref, field="public", yes=False, by=ANONYMOUS, at=AT)

    with pytest.raises(NotPossible, match="said-no-lately"):
        ask_holder(post=post.ref, by=keeper_of(house), at=AT + timedelta(days=364))
    with pytest.raises(NotPossible, match="said-no-lately"):
        note_paper(post=post.ref, signed_on=AT.date(), kept_at="Folder", by=keeper_of(house), at=AT)
    with pytest.raises(NotAllowed, match="not-your-community"):
        ask_holder(post=post.ref, by=coordinator("country", "FR"), at=AT)
    ask_holder(post=post.ref, by=keeper_of(house), at=AT + timedelta(days=366))
    assert Mail.objects.filter(template="register_asked").count() == 2


def test_a_consent_on_paper_says_where_it_lies_is_told_and_taken_back(house, monkeypatch) -> None:
    post = begin(house)
    work(monkeypatch)
    signed = AT.date() - timedelta(days=100)
    with pytest.raises(NotValid, match="paper-lies-nowhere"):
        note_paper(post=post.ref, signed_on=signed, kept_at=" – ", by=keeper_of(house), at=AT)
    for day in (AT.date() + timedelta(days=1), AT.date() - timedelta(days=366)):
        with pytest.raises(NotPossible, match="paper-too-old"):
            note_paper(post=post.ref, signed_on=day, kept_at="Folder", by=keeper_of(house), at=AT)
    note_paper(post=post.ref, signed_on=signed, kept_at="Folder 4", by=keeper_of(house), at=AT)

    paper = Paper.objects.get()
    assert (paper.by, paper.signed_on, paper.kept_at) == ("user:9", signed, "Folder 4")
    assert Post.objects.get().public_until == signed + timedelta(days=366)
    work(monkeypatch)
    told = Mail.objects.filter(template="register_told").order_by("-pk")[0]
    answer(whose=secret_in(told), post=post.ref, field="public", yes=False, by=ANONYMOUS, at=AT)
    assert Post.objects.get().public_until is None
    assert not Receipt.objects.filter(withdrawn_at=None).exists()


def test_a_keeper_takes_a_name_down_and_cannot_put_it_up(house) -> None:
    post = begin(house)
    for field in ("public", "since"):
        answer(whose=SELF, post=post.ref, field=field, yes=True, by=ANONYMOUS, at=AT)
    with pytest.raises(NotAllowed):
        take_down(post=post.ref, by=coordinator("country", "FR"), at=AT)
    take_down(post=post.ref, by=keeper_of(house), at=AT)
    take_down(post=post.ref, by=keeper_of(house), at=AT)

    row = Post.objects.get()
    assert (row.public_until, row.since_until) == (None, None)


def test_once_a_year_it_is_asked_again_and_hidden_without_an_answer(house, monkeypatch) -> None:
    post = begin(house)
    work(monkeypatch)
    answer(whose=SELF, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    end = Post.objects.get().public_until

    assert to_ask(at=AT + timedelta(days=300), most=9) == []
    due = AT + timedelta(days=340)
    work(monkeypatch, due)
    work(monkeypatch, due + timedelta(days=1))
    assert Mail.objects.filter(template="register_asked").count() == 1
    assert let_lapse(by=WORKER, at=due) == 0
    after = AT + (end - AT.date())
    assert let_lapse(by=WORKER, at=after) == 1
    assert let_lapse(by=WORKER, at=after) == 0
    assert Post.objects.get().public_until is None
    assert not Receipt.objects.filter(withdrawn_at=None).exists()


def test_somebody_corrects_what_nobody_else_sees_at_once(house) -> None:
    begin(house)
    person = Person.objects.get()
    wanted = Wanted("Айнур Чинарлы", "Aynur Chinarly", "030 7654321", "az")

    done = correct(holder=SELF, person=person.ref, wanted=wanted, key="k", by=ANONYMOUS, at=AT)
    again = correct(holder=SELF, person=person.ref, wanted=wanted, key="k", by=ANONYMOUS, at=AT)

    person.refresh_from_db()
    assert (done.fields, done.waits) == (("phone", "language", "name"), False)
    assert (again.fields, again.waits) == ((), False)
    # A number without the code of its country is of the country of their post.
    assert (person.romanised, person.phone, person.language) == ("Aynur Chinarly", "+49307654321", "az")
    (mail,) = Mail.objects.filter(template="register_corrected")
    assert (mail.to, mail.language) == (ADDRESS, "az")
    assert {"register.person.corrected", "register.person.renamed"} <= set(Entry.objects.values_list("kind", flat=True))
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert "7654321" not in bodies
    assert "Chinarly" not in bodies


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " – "}, "holder-name-missing"),
        ({"name": "a" * 201}, "holder-name-too-long"),
        ({"romanised": "a" * 201}, "holder-name-too-long"),
        ({"name": "Аynur"}, "name-mixes-alphabets"),
        ({"phone": "12"}, "phone-not-understood"),
        ({"phone": "+49301234567 or +49301234568"}, "phone-not-understood"),
        ({"language": "xx"}, "language-unknown"),
    ],
)
def test_what_is_no_correction_changes_nothing(house, changes, code) -> None:
    begin(house)
    person = Person.objects.get()
    wanted = Wanted(**{name: changes.get(name, getattr(SAME, name)) for name in Wanted.__slots__})

    with pytest.raises(NotValid, match=code):
        correct(holder=SELF, person=person.ref, wanted=wanted, key="k", by=ANONYMOUS, at=AT)
    assert (Person.objects.get().phone, Person.objects.get().name) == ("+49301234567", "Айнур Чинарлы")


def test_nobody_corrects_somebody_else(house) -> None:
    begin(house)
    ref = Person.objects.get().ref
    stranger = Whose(user_id=77, addresses=frozenset({"kamran@people.example"}))

    with pytest.raises(NotFound, match="no-such-person"):
        correct(holder=stranger, person=ref, wanted=SAME, key="k", by=ANONYMOUS, at=AT)
    with pytest.raises(NotFound, match="no-such-person"):
        move_address(holder=stranger, person=ref, address="x@people.example", by=ANONYMOUS, at=AT)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_public_name_waits_for_the_council_and_its_bearer_hears_what_became_of_it(house, agreed) -> None:
    post = begin(house)
    answer(whose=SELF, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    ref = Person.objects.get().ref
    wanted = Wanted("Айнур Думан", "Aynur Duman", "+49301234567", "ru")

    for _ in range(2):
        done = correct(holder=SELF, person=ref, wanted=wanted, key=new_ref(), by=ANONYMOUS, at=AT)
        assert (done.fields, done.waits) == ((), True)
    change = Change.objects.get(state="waiting")
    assert "Думан" not in str(change.after)
    assert Person.objects.get().name == "Айнур Чинарлы"
    if agreed:
        agree(change=change.ref, version=change.community.version, by=STAFF, at=AT)
    else:
        refuse(change=change.ref, answer="The charter says otherwise.", by=STAFF, at=AT)

    person = Person.objects.get()
    assert person.name == ("Айнур Думан" if agreed else "Айнур Чинарлы")
    assert person.wanted_name == ""
    mail = Mail.objects.get(template="register_answered")
    assert mail.to == ADDRESS
    assert "/my/record/" in mail.text
    assert ("The charter says otherwise." in mail.text) is not agreed


def test_who_writes_the_old_name_again_asks_for_nothing(house) -> None:
    post = begin(house)
    answer(whose=SELF, post=post.ref, field="public", yes=True, by=ANONYMOUS, at=AT)
    ref = Person.objects.get().ref
    wanted = Wanted("Айнур Думан", "", "+49301234567", "ru")
    correct(holder=SELF, person=ref, wanted=wanted, key="a", by=ANONYMOUS, at=AT)

    correct(holder=SELF, person=ref, wanted=SAME, key="b", by=ANONYMOUS, at=AT)

    assert not Change.objects.filter(state="waiting").exists()
    assert Person.objects.get().wanted_name == ""


def _open(address: str, path: str, template: str, field: str = "address") -> Client:
    client = Client()
    client.post(path, {field: address})
    code = re.search(r"\d{6}", Mail.objects.filter(template=template).latest("pk").text)[0]
    client.post(f"{path}code/", {"code": code})
    return client


def test_a_new_address_is_proven_and_the_old_one_told(house) -> None:
    begin(house)
    person = Person.objects.get()
    tell(person=person.ref, by=WORKER, at=clock.now())
    old = secret_in(Mail.objects.get(template="register_told"))
    client, at = _open(ADDRESS, "/privacy/record/", "privacy_code"), f"/my/posts/{person.ref}/address/"

    assert client.post(at, {"address": "nowhere"}).status_code == 422
    assert client.get(f"{at}code/").status_code == 302  # nothing was asked for
    assert client.post(at, {"address": "New@People.example"}).status_code == 302
    assert client.post(f"{at}code/", {"code": "000000"}).status_code == 422
    assert Person.objects.get().email == ADDRESS
    code = re.search(r"\d{6}", Mail.objects.get(template="register_new_address").text)[0]
    assert client.post(f"{at}code/", {"code": code}).status_code == 302

    person.refresh_from_db()
    assert person.email == "new@people.example"
    assert Mail.objects.get(template="register_corrected").to == ADDRESS
    assert "new@people.example" in client.get("/my/record/").text
    assert Client().get(f"/register/letters/{old}/").status_code == 404


def test_a_telephone_is_read_in_groups_and_copied_as_it_is_kept(house) -> None:
    begin(house)
    kept = person_by_subject(Person.objects.get().subject, AT)

    assert [(line.text, line.raw) for line in kept.lines if line.field == "phone"] == [
        ("+49 30 1234567", "+49301234567")
    ]


def test_the_page_corrects_without_an_account_and_says_what_is_wrong(house) -> None:
    begin(house)
    ref = Person.objects.get().ref
    assert Client().get(f"/my/posts/{ref}/").status_code == 302
    client = _open(ADDRESS, "/privacy/record/", "privacy_code")
    assert f"/my/posts/{ref}/" in client.get("/my/record/").text
    assert 'value="+49 30 1234567"' in client.get(f"/my/posts/{ref}/").text
    told = {"name": "Айнур Чинарлы", "romanised": "", "language": "ru", "key": "k"}

    wrong = client.post(f"/my/posts/{ref}/", {**told, "phone": "12"})
    assert wrong.status_code == 422
    assert "12" in wrong.text
    assert client.post(f"/my/posts/{ref}/", {**told, "phone": "+49 30 7654321"}).status_code == 302
    assert Person.objects.get().phone == "+49307654321"
    assert client.get(f"/my/posts/{'b' * 12}/").status_code == 404


def test_who_was_entered_for_a_post_that_is_refused_is_erased_with_every_trace(house) -> None:
    begin_post(
        community=house.ref,
        holder=AYNUR,
        office="chair",
        starts_on=date(2025, 1, 1),
        key="k",
        by=keeper_of(house),
        at=AT,
    )
    person = Person.objects.get()
    tell(person=person.ref, by=WORKER, at=AT)
    Receipt.objects.create(subject=person.subject, notice="post", version="x", purpose="public", given_at=AT)

    refuse(change=Change.objects.get(state="waiting").ref, answer="Nobody knows her here.", by=STAFF, at=AT)

    assert not Person.objects.exists()
    assert not Receipt.objects.exists()
    assert not Mail.objects.filter(to_mark=mark(ADDRESS)).exists()
    assert Entry.objects.get(kind="register.person.erased").subject == person.subject
