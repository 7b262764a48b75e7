"""Publishing figures: counted for good, made from the log alone, never changed."""

import json

import pytest

from ocaq.conference.figures import KEPT
from ocaq.conference.models import PresenceInterval, Question
from ocaq.conference.tests.makers import DIRECTOR, STAFF
from ocaq.conference.tests.over_makers import make_over
from ocaq.conference.tests.show_makers import after, make_on_air
from ocaq.evidence import figures
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import public_half, record
from ocaq.evidence.sequencer import place
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible
from ocaq.kernel.text import Text
from ocaq.report.commands.publication import _facts
from ocaq.report.models import Publication
from ocaq.report.queries import desk
from ocaq.report.queries import figures as queries
from ocaq.report.queries.entries import Computed
from ocaq.report.rules import Query, cells_digest, seen_digest
from ocaq.report.tests.makers import publish

pytestmark = pytest.mark.django_db
NUMBERS = {
    "conference.people": 14,
    "conference.took_part": 14,
    "conference.countries": 3,
    "conference.peak": 14,
    "conference.hours": 3,
    "conference.questions": 3,
    "conference.answered": 0,
    "conference.voices": 0,
}


def _entries(kind="report.figure.published"):
    rows = Entry.objects.filter(kind=kind).order_by("index").values_list("index", "body")
    return [(index, json.loads(body)) for index, body in rows]


def _published(conference):
    return {code: row.value for code, row in figures.published(f"conference:{conference.ref}").items()}


def test_figures_are_what_the_entries_come_to():
    conference = make_over()

    count = publish(conference)

    shown = _published(conference)
    assert {code: shown[code] for code in NUMBERS} == NUMBERS
    assert shown["conference.by_country"] == ("de:7", "other:7")
    assert count == len(shown) == len(_entries())
    assert all(index is not None for index, _ in _entries())


def test_an_entry_says_how_its_figure_was_made():
    conference = make_over()
    publish(conference)

    index, body = next((index, body) for index, body in _entries() if body["facts"]["figure"] == "conference.people")
    facts = body["facts"]
    kept = [place for place, _ in _entries(KEPT)]

    assert facts["value"] == len(kept) == 14
    assert facts["of_facts"] == [f"conference:{conference.ref}", "round:1"]
    assert (facts["of_from"], facts["number"], facts["reason"]) == (min(kept), 1, "first")
    assert max(kept) < facts["of_to"] <= index
    assert facts["about"] == f"conference:{conference.ref}"
    assert facts["as_of"] == int(conference.ended_at.timestamp())
    assert "replaces" not in facts
    assert body["by"] == "account"
    assert body["ref"].startswith("figure:")


def test_the_same_again_publishes_nothing():
    conference = make_over()
    publish(conference)
    entries = Entry.objects.count()

    assert publish(conference, seconds=2000) == 0
    assert Entry.objects.count() == entries


def test_a_new_count_is_published_beside_the_old_one():
    conference = make_over()
    publish(conference)
    PresenceInterval.objects.filter(participant="who-0").delete()

    publish(conference, seconds=2000)

    assert _published(conference)["conference.people"] == 13
    ref = figures.published(f"conference:{conference.ref}")["conference.people"].ref
    page = queries.figure_by_ref(ref)
    assert [(one.number, one.value, one.reason) for one in page.releases] == [(2, 13, "recount"), (1, 14, "first")]
    assert page.last.facts["replaces"] == page.releases[1].index
    assert all(queries.agrees(one) for one in page.releases)
    # Nothing came of this one: it stands as it was published.
    assert figures.published(f"conference:{conference.ref}")["conference.questions"].value == 3
    assert Publication.objects.filter(figure__code="conference.questions").count() == 1


def test_a_corrected_entry_no_longer_counts():
    conference = make_over()
    publish(conference)
    wrong = _entries(KEPT)[0][0]
    record(
        kind="evidence.entry.corrected",
        subject="log:entry",
        by=STAFF,
        at=after(1500),
        facts={"index": wrong, "reason": "test-device"},
    )

    publish(conference, seconds=2000)

    assert _published(conference)["conference.people"] == 13
    ref = figures.published(f"conference:{conference.ref}")["conference.people"].ref
    assert all(queries.agrees(one) for one in queries.figure_by_ref(ref).releases)


def test_two_conferences_are_counted_apart():
    first, second = make_over("first"), make_over("second", ["DE"] * 6, asked=1, guests="yon")

    publish(first)
    publish(second)

    assert _published(first)["conference.people"] == 14
    assert (_published(second)["conference.people"], _published(second)["conference.questions"]) == (6, 1)


