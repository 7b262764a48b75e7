"""Mails over a real SMTP server on loopback: what arrives, what is tried again, what is given up."""

import email
import email.policy
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.db import connection, transaction

from ocaq.evidence.models import Entry
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.refusals import NotAllowed, NotPossible, NotValid
from ocaq.mail.calendar import Appointment, calendar_file
from ocaq.mail.commands import _claim, forget_old, retry_all, retry_mail, send_due
from ocaq.mail.models import Mail
from ocaq.mail.queueing import Enclosure, queue_mail
from ocaq.mail.rules import CLAIM
from ocaq.mail.tests.conftest import Postbox

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))
FROM = "Həmvətənlər Komitəsi <no-reply@committee.example>"


def queue(
    to: str = "aygun@people.example",
    *,
    language: str = "en",
    at: datetime = AT,
    urgent: bool = False,
    attachments: tuple[Enclosure, ...] = (),
) -> Mail:
    context = {"code": "482176", "address": to}
    ref = queue_mail(
        template="accounts_sign_in_code",
        language=language,
        to=to,
        context=context,
        by=system("test"),
        at=at,
        attachments=attachments,
        urgent=urgent,
    )
    return Mail.objects.get(ref=ref)


def queue_pair(second: str) -> None:
    queue()
    queue(second)


def send(box: Postbox, at: datetime = AT) -> dict[str, int]:
    with time_machine.travel(at, tick=False):
        return send_due(server=box.url, sender=FROM, at=at)


def parsed(box: Postbox, number: int = -1) -> EmailMessage:
    content = box.letters[number].content
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.django_db
def test_a_mail_arrives_whole(postbox: Postbox) -> None:
    day = Appointment(
        ref="registration-k7m", title="Həmrəylik günü", zone="Asia/Baku", starts_at=AT, ends_at=AT + timedelta(hours=2)
    )
    mail = queue(language="az", attachments=(calendar_file(day, at=AT, language="az"),))
    assert send(postbox) == {"sent": 1}
    message = parsed(postbox)
    assert postbox.letters[0].mail_from == "no-reply@committee.example"
    assert postbox.letters[0].rcpt_tos == ["aygun@people.example"]
    assert message["From"] == FROM
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "az"
    assert "List-Unsubscribe" not in message
    assert message.get_content_type() == "multipart/mixed"
    alternative, calendar = message.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in alternative.iter_parts())
    assert text.splitlines() == mail.text.splitlines()
    assert "482176" in text
    assert "<style" not in html.split("</head>")[1]
    assert 'style="' in html
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert "Həmrəylik günü" in calendar.get_content()
    assert calendar.get_filename() == "calendar.ics"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.sent_at) == ("sent", 1, AT)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "az", "ru", "ar"])
def test_every_script_survives_the_way(postbox: Postbox, language: str) -> None:
    mail = queue(language=language)
    send(postbox)
    message = parsed(postbox)
    assert message["Subject"] == mail.subject
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == mail.text.splitlines()


@pytest.mark.django_db
def test_a_temporary_failure_is_tried_again_with_the_same_id(postbox: Postbox) -> None:
    mail = queue()
    postbox.rcpt_replies = ["451 try later"]
    assert send(postbox) == {"deferred": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.due_at) == ("deferred", "smtp-451", AT + timedelta(minutes=1))
    assert send(postbox) == {}
    assert send(postbox, AT + timedelta(minutes=1)) == {"sent": 1}
    assert parsed(postbox)["Message-ID"] == mail.message_id
    assert [entry.kind for entry in Entry.objects.filter(subject=f"mail:{mail.ref}").order_by("pk")] == [
        "mail.message.queued",
        "mail.message.deferred",
        "mail.message.sent",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "reply", "state", "error"),
    [
        ("rcpt_replies", "550 no such user", "bounced", "smtp-550"),
        ("data_replies", "554 refused", "failed", "smtp-554"),
        ("data_replies", "452 full", "deferred", "smtp-452"),
    ],
)
def test_what_a_server_says_decides(postbox: Postbox, where: str, reply: str, state: str, error: str) -> None:
    mail, second = queue(), queue("second@people.example")
    setattr(postbox, where, [reply])
    assert send(postbox) == {state: 1, "sent": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (state, error)
    second.refresh_from_db()
    assert second.state == "sent"


@pytest.mark.django_db
def test_no_server_leaves_the_others_untouched() -> None:
    first, second = queue(), queue("second@people.example")
    assert send(Postbox(url="smtp://127.0.0.1:1")) == {"deferred": 1, "server-down": 1}
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.last_error, second.attempts) == ("no-connection", 0)


