"""Figures after an older backup was restored: the log knows of counts and publications that the tables lost."""

import subprocess
import sys

import pytest

from ocaq.conference.models import Attendance, Tally
from ocaq.conference.tests.over_makers import make_over
from ocaq.evidence import figures, keeping, sequencer, verifier
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests.test_keeping import Backup
from ocaq.report.models import Figure, Publication
from ocaq.report.tests.makers import publish

pytestmark = pytest.mark.django_db


def _lose_publications() -> None:
    for table in (Publication, Figure, Tally, Attendance):
        table.objects.all().delete()


def _verified() -> str:
    command = [sys.executable, str(verifier.program()), str(Shelf().folder), f"--key={Shelf().folder / 'key'}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def test_what_was_counted_and_published_since_the_backup_is_not_counted_twice():
    conference = make_over()
    sequencer.place()
    backup = Backup()
    publish(conference)
    about = f"conference:{conference.ref}"
    before = figures.published(about)
    _lose_publications()
    backup.restore()
    keeping.take_back(Shelf())

    publish(conference)

    after = figures.published(about)
    assert {code: (one.ref, one.value) for code, one in after.items()} == {
        code: (one.ref, one.value) for code, one in before.items()
    }
    assert set(Publication.objects.values_list("number", flat=True)) == {2}
    assert set(Tally.objects.values_list("round", flat=True)) == {2}
    assert "All of this holds." in _verified()
    assert publish(conference) == 0
