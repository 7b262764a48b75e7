"""Reports of delivery: a real server takes a letter, and days later says that it did not arrive."""

import email
import io
import re
import sys
from datetime import timedelta
from email.message import Message, MIMEPart
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from django.db import DatabaseError

from ocaq.config import cli
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import ANONYMOUS
from ocaq.kernel.refusals import NotAllowed
from ocaq.mail import commands
from ocaq.mail.commands import note_returned, retry_mail, send_due
from ocaq.mail.models import Mail
from ocaq.mail.returning import report_in
from ocaq.mail.rules import state_after_report
from ocaq.mail.tests.conftest import Postbox
from ocaq.mail.tests.test_sending import AT, FROM, STAFF, queue, send

BOUNCES = "bounces@committee.example"
LATER = AT + timedelta(days=3)


def report(
    letter: bytes | None,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    encloses: str = "message/rfc822",
    to: str = "no-reply@committee.example",
    reader: str = "aygun@people.example",
) -> bytes:
    """Return what a server makes of a letter it cannot deliver, as RFC 3464 has it."""
    whole = MIMEMultipart("report", **{"report-type": "delivery-status"})
    whole["From"], whole["To"] = "Mail Delivery System <MAILER-DAEMON@mx.people.example>", to
    whole["Subject"], whole["Message-ID"] = "Undelivered Mail Returned to Sender", "<20261125.1@mx.people.example>"
    whole.attach(MIMEText("I'm sorry to have to inform you that your message could not be delivered."))
    status_part = MIMEPart()
    status_part["Content-Type"] = "message/delivery-status"
    of_report, of_reader = Message(), Message()
    of_report["Reporting-MTA"] = "dns; mx.people.example"
    of_report["Arrival-Date"] = "Sun, 22 Nov 2026 12:00:00 +0000"
    of_reader["Final-Recipient"], of_reader["Original-Recipient"] = f"rfc822; {reader}", f"rfc822;{reader}"
    of_reader["Action"], of_reader["Status"] = action, status
    of_reader["Diagnostic-Code"] = "smtp; 550 5.1.1 User unknown"
    status_part.set_payload([of_report, of_reader])
    whole.attach(status_part)
    if letter is not None:
        whole.attach(_enclosed(letter, encloses))
    return whole.as_bytes()


def _enclosed(letter: bytes, encloses: str) -> Message:
    if encloses == "message/rfc822":
        return MIMEMessage(email.message_from_bytes(letter))
    return MIMEText(letter.partition(b"\r\n\r\n")[0].decode(), "rfc822-headers")


def taken(box: Postbox) -> tuple[Mail, bytes]:
    """Have a real server take a letter; return the mail and what the server got."""
    mail = queue()
    assert send(box) == {"sent": 1}
    content = box.letters[-1].content
    assert isinstance(content, bytes)
    return mail, content


@pytest.mark.django_db
@pytest.mark.parametrize("encloses", ["message/rfc822", "text/rfc822-headers"])
def test_what_comes_back_later_is_known_by_the_letter_it_encloses(postbox: Postbox, encloses: str) -> None:
    mail, letter = taken(postbox)
    other = queue("nar@people.example")
    came = report(letter, encloses=encloses)

    assert note_returned(raw=came, at=LATER) == "bounced"
    assert note_returned(raw=came, at=LATER) == "not-sent"

    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.sent_at) == ("bounced", "report-5.1.1", AT)
    assert Mail.objects.get(pk=other.pk).state == "waiting"
    entry = Entry.objects.get(kind="mail.message.bounced")
    assert (entry.subject, entry.facts) == (f"mail:{mail.ref}", {"attempt": 1, "error": "report-5.1.1"})
    assert "aygun" not in entry.body


@pytest.mark.django_db
def test_an_address_for_each_mail_tells_which_one_came_back(postbox: Postbox) -> None:
    mail = queue()

    assert send_due(server=postbox.url, sender=FROM, bounces=BOUNCES, at=AT) == {"sent": 1}

    sent_from = postbox.letters[0].mail_from
    assert sent_from == f"bounces+{mail.ref}@committee.example"
    assert email.message_from_bytes(postbox.letters[0].content)["Message-ID"] == mail.message_id  # type: ignore[arg-type]
    assert "Həmvətənlər" in str(
        email.header.make_header(
            email.header.decode_header(email.message_from_bytes(postbox.letters[0].content)["From"])
        )  # type: ignore[arg-type]
    )
    assert note_returned(raw=report(None, to=sent_from, status="4.4.7"), at=LATER) == "failed"
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("failed", "report-4.4.7")


