"""Pages of mail: what staff may see, and the demo's outbox."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import include, path

from ocaq.accounts.models import User
from ocaq.config.urls import urlpatterns as house
from ocaq.kernel import jobs as kernel_jobs
from ocaq.kernel import outbox
from ocaq.kernel.actor import ANONYMOUS, Actor, Grant, system
from ocaq.kernel.models import OutboxMessage
from ocaq.kernel.refusals import NotAllowed, NotFound
from ocaq.mail import jobs, queries
from ocaq.mail.calendar import Appointment, calendar_file
from ocaq.mail.models import Mail
from ocaq.mail.queueing import queue_mail
from ocaq.mail.words import title_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("tried/outbox/", include("ocaq.mail.demo_urls")), *house]

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))


@pytest.fixture
def mail() -> Mail:
    context = {"code": "482176", "address": "aygun@people.example"}
    day = Appointment(ref="registration-k7m", title="Gün", zone="Asia/Baku", starts_at=AT, ends_at=AT)
    ref = queue_mail(
        template="accounts_sign_in_code",
        language="ar",
        to="aygun@people.example",
        context=context,
        by=system("test"),
        at=AT,
        attachments=(calendar_file(day, at=AT, language="az", name="görüş.ics"),),
    )
    return Mail.objects.get(ref=ref)


def test_the_outbox_shows_words_and_files(client: Client, mail: Mail) -> None:
    listed = client.get("/tried/outbox/").content.decode()
    assert mail.subject in listed
    page = client.get(f"/tried/outbox/{mail.ref}/").content.decode()
    assert "482176" in page
    assert 'lang="ar" dir="rtl"' in page
    attachment = mail.attachments.get()
    file = client.get(f"/tried/outbox/{mail.ref}/files/{attachment.pk}/")
    assert file.headers["Content-Type"] == "text/calendar"
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''g%C3%B6r%C3%BC%C5%9F.ics"
    assert file.content.startswith(b"BEGIN:VCALENDAR")


def test_every_mail_has_a_name_at_the_desk() -> None:
    house = Path(apps.get_app_config("mail").path).parent
    templates = {one.name.partition(".")[0] for one in house.glob("*/templates/mail/*.subject.txt")}

    assert len(templates) > 10
    assert [one for one in sorted(templates) if title_of(one) == one] == []


def test_the_html_part_runs_nothing(client: Client, mail: Mail) -> None:
    answer = client.get(f"/tried/outbox/{mail.ref}/html/")
    assert answer.content.decode() == mail.html
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("address", ["nothing/", "nothing/html/", "nothing/files/1/"])
def test_what_is_not_there_is_said_so(client: Client, mail: Mail, address: str) -> None:
    assert client.get(f"/tried/outbox/{address}").status_code == 404
    assert client.get(f"/tried/outbox/{mail.ref}/files/999999/").status_code == 404


def test_the_outbox_can_show_one_address(client: Client, mail: Mail) -> None:
    assert mail.ref in client.get("/tried/outbox/?to=AYGUN@people.example").content.decode()
    assert mail.ref not in client.get("/tried/outbox/?to=other@people.example").content.decode()


def test_staff_never_see_the_words_of_a_mail(mail: Mail) -> None:
    (row,), _older = queries.mails(by=STAFF, at=AT)
    assert "482176" not in repr(row)
    assert not hasattr(row, "subject")


@pytest.mark.parametrize(
    "actor", [ANONYMOUS, Actor(ref="user:2"), Actor(ref="user:3", grants=frozenset({Grant("crew")}))]
)
def test_others_see_nothing_of_the_outbox(mail: Mail, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        queries.mails(by=actor, at=AT)
    for read in (queries.mails_by_state, queries.stuck):
        with pytest.raises(NotAllowed):
            read(by=actor)


def test_pages_of_mails_follow_each_other(mail: Mail) -> None:
    refs = [mail.ref]
    for number in range(4):
        to = f"n{number}@people.example"
        context = {"code": "1", "address": to}
        refs.insert(
            0, queue_mail(template="accounts_sign_in_code", language="en", to=to, context=context, by=STAFF, at=AT)
        )
    first, older = queries.mails(by=STAFF, at=AT, limit=3)
    second, none_older = queries.mails(by=STAFF, at=AT, before=older, limit=3)
    assert [row.ref for row in first + second] == refs
    assert (older, none_older) == (refs[2], "")
    assert queries.mails(by=STAFF, at=AT, before="gone", limit=9)[0][0].ref == refs[0]
    assert queries.mails_by_state(by=STAFF)["waiting"] == 5
    assert queries.stuck(by=STAFF) == 0


def test_reading_costs_what_it_says(mail: Mail, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.letter_by_ref(ref=mail.ref)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.outbox()
    with pytest.raises(NotFound):
        queries.letter_by_ref(ref="nothing")


def test_the_desk_says_when_events_were_given_up(client: Client, django_user_model: type[User]) -> None:
    user = django_user_model.objects.create_user("staff@people.example")
    user.role_grants.create(role="staff", starts_at=AT.replace(year=2020), granted_by="system:test")
    client.force_login(user)
    assert "could not be delivered and" not in client.get("/desk/mail/").text

    OutboxMessage.objects.create(topic="t", body={}, due_at=AT, attempts=outbox.MAX_ATTEMPTS)
    kernel_jobs.count_given_up()

    assert "1 event inside this house could not be delivered and is tried no more." in client.get("/desk/mail/").text
    assert kernel_jobs.GIVEN_UP._value.get() == 1


def test_mails_are_counted_for_the_operator(mail: Mail) -> None:
    jobs.count_mails()

    assert jobs.MAILS.labels("waiting")._value.get() == 1
    assert jobs.MAILS.labels("failed")._value.get() == 0