@pytest.mark.django_db
def test_after_two_days_it_is_given_up() -> None:
    mail = queue()
    late = AT + timedelta(days=2)
    assert send(Postbox(url="smtp://127.0.0.1:1"), late) == {"failed": 1, "server-down": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("failed", "given-up")


@pytest.mark.django_db
def test_a_code_goes_before_a_thousand_invitations(postbox: Postbox) -> None:
    for number in range(5):
        queue(f"n{number}@people.example", at=AT - timedelta(hours=1))
    queue("waits@people.example", urgent=True)
    send(postbox)
    assert postbox.letters[0].rcpt_tos == ["waits@people.example"]
    assert len(postbox.letters) == 6


@pytest.mark.django_db
def test_a_worker_killed_between_claim_and_sending_loses_nothing(postbox: Postbox) -> None:
    mail = queue()
    assert _claim(mail.pk, at=AT) is not None
    assert send(postbox) == {}
    assert send(postbox, AT + CLAIM - timedelta(seconds=1)) == {}
    assert send(postbox, AT + CLAIM) == {"sent": 1}
    assert len(postbox.letters) == 1


@pytest.mark.django_db
def test_a_worker_that_wakes_after_its_claim_changes_nothing(postbox: Postbox) -> None:
    from ocaq.mail.commands import _settle

    mail = queue()
    slow = _claim(mail.pk, at=AT)
    assert slow is not None
    assert send(postbox, AT + CLAIM) == {"sent": 1}
    _settle(slow, None, by=system("mail"), at=AT + CLAIM + timedelta(minutes=1))
    mail.refresh_from_db()
    assert mail.sent_at == AT + CLAIM
    assert Entry.objects.filter(kind="mail.message.sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_mail(postbox: Postbox) -> None:
    mails = [queue(f"n{number}@people.example", at=clock.now()) for number in range(20)]
    totals: list[dict[str, int]] = []

    def work() -> None:
        try:
            totals.append(send_due(server=postbox.url, sender=FROM, at=clock.now()))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(total.get("sent", 0) for total in totals) == len(mails)
    assert sorted(letter.rcpt_tos[0] for letter in postbox.letters) == sorted(mail.to for mail in mails)


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_transaction_that_failed_is_not_sent(postbox: Postbox) -> None:
    with pytest.raises(NotValid), transaction.atomic():
        queue_pair("nobody")
    assert Mail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["", "nobody", "a@b\nBcc: c@d.example", "a b@c.example", "a@b@c.example", "x" * 260 + "@y.example"]
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(NotValid) as refused:
        queue(to)
    assert refused.value.code == "mail-address-wrong"


@pytest.mark.django_db
def test_staff_have_a_failed_mail_tried_again(postbox: Postbox) -> None:
    mail = queue()
    postbox.data_replies = ["554 refused"]
    send(postbox)
    later = AT + timedelta(days=5)
    retry_mail(ref=mail.ref, by=STAFF, at=later)
    assert send(postbox, later) == {"sent": 1}
    with pytest.raises(NotPossible):
        retry_mail(ref=mail.ref, by=STAFF, at=later)


@pytest.mark.django_db
def test_trying_all_again_leaves_unknown_addresses(postbox: Postbox) -> None:
    queue(), queue("unknown@people.example")
    postbox.rcpt_replies, postbox.data_replies = ["", "550 unknown"], ["554 refused"]
    send(postbox)
    assert retry_all(by=STAFF, at=AT) == 1
    with pytest.raises(NotAllowed):
        retry_all(by=Actor(ref="user:2"), at=AT)


@pytest.mark.django_db
def test_old_mails_are_forgotten_and_their_evidence_stays(postbox: Postbox) -> None:
    mail, waiting = queue(), queue("waits@people.example", at=AT + timedelta(minutes=5))
    send(postbox)
    assert forget_old(at=AT + timedelta(days=31)) == 1
    assert list(Mail.objects.values_list("ref", flat=True)) == [waiting.ref]
    assert Entry.objects.filter(subject=f"mail:{mail.ref}").count() == 2


@pytest.mark.django_db
def test_evidence_names_no_address(postbox: Postbox) -> None:
    queue()
    send(postbox)
    for entry in Entry.objects.all():
        assert "people.example" not in f"{entry.subject} {entry.by} {entry.facts}"
