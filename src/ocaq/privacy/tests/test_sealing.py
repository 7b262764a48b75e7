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
from django.db import connection

from ocaq.kernel.actor import ANONYMOUS, system
from ocaq.kernel.refusals import NotAllowed, NotPossible
from ocaq.kernel.sealing import mark, new_key
from ocaq.privacy.commands import sealing
from ocaq.privacy.models import Request
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

    assert {("register.Person", "email"), ("register.Person", "phone"), ("privacy.Request", "words")} <= tables


@pytest.mark.django_db
def test_a_new_key_opens_everything_and_the_old_one_nothing(settings):
    old, new = settings.FIELD_KEYS[0], new_key()
    people = _people(5)
    Request.objects.create(key="k", subject="person:x", kind="correct", words="Ad", address="a@example.org",
                           language="az", asked_at=NOON, due_at=NOON)  # fmt: skip
    settings.FIELD_KEYS = [new, old]

    done = sealing.reseal(chunk=2, by=BY, at=NOON)
    again = sealing.reseal(chunk=2, by=BY, at=NOON)

    assert (done.anew, again.anew) == (12, 0)
    settings.FIELD_KEYS = [new]
    assert [person.email for person in Person.objects.order_by("pk")] == [f"{n}@example.org" for n in range(5)]
    assert Request.objects.get().words == "Ad"
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