@pytest.mark.django_db
def test_who_hands_it_over_may_say_where_it_came_to(postbox: Postbox) -> None:
    mail, _letter = taken(postbox)

    assert note_returned(raw=report(None), at=LATER) == "no-report"
    assert note_returned(raw=report(None), to=f"bounces+{mail.ref}@committee.example", at=LATER) == "bounced"


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_not_final_changes_nothing(postbox: Postbox, action: str) -> None:
    mail, letter = taken(postbox)

    assert note_returned(raw=report(letter, action=action, status="4.4.1"), at=LATER) == "not-final"

    assert Mail.objects.get(pk=mail.pk).state == "sent"
    assert not Entry.objects.filter(kind__in=["mail.message.bounced", "mail.message.failed"]).exists()


@pytest.mark.django_db
def test_a_mail_that_waits_again_or_is_erased_is_left(postbox: Postbox) -> None:
    mail, letter = taken(postbox)
    note_returned(raw=report(letter), at=LATER)
    retry_mail(ref=mail.ref, by=STAFF, at=LATER)

    assert note_returned(raw=report(letter), at=LATER) == "not-sent"
    assert Mail.objects.get(pk=mail.pk).state == "waiting"
    mail.delete()
    assert note_returned(raw=report(letter), at=LATER) == "not-ours"


@pytest.mark.django_db
def test_others_report_nothing(postbox: Postbox) -> None:
    _mail, letter = taken(postbox)

    with pytest.raises(NotAllowed):
        note_returned(raw=report(letter), by=ANONYMOUS, at=LATER)


_OF_PARTS = b"Content-Type: multipart/report; boundary=b\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Out of office\r\n\r\nI am away until Monday.",
        _OF_PARTS + b"--b\r\nContent-Type: message/delivery-status\r\n\r\n\r\n--b--",
        _OF_PARTS + b"--b\r\n" + (_OF_PARTS + b"--b\r\n") * 2_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    ],
    ids=["empty", "noise", "holiday", "hollow", "nested", "enclosed"],
)  # fmt: skip
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert report_in(raw) is None


def test_a_forged_line_in_a_letter_is_no_address_of_ours() -> None:
    raw = report(b"Message-ID: <nothing>\r\n\r\nbounces+k7mbcdfghjkm@committee.example")

    assert report_in(raw) is None


def test_the_newer_form_for_addresses_in_any_script_is_read() -> None:
    raw = re.sub(rb"message/delivery-status", b"message/global-delivery-status", report(None))
    raw = raw.replace(b"Final-Recipient: rfc822; aygun@", "Final-Recipient: utf-8; айгүн@".encode())

    found = report_in(raw, to="bounces+k7mbcdfghjkm@committee.example")

    assert found is not None
    assert (found.status, found.refs) == ("5.1.1", frozenset({"k7mbcdfghjkm"}))


@pytest.mark.parametrize(
    ("status", "state"),
    [("5.1.1", "bounced"), ("5.1.10", "bounced"), ("5.2.1", "bounced"), ("5.2.2", "failed"), ("5.7.1", "failed")],
)
def test_only_an_address_that_is_none_counts_as_unknown(status: str, state: str) -> None:
    assert state_after_report(status) == state


def test_a_failure_without_a_status_is_one() -> None:
    raw = report(b"Message-ID: <k7mbcdfghjkm@committee.example>\r\n\r\n", status="unknown")

    assert report_in(raw).status == "5.0.0"  # type: ignore[union-attr]


class Handed:
    """Standard input as a mail server gives it."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.django_db
def test_the_command_takes_one_from_a_pipe(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _mail, letter = taken(postbox)
    said = []
    for raw in (report(letter), report(letter), b"hello"):
        monkeypatch.setattr(sys, "stdin", Handed(raw))
        assert cli.main(["mail", "bounced", "--to", "no-reply@committee.example"]) == 0
        said.append(capsys.readouterr().out)

    assert said == [
        "That mail did not arrive: there is no such address. It is written down.\n",
        "It is known of that mail already. Nothing is changed.\n",
        "This is no report about a mail of ours. Nothing is changed.\n",
    ]


@pytest.mark.django_db
def test_without_a_database_the_server_brings_it_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def down(**_said: object) -> str:
        raise DatabaseError

    monkeypatch.setattr(commands, "note_returned", down)
    monkeypatch.setattr(sys, "stdin", Handed(b"hello"))

    assert cli.main(["mail", "bounced"]) == 75
    assert "Bring it again later." in capsys.readouterr().err
