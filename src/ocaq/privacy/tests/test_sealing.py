"""A new field key: everything is sealed anew, nothing is lost, a kill in the middle is no harm."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ocaq.conference.models import Invitation, Registration
from ocaq.config.fieldkeys import refuse_keys_of_others
from ocaq.config.trouble import Trouble
from ocaq.kernel.actor import ANONYMOUS, system
from ocaq.kernel.refusals import NotAllowed, NotPossible
from ocaq.kernel.sealing import mark, new_key
from ocaq.mail.models import Mail
from ocaq.privacy.commands import sealing
from ocaq.privacy.models import Request
from ocaq.privacy.tests.makers import ADDRESS, make_invitation, make_registration
from ocaq.register.models import Person

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = system("test")


def _people(count):
    return [
        Person.objects.create(name="A", email=f"{number}@example.org", phone="+994", created_at=NOON, changed_at=NOON)
        for number in range(count)
    ]


def _raw():
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM register_person ORDER BY id")
        return [bytes(value) for (value,) in cursor.fetchall()]


@pytest.mark.django_db
def test_the_database_holds_no_line_that_can_be_read():
    _people(1)

    assert b"example" not in _raw()[0]
    assert Person.objects.get().email == "0@example.org"


def test_every_sealed_column_is_sealed_anew():
    tables = {(model._meta.label, column) for model, column in sealing.sealed_columns()}

    people = {("register.Person", "email"), ("register.Person", "phone")}
    conferences = {("conference.Registration", "email"), ("conference.Invitation", "email")}
    letters = {("mail.Mail", "to"), ("mail.Mail", "text"), ("mail.Mail", "html"), ("mail.Attachment", "content")}
    asked = {("privacy.Request", "words"), ("privacy.Request", "address"), ("privacy.Request", "answer")}
    assert tables == people | conferences | letters | asked


@pytest.mark.django_db
def test_a_new_key_opens_everything_and_the_old_one_nothing(settings):
    old, new = settings.FIELD_KEYS[0], new_key()
    people = _people(5)
    Request.objects.create(key="k", subject="person:x", kind="correct", words="Ad", address="a@example.org",
                           language="az", asked_at=NOON, due_at=NOON)  # fmt: skip
    registration = make_registration()
    make_invitation(registration)
    (letter,) = Mail.objects.all()
    settings.FIELD_KEYS = [new, old]

    done = sealing.reseal(chunk=2, by=BY, at=NOON)
    again = sealing.reseal(chunk=2, by=BY, at=NOON)

    # Five people, a request, a registration, an invitation, a letter with its file.
    assert (done.anew, again.anew) == (5 * 2 + 2 + 1 + 1 + 3 + letter.attachments.count(), 0)
    settings.FIELD_KEYS = [new]
    assert [person.email for person in Person.objects.order_by("pk")] == [f"{n}@example.org" for n in range(5)]
    assert Request.objects.get().words == "Ad"
    assert Registration.objects.get(email_mark=mark(ADDRESS)).email == ADDRESS
    assert Invitation.objects.get().email == ADDRESS.upper()
    sent = Mail.objects.get(to_mark=mark(ADDRESS))
    assert (sent.text, sent.html, sent.to) == (letter.text, letter.html, ADDRESS)
    assert [bytes(file.content) for file in sent.attachments.all()] == [
        bytes(file.content) for file in letter.attachments.all()
    ]
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(_raw()[0])
    assert people


@pytest.mark.django_db
def test_a_value_that_no_key_opens_stops_it_and_is_left(settings):
    _people(1)
    before = _raw()
    settings.FIELD_KEYS = [new_key()]

    with pytest.raises(NotPossible, match="field-key-missing"):
        sealing.reseal(by=BY, at=NOON)

    assert _raw() == before


@pytest.mark.django_db
def test_a_house_does_not_start_with_the_keys_of_another(settings):
    own, other = settings.FIELD_KEYS[0], new_key()
    settings.FIELD_KEYS = [other]
    refuse_keys_of_others()  # nothing is sealed yet
    settings.FIELD_KEYS = [own]
    _people(2)
    Person.objects.create(name="B", created_at=NOON, changed_at=NOON)  # nothing of theirs is sealed

    refuse_keys_of_others()
    settings.FIELD_KEYS = [other, own]
    refuse_keys_of_others()
    settings.FIELD_KEYS = [other]
    with pytest.raises(Trouble, match="sealed with another key"):
        refuse_keys_of_others()


@pytest.mark.django_db
def test_what_changed_meanwhile_is_kept(settings, monkeypatch):
    (person,) = _people(1)
    settings.FIELD_KEYS = [new_key(), settings.FIELD_KEYS[0]]
    anew = sealing._anew

    def meanwhile(value):
        Person.objects.filter(pk=person.pk).update(email="new@example.org", phone="1")
        return anew(value)

    monkeypatch.setattr(sealing, "_anew", meanwhile)
    sealing.reseal(by=BY, at=NOON)

    person.refresh_from_db()
    assert (person.email, person.phone) == ("new@example.org", "1")


@pytest.mark.django_db
def test_a_letter_lies_sealed_with_its_file_and_is_found_by_its_address():
    make_registration()

    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", "text", "html" FROM mail_mail')
        lines = b" ".join(bytes(value) for row in cursor.fetchall() for value in row)
        cursor.execute("SELECT content FROM mail_attachment")
        files = b" ".join(bytes(value) for (value,) in cursor.fetchall())

    assert Mail.objects.get(to_mark=mark(ADDRESS.upper())).to == ADDRESS
    assert files
    for word in (b"aygun@", b"BEGIN:VCALENDAR", b"<html"):
        assert word not in lines + files


@pytest.mark.django_db
def test_what_is_sealed_cannot_be_compared():
    with pytest.raises(FieldError, match="found by its mark"):
        Mail.objects.filter(to=ADDRESS).exists()


@pytest.mark.django_db
def test_a_mark_follows_its_text():
    registration = make_registration()
    registration.email = "new@example.org"
    registration.save()

    assert Registration.objects.get(email_mark=mark("NEW@example.org")).pk == registration.pk
    registration.email = ""
    registration.save()
    assert Registration.objects.get().email_mark == ""


@pytest.mark.django_db(transaction=True)
def test_addresses_and_letters_from_before_are_sealed_when_the_house_is_brought_up_to_date():
    """Back to plain columns and forth again: the values are the same, and nothing plain is left."""
    make_invitation(make_registration())
    letter = Mail.objects.get()
    files = [bytes(file.content) for file in letter.attachments.all()]
    before = [("conference", "0010_asked_in_the_tally"), ("mail", "0001_mail")]

    MigrationExecutor(connection).migrate(before)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", "text" FROM mail_mail')
        assert cursor.fetchone() == (ADDRESS, letter.text)
        cursor.execute("SELECT email FROM conference_registration")
        assert cursor.fetchone() == (ADDRESS,)
    after = MigrationExecutor(connection)
    after.migrate(after.loader.graph.leaf_nodes())

    again = Mail.objects.get(to_mark=mark(ADDRESS))
    assert (again.to, again.text, again.html) == (ADDRESS, letter.text, letter.html)
    assert [bytes(file.content) for file in again.attachments.all()] == files
    assert Registration.objects.get(email_mark=mark(ADDRESS)).email == ADDRESS
    assert Invitation.objects.get(email_mark=mark(ADDRESS)).email == ADDRESS.upper()


@pytest.mark.django_db
def test_a_mark_outlasts_a_key(settings):
    before = mark("Aygün@example.org")
    settings.FIELD_KEYS = [new_key()]

    assert mark(" aygün@EXAMPLE.org ") == before


@pytest.mark.django_db
def test_only_the_operator_may():
    with pytest.raises(NotAllowed):
        sealing.reseal(by=ANONYMOUS, at=NOON)


FILL = """
import django; django.setup()
from ocaq.kernel import clock
from ocaq.register.models import Person
at = clock.now()
Person.objects.bulk_create(
    Person(name="A", email=f"{n}@example.org", phone="+994", created_at=at, changed_at=at) for n in range(6000)
)
"""
READ = """
import django; django.setup()
from ocaq.register.models import Person
assert [p.email for p in Person.objects.order_by("pk")] == [f"{n}@example.org" for n in range(6000)]
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on(tmp_path):
    old, new = new_key(), new_key()

    def begin(*arguments, keys):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")} | {
            "OCAQ_MODE": "production", "OCAQ_SECRET": "s" * 40, "OCAQ_DATA": str(tmp_path), "OCAQ_FIELD_KEYS": keys,
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
        }  # fmt: skip
        return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)

    def done(*arguments, keys=f"{new},{old}"):
        process = begin(*arguments, keys=keys)
        out, _none = process.communicate(timeout=120)
        assert process.returncode == 0
        return out

    def sealed_anew():
        with closing(sqlite3.connect(tmp_path / "ocaq.sqlite3")) as database:
            values = [bytes(value) for (value,) in database.execute("SELECT email FROM register_person")]
        return sum(_opens(new, value) for value in values)

    done("-m", "ocaq.config.cli", "prepare", keys=old)
    done("-c", FILL, keys=old)
    process = begin("-m", "ocaq.config.cli", "keys", "rotate", keys=f"{new},{old}")
    while not (seen := sealed_anew()) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert seen > 0
    assert 0 < sealed_anew() < 6000
    done("-c", READ)
    assert "sealed anew" in done("-m", "ocaq.config.cli", "keys", "rotate")
    done("-c", READ, keys=new)


def _opens(key, value) -> bool:
    try:
        Fernet(key).decrypt(value)
    except InvalidToken:
        return False
    return True
