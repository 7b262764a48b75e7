"""Figures after an older backup was restored: the log knows of counts and publications that the tables lost."""

import subprocess
import sys
from dataclasses import replace

import pytest

from ocaq.conference.models import Attendance, PresenceInterval, Tally
from ocaq.conference.tests.over_makers import make_over
from ocaq.config import logbook
from ocaq.config.trouble import Trouble
from ocaq.evidence import figures, keeping, sequencer, verifier
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests.test_keeping import Backup
from ocaq.report import rules
from ocaq.report.models import Figure, Publication
from ocaq.report.tests.makers import publish, text_of

pytestmark = pytest.mark.django_db
PUBLISHED = ("number", "definition", "meaning", "value", "cells", "as_of", "published_at", "facts")
MADE_FROM = ("first_index", "last_index", "chosen")


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


def test_pages_of_figures_published_since_the_backup_are_there_again(client, capsys):
    conference = make_over()
    sequencer.place()
    backup = Backup()
    publish(conference)
    figure = Figure.objects.get(code="conference.people")
    columns = ("figure__ref", "figure__code", "figure__about", *PUBLISHED, *MADE_FROM)
    before = list(Publication.objects.order_by("figure__ref").values(*columns))
    page = text_of(client.get(f"/figures/{figure.ref}/"))
    _lose_publications()
    backup.restore()
    assert client.get(f"/figures/{figure.ref}/").status_code == 404

    assert logbook.main(["recover"]) == 0

    assert f"Publications of figures taken back: {len(before)}." in capsys.readouterr().out
    assert list(Publication.objects.order_by("figure__ref").values(*columns)) == before
    again = text_of(client.get(f"/figures/{figure.ref}/"))
    said = "A restored backup lacked this line; it was written again from the log."
    assert (said in page, again.count(said)) == (False, 1)
    assert "Counted again from the log" in again
    with pytest.raises(Trouble, match="Nothing is missing"):
        logbook.main(["recover"])


def test_the_history_has_what_was_published_before_and_after_the_backup(client):
    conference = make_over()
    publish(conference)
    figure = Figure.objects.get(code="conference.people")
    backup, first = Backup(), list(Publication.objects.all())
    PresenceInterval.objects.filter(participant="who-0").delete()
    publish(conference, seconds=2000)
    Publication.objects.exclude(pk__in=[one.pk for one in first]).delete()
    backup.restore()

    logbook.main(["recover"])

    releases = figure.publications.order_by("number")
    assert [(one.number, one.taken_back_at is None) for one in releases] == [(1, True), (2, False)]
    assert client.get(f"/figures/{figure.ref}/").status_code == 200
    assert "All of this holds." in _verified()


def test_words_that_have_changed_since_are_said_to_be_lost(client, monkeypatch):
    conference = make_over()
    sequencer.place()
    backup = Backup()
    publish(conference)
    figure = Figure.objects.get(code="conference.people")
    _lose_publications()
    backup.restore()
    declared = figures.figure("conference.people")
    monkeypatch.setitem(figures._figures, declared.code, replace(declared, meaning="Somebody else."))

    logbook.main(["recover"])

    page = text_of(client.get(f"/figures/{figure.ref}/"))
    assert "The words of this definition were lost" in page
    assert "Somebody else." not in page


def test_a_long_table_comes_back_from_the_entries_it_was_made_from(monkeypatch):
    monkeypatch.setattr(rules, "_SHORT", 1)  # so that the entry tells the table by its digest alone
    conference = make_over()
    sequencer.place()
    backup = Backup()
    publish(conference)
    tables = list(Publication.objects.filter(value=None).order_by("figure__code").values_list("cells", flat=True))
    _lose_publications()
    backup.restore()

    logbook.main(["recover"])

    assert tables
    again = Publication.objects.filter(value=None).order_by("figure__code")
    assert all("cells_digest" in one.facts for one in again)
    assert [one.cells for one in again] == tables