@pytest.mark.parametrize(
    "changed",
    [{"value": 99}, {"as_of": after(7)}, {"definition": 9}, {"number": 2}, {"meaning": Text({"en": "Whoever came."})}],
    ids=lambda changed: next(iter(changed)),
)
def test_a_figure_changed_in_the_database_is_seen(changed):
    conference = make_over()
    publish(conference)
    row = Publication.objects.get(figure__code="conference.people")
    release = queries.figure_by_ref(row.figure.ref).last
    assert queries.agrees(release)

    Publication.objects.filter(pk=row.pk).update(**changed)

    assert not queries.agrees(queries.figure_by_ref(row.figure.ref).last)


def test_what_was_read_is_what_is_published():
    conference = make_over()
    read = seen_digest(desk.values_now("conference", conference.ref))
    PresenceInterval.objects.filter(participant="who-0").delete()

    with pytest.raises(NotPossible, match="figures-changed"):
        publish(conference, seen=read)

    assert not Publication.objects.exists()
    assert publish(conference, seen=seen_digest(desk.values_now("conference", conference.ref)))


def test_who_may_not_and_what_cannot_be_published():
    conference = make_over()
    running = make_on_air("running")

    with pytest.raises(NotAllowed, match="not-allowed"):
        publish(conference, by=DIRECTOR)
    with pytest.raises(NotFound, match="nothing-to-publish"):
        publish(running)
    assert not Publication.objects.exists()


def test_nothing_is_kept_when_the_log_cannot_be_written(monkeypatch):
    conference = make_over()
    place()

    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("ocaq.report.commands.publication.record", full)
    with pytest.raises(OSError, match="disk full"):
        publish(conference)

    assert not Publication.objects.exists()


@pytest.mark.parametrize("rows", [1, 30, 36, 60, 250])
def test_an_entry_stays_short_however_long_its_table_is(rows):
    value = tuple(f"c{number:02x}:12345" for number in range(rows))
    query = Query("join:by_country", "conference.attendance.listed", "conference:k7mn4pqr2stv", ("round:12",))
    found = Computed(value, query, 123_456_789, 123_456_999, 123_456_789, 123_456_800, 12)
    declared = figures.figure("conference.by_country")

    facts = _facts(declared, "conference:k7mn4pqr2stv", found, as_of=after(0), last=None, before=()) | {
        "replaces": 123_456_780,
        "number": 99,
    }
    body = public_half(
        kind="report.figure.published",
        subject="figure:k7mn4pqr2stv",
        by=STAFF,
        moment="2026-12-19 19:20:00",
        facts=facts,
        commit=None,
    )

    assert len(body) < 1024
    assert facts.get("cells") == list(value) or (facts["cells_digest"], facts["cells_count"]) == (
        cells_digest(value),
        rows,
    )


def test_what_is_made_from_which_entries_is_kept():
    conference = make_over()
    publish(conference)

    row = Publication.objects.get(figure__code="conference.people")
    kept = [place for place, _ in _entries(KEPT)]
    assert (row.chosen, row.first_index, row.last_index) == (len(kept), min(kept), max(kept))
    release = queries.figure_by_ref(row.figure.ref).last
    assert [entry.index for entry in queries.entries_of(release)] == kept

    Publication.objects.filter(pk=row.pk).update(chosen=None, first_index=None, last_index=None)  # from before
    assert [entry.index for entry in queries.entries_of(queries.figure_by_ref(row.figure.ref).last)] == kept


def test_answers_to_polls_and_voices_for_questions_are_published_with_the_count():
    conference = make_over()
    Question.objects.filter(conference=conference).update(state="shown")
    Question.objects.filter(pk=Question.objects.order_by("pk")[0].pk).update(votes=9)
    asked = Question.objects.filter(conference=conference).order_by("-votes", "pk")
    publish(conference)

    assert _published(conference)["conference.support"] == ("1:9", "2:0", "3:0")
    names = figures.subjects("conference").rows("conference.support", conference.ref, ["1", "2"])
    assert names == {"1": asked[0].text, "2": asked[1].text}
    Question.objects.filter(pk=asked[1].pk).update(text="", name="")  # forgotten, or its author erased
    names = figures.subjects("conference").rows("conference.support", conference.ref, ["1", "2"])
    assert names == {"1": asked[0].text, "2": "A question whose words are no longer kept"}
    assert not any(question.ref in body for question in asked for body in Entry.objects.values_list("body", flat=True))
